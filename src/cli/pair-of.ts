import { CommandProblem } from './command-problem.ts'

/** Reads `name=value`, as parameters are given on the command line. */
export function pairOf(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new CommandProblem(`"${text}" is no parameter.`, '--parameter Body=Hello', { exitCode: 2 })
  return [text.slice(0, at), text.slice(at + 1)]
}
