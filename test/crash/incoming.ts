import type { Chance } from './chance.ts'
import type { FromLedger, HandedIn } from './protocol.ts'

/** Messages on their way in. Each is handed in again until a process has said that it is kept, and some are handed in twice at once. */
export interface Incoming {
  handIn(message: HandedIn): void
  /** The ids of those that no process has said to have kept. */
  waiting(): readonly string[]
  /** How many were kept, and how often any was handed in. */
  counts(): { taken: number; handedIn: number }
  /** What a process says. */
  taken(id: string): void
  again(): void
}

export function incoming({ happens }: Chance, tell: (message: FromLedger) => boolean): Incoming {
  const waiting = new Map<string, HandedIn>()
  const known = new Set<string>()
  let handedIn = 0

  const send = (message: HandedIn) => {
    if (tell({ say: 'inbound', message })) handedIn++
  }
  return {
    handIn(message) {
      waiting.set(message.id, message)
      send(message)
      if (happens(0.1)) send(message)
    },
    waiting: () => [...waiting.keys()],
    counts: () => ({ taken: known.size, handedIn }),
    taken(id) {
      waiting.delete(id)
      known.add(id)
    },
    again() {
      for (const message of waiting.values()) send(message)
    },
  }
}
