import { setTimeout as pause } from 'node:timers/promises'
import { asking } from './application.ts'
import type { Incoming } from './incoming.ts'
import type { HandedIn } from './protocol.ts'
import { waitUntil } from './wait-until.ts'

/** What somebody wrote. */
export interface Written {
  media: number
  /** How many documents it leads to. */
  documents: number
}

export interface Writers {
  /** By their texts, of which no two are the same. */
  readonly written: ReadonlyMap<string, Written>
  /** Waits until so many more were acknowledged: parts count as messages do. */
  more(messages: number): Promise<void>
  /** Writes no more, and waits until all is acknowledged. */
  stop(): Promise<void>
}

/** So many are on their way at once at most. */
const mostWaiting = 60

/** Keeps writing to these numbers, whatever happens to the server, until it is stopped. */
export function startWriters(incoming: Incoming, to: readonly string[], pace: number): Writers {
  const written = new Map<string, Written>()
  let stopped = false

  const writeOne = (number: number) => {
    const media = number % 7 === 0 ? 1 : 0
    const leadsOn = number % 3 === 0
    const isDouble = number % 4 === 0
    const body = [`text ${number}`, isDouble && asking.double, leadsOn && asking.more].filter(Boolean).join(' ')
    written.set(body, { media, documents: leadsOn ? 2 : 1 })
    const from = `+1415230${String(number % 10_000).padStart(4, '0')}`
    const message = { id: `W${number}`, from, to: to[number % to.length] ?? '', body, media: pictures.slice(0, media) }
    const parts = media === 0 && number % 5 === 0 ? inParts(message) : [message]
    for (const part of parts) incoming.handIn(part)
  }
  const until = (holds: () => boolean) =>
    waitUntil(holds, () => `Not acknowledged: ${incoming.waiting().slice(0, 20).join(', ')}`)
  const running = (async () => {
    while (!stopped) {
      if (incoming.waiting().length < mostWaiting) writeOne(written.size + 1)
      await pause(pace)
    }
  })()
  return {
    written,
    more(messages) {
      const enough = incoming.counts().taken + messages
      return until(() => incoming.counts().taken >= enough)
    },
    async stop() {
      stopped = true
      await running
      await until(() => incoming.waiting().length === 0)
    },
  }
}

/** The shortest thing that begins as a JPEG does. */
const pictures = [Buffer.from('ffd8ffe0', 'hex').toString('base64')]

/** Its text in two parts, the second one first for some. */
function inParts(message: HandedIn): HandedIn[] {
  const half = message.body.length >> 1
  const parts = [message.body.slice(0, half), message.body.slice(half)].map((body, i) => ({
    ...message,
    id: `${message.id}.${i + 1}`,
    body,
    part: { reference: message.id, number: i + 1, of: 2 },
  }))
  return half % 2 === 0 ? parts : parts.toReversed()
}
