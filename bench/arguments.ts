/** What the command line asked for: names of benches, and `--flag value` or `--flag`. */
export interface Arguments {
  names: readonly string[]
  /** The number given with a flag, or what holds without it. */
  number(flag: string, otherwise: number): number
  text(flag: string): string | undefined
}

export function readArguments(argv: readonly string[]): Arguments {
  const flags = new Map<string, string>()
  const names: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (!word.startsWith('--')) names.push(word)
    else if (word.includes('=')) flags.set(word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1))
    else flags.set(word.slice(2), argv[++i] ?? '')
  }
  return {
    names,
    number(flag, otherwise) {
      const given = flags.get(flag)
      if (given === undefined) return otherwise
      const value = Number(given)
      if (!Number.isFinite(value)) throw new Error(`--${flag} needs a number, not ${given}`)
      return value
    },
    text: (flag) => flags.get(flag),
  }
}
