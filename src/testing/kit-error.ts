/** Something that a test awaited did not happen, or could not be asked for. Its message says what happened instead, and where to look. */
export class TrunklineError extends Error {
  override name = 'TrunklineError'
}

/** An error in three parts: what, why, and what to try. */
export const kitError = (what: string, attempt: string, options?: ErrorOptions): TrunklineError =>
  new TrunklineError(`${what}\nTry: ${attempt}`, options)

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
