/** The token of the call that a job makes: the same for every try, also for that of another process after a crash. */
export const idempotencyTokenOf = (jobId: string): string =>
  jobId.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
