import { type Command, type CommandOptions, Option } from 'commander'

/** How a result is printed: lines for people, or JSON, one value a line. */
export type Output = 'text' | 'json'

export interface OutputOptions {
  output: Output
}

/** What a command ends with. */
export const exitCodes = 'Exit codes: 0 done, 1 failed, 2 not understood, 3 not ready, 4 not in time.'

/** Adds a command with what all of them have: a way to print, an example of its use, and the exit codes. */
export function declareCommand(
  parent: Command,
  name: string,
  { description, example, ...options }: CommandOptions & { description: string; example: string },
): Command {
  return parent
    .command(name, options)
    .description(description)
    .addOption(new Option('--output <kind>', 'how results are printed').choices(['text', 'json']).default('text'))
    .addHelpText('after', `\nExample:\n  ${example}\n\n${exitCodes}`)
}
