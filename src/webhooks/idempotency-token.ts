import { createHash } from 'node:crypto'

/**
 * The token of a call that a job makes: the same for every try, also for that of another process after a crash. A job that makes several
 * calls names each by its step.
 */
export function idempotencyTokenOf(jobId: string, step = ''): string {
  const digits =
    step === '' ? jobId.slice(2) : createHash('sha256').update(`${jobId} ${step}`).digest('hex').slice(0, 32)
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
