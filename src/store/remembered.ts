/** How long an answer is believed, in milliseconds of real time: what another process changed is seen after this at the latest. */
const trust = 1000

const most = 10_000

export interface Remembered<T> {
  get(key: string): Promise<T>
  /** Forgets everything: something changed here. */
  clear(): void
}

/** Remembers what was found for a moment, bounded, and asks once for many that want the same. What was not found is asked again. */
export function remembered<T>(ask: (key: string) => Promise<T>): Remembered<T> {
  const known = new Map<string, { answer: Promise<T>; until: number }>()
  return {
    get(key) {
      const found = known.get(key)
      if (found && found.until > performance.now()) return found.answer
      known.delete(key)
      if (known.size >= most) known.delete(known.keys().next().value as string)
      const entry = { answer: ask(key), until: performance.now() + trust }
      known.set(key, entry)
      const forgetThis = () => {
        if (known.get(key) === entry) known.delete(key)
      }
      entry.answer.then((value) => value ?? forgetThis(), forgetThis)
      return entry.answer
    },
    clear: () => known.clear(),
  }
}
