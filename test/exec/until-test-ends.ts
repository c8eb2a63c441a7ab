import { afterEach } from 'vitest'

/** Disposes of what a test opened when the test ends, latest first. For the top of a file of tests. */
export function untilTestEnds(): <T extends AsyncDisposable>(made: Promise<T>) => Promise<T> {
  let opened: AsyncDisposable[] = []
  afterEach(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
    opened = []
  })
  return async (made) => {
    const one = await made
    opened.push(one)
    return one
  }
}
