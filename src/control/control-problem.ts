/** A control request that cannot be answered: what was wrong and what to try. */
export class ControlProblem extends Error {
  override name = 'ControlProblem'
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}
