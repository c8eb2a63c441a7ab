/** Why the program cannot start, in one line: what is wrong, why, and what to try. */
export class StartProblem extends Error {
  override name = 'StartProblem'
  constructor(what: string, attempt: string, options?: ErrorOptions) {
    super(`${what} Try: ${attempt}`, options)
  }
}
