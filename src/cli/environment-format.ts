/** Variables by their names. */
export type Variables = Readonly<Record<string, string>>

/** What a format has no way to write. */
export class Unwritable extends Error {
  override name = 'Unwritable'
}

/** What a file of `NAME=value` lines can hold is quoted by the one quote that the value lacks: there is no way to escape any. */
export const dotenv = (variables: Variables): string =>
  linesOf(variables, (name, value) => `${name}=${quoted(name, value)}`)

/** For `eval "$(trunkline env --format shell)"` in any POSIX shell: nothing within single quotes is special but they themselves. */
export const shell = (variables: Variables): string =>
  linesOf(variables, (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`)

/** What a step appends to the file that GITHUB_ENV names. The delimiter must be one that no value holds, so nobody who sets a value can add variables. */
export function githubFile(variables: Variables, delimiter: string): string {
  return linesOf(variables, (name, value) => {
    if (value.includes(delimiter)) throw new Unwritable(`${name} holds the delimiter`)
    return `${name}<<${delimiter}\n${value}\n${delimiter}`
  })
}

/** The workflow command that keeps a value out of the log of GitHub Actions. */
export const githubMask = (value: string): string =>
  `::add-mask::${value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`

const linesOf = (variables: Variables, line: (name: string, value: string) => string): string =>
  Object.entries(variables)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('')

function quoted(name: string, value: string): string {
  if (/^[\w+./:@-]+$/.test(value)) return value
  // Those who read such files drop carriage returns, and a NUL ends what they read.
  if (/[\r\0]/.test(value)) throw new Unwritable(`${name} holds a character that no .env file can`)
  const quote = ["'", '`', ...(value.includes(String.raw`\n`) ? [] : ['"'])].find((one) => !value.includes(one))
  if (quote === undefined) throw new Unwritable(`${name} holds every kind of quote, and a .env file cannot write that`)
  return `${quote}${value}${quote}`
}
