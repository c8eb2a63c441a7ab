/** Why a command could not do what it was told, in one line: what is wrong, why, and what to try. */
export class CommandProblem extends Error {
  override name = 'CommandProblem'
  readonly exitCode: number

  /** `exitCode`: 1 for what failed, 2 for words that were not understood, 3 for a server that is not there or not ready, 4 for what did not come in time. */
  constructor(
    what: string,
    attempt: string,
    { exitCode = 1, ...options }: ErrorOptions & { exitCode?: 1 | 2 | 3 | 4 } = {},
  ) {
    super(`${what} Try: ${attempt}`, options)
    this.exitCode = exitCode
  }
}
