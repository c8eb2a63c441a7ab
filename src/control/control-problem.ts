/** A control request that cannot be answered: what was wrong and what to try. */
export class ControlProblem extends Error {
  override name = 'ControlProblem'
  readonly statusCode: number
  /** In how many seconds to try again. */
  readonly retryAfter: number | null

  constructor(statusCode: number, message: string, retryAfter: number | null = null) {
    super(message)
    this.statusCode = statusCode
    this.retryAfter = retryAfter
  }
}
