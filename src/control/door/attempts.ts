import type { Instant } from '../../domain/clock.ts'

/** In how long how many may try to log in, for each address and in all. What is counted is in memory, of so many addresses at most. */
type Bounds = Readonly<Record<'window' | 'perAddress' | 'inAll' | 'addresses', number>>
const usual: Bounds = { window: 15 * 60_000, perAddress: 10, inAll: 50, addresses: 1000 }

interface Tally {
  count: number
  begun: Instant
}

export interface Attempts {
  /** Counts an attempt, unless it is one too many: then how many milliseconds to wait. */
  take(address: string, now: Instant): number
  /** The same for what is guessed far more easily than a random token: also counted in all. */
  takeGuess(address: string, now: Instant): number
  /** Whoever was let in starts anew, and did not guess. */
  forgive(address: string): void
}

/** Counts attempts to log in, so that nobody can go on guessing. */
export function countAttempts({ window, perAddress, inAll, addresses }: Bounds = usual): Attempts {
  const byPlace = new Map<string, Tally>()
  let all: Tally = { count: 0, begun: 0 }

  const current = (tally: Tally | undefined, now: Instant): Tally =>
    tally && now - tally.begun < window ? tally : { count: 0, begun: now }

  function take(address: string, now: Instant): number {
    const place = placeOf(address)
    const tally = current(byPlace.get(place), now)
    if (tally.count >= perAddress) return tally.begun + window - now
    tally.count++
    // The place that was longest unused stands first.
    byPlace.delete(place)
    byPlace.set(place, tally)
    for (const oldest of byPlace.keys()) {
      if (byPlace.size <= addresses) break
      byPlace.delete(oldest)
    }
    return 0
  }

  return {
    take,
    takeGuess(address, now) {
      all = current(all, now)
      if (all.count >= inAll) return all.begun + window - now
      const wait = take(address, now)
      if (wait === 0) all.count++
      return wait
    },
    forgive(address) {
      byPlace.delete(placeOf(address))
    },
  }
}

/** Whoever has one IPv6 address has all those of its network of 64 bits. */
export function placeOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [front = '', back] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const [before, after] = [front, back ?? ''].map((text) => (text === '' ? [] : text.split(':')))
  const missing = Math.max(0, 8 - before!.length - after!.length)
  const groups = back === undefined ? before! : [...before!, ...Array<string>(missing).fill('0'), ...after!]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
