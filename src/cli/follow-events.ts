import { setTimeout as pause } from 'node:timers/promises'
import { type ControlClient, Unreachable } from './control-client.ts'

export interface StreamEvent {
  id: string
  type: string
  data: Readonly<Record<string, unknown>>
}

/** Between two tries to find the server again, in milliseconds, and how many there are before it is given up: five minutes. */
const rest = 1000
const mostTries = 300

/**
 * Follows the events of a server until aborted, also across its restarts: each connection begins behind the last event that came, so that none is
 * missed. Throws when there is no server at first, or none for long.
 */
export async function* followEvents(
  client: ControlClient,
  query: string,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  let last: string | null = null
  for (let tries = 0; !signal.aborted;) {
    try {
      for await (const event of readEvents(await client.events(query, last, signal))) {
        last = event.id
        tries = 0
        if (event.type !== '') yield event
      }
    } catch (error) {
      if (signal.aborted) return
      const mayReturn = error instanceof TypeError || error instanceof Unreachable
      if (last === null || !mayReturn || ++tries > mostTries) throw error
    }
    await pause(rest, undefined, { signal }).catch(() => {})
  }
}

/** So many characters one event has at most. */
const longestEvent = 1_000_000

/** Reads Server-Sent Events (HTML Living Standard §9.2). One without a type tells only its id. */
async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  let waiting = ''
  let id = ''
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const blocks = (waiting + chunk).split('\n\n')
    waiting = blocks.pop() ?? ''
    if (waiting.length > longestEvent) throw new TypeError('an event has no end')
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]))
      id = fields.get('id') ?? id
      const data = fields.get('data')
      if (data === undefined) yield { id, type: '', data: {} }
      else yield { id, type: fields.get('event') ?? 'message', data: JSON.parse(data) as StreamEvent['data'] }
    }
  }
}
