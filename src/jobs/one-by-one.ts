/** Too many wait for their turn already. */
export class TooManyWait extends Error {
  override name = 'TooManyWait'
}

const mostWaiting = 100

/** Answers with what lets works follow each other, in the order in which they came. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return (work) => {
    if (waiting >= mostWaiting) return Promise.reject(new TooManyWait('too many wait for their turn'))
    waiting++
    const turn = last.then(work).finally(() => waiting--)
    last = turn.catch(() => {})
    return turn
  }
}
