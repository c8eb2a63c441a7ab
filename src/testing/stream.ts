import type { IncomingMessage } from 'node:http'
import { type TrunklineError, kitError } from './kit-error.ts'
import { elapsed, pause, setTimeout, clearTimeout } from './real-time.ts'
import type { Wire } from './wire.ts'

/** Something that happened at the server. */
export interface LiveEvent {
  type: string
  data: Readonly<Record<string, unknown>>
}

/** What happens at a server, as it happens. */
export interface Stream {
  /** Hears of everything from now on; answers with what ends that. */
  listen(hear: (event: LiveEvent) => void): () => void
  /** Resolves with true as soon as `holds` does, looking again at each event; with false when the time is over. */
  until(holds: () => boolean | Promise<boolean>, ms: number): Promise<boolean>
  close(): void
}

const types = 'phone,message,transcript'
/** Comes again so often, so many milliseconds apart, when the server breaks off. */
const [mostTries, between] = [20, 100]

/** Follows a server live: resolves when nothing can be missed any more. */
export async function openStream(wire: Wire): Promise<Stream> {
  const listeners = new Set<(event: LiveEvent) => void>()
  let lastId = ''
  let closed = false
  let failure: TrunklineError | null = null
  let current = await wire.open(`/events?types=${types}`)

  const told = (event: LiveEvent) => {
    for (const hear of listeners) hear(event)
  }
  const wake = () => told({ type: 'again', data: {} })

  async function follow(): Promise<void> {
    while (!closed) {
      await readEvents(current, (id, event) => {
        if (id !== '') lastId = id
        if (event) told(event)
      })
      if (!closed) await comeAgain()
    }
  }

  async function comeAgain(): Promise<void> {
    for (let tries = 0; tries < mostTries && !closed; tries++) {
      try {
        current = await wire.open(`/events?types=${types}`, { 'last-event-id': lastId })
        return wake()
      } catch {
        await pause(between)
      }
    }
    if (closed) return
    closed = true
    failure = kitError(`Trunkline at ${wire.url} went away during the test.`, 'whether it was stopped, and its log')
    wake()
  }

  function listen(hear: (event: LiveEvent) => void): () => void {
    listeners.add(hear)
    return () => void listeners.delete(hear)
  }

  void follow()
  return {
    listen,
    async until(holds, ms) {
      const end = elapsed() + ms
      let happened = true
      let changed = () => {}
      const silence = listen(() => {
        happened = true
        changed()
      })
      try {
        for (;;) {
          happened = false
          if (await holds()) return true
          if (failure) throw failure
          const left = end - elapsed()
          if (left <= 0) return false
          if (happened) continue
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, left)
            changed = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        }
      } finally {
        silence()
      }
    },
    close() {
      if (closed) return
      closed = true
      failure = kitError(
        'The server of the test was closed while something was awaited.',
        'await what is awaited first',
      )
      wake()
      current.destroy()
      listeners.clear()
    },
  }
}

/** Reads Server-Sent Events until the stream ends, however it ends. */
function readEvents(response: IncomingMessage, take: (id: string, event: LiveEvent | null) => void): Promise<void> {
  return new Promise((resolve) => {
    let rest = ''
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) take(field(block, 'id'), eventIn(block))
    })
    response.once('error', () => resolve())
    response.once('close', () => resolve())
  })
}

function eventIn(block: string): LiveEvent | null {
  const type = field(block, 'event')
  return type === '' ? null : { type, data: JSON.parse(field(block, 'data') || '{}') as LiveEvent['data'] }
}

const field = (block: string, name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
