import { type TrunklineError, kitError } from './kit-error.ts'
import { type Stream, openStream } from './stream.ts'
import type { Wire } from './wire.ts'

/** What everything in the kit works with: one server, and who is to be closed with it. */
export interface World {
  readonly wire: Wire
  /** How long is waited for what shall happen unless said, in milliseconds. */
  readonly timeout: number
  /** Whether others use the server too, so that neither its clock nor what it keeps is this one's to change. */
  readonly shared: boolean
  /** What happens there, live; opened when it is first asked for. */
  stream(): Promise<Stream>
  /** Runs when all is closed, the last one first; answers with what leaves it out. */
  atClose(end: () => void | Promise<void>): () => void
  /** Throws when the server belongs to others, too. */
  mustBeOwn(what: string): void
  close(): Promise<void>
}

export interface WorldOptions {
  wire: Wire
  timeout: number
  shared: boolean
  stop(): Promise<void>
}

export function openWorld({ wire, timeout, shared, stop }: WorldOptions): World {
  const ends = new Set<() => void | Promise<void>>()
  let stream: Promise<Stream> | null = null
  let closing: Promise<void> | null = null

  async function end(): Promise<void> {
    for (const each of [...ends].reverse()) await each()
    const opened = await stream?.catch(() => null)
    opened?.close()
    wire.close()
    await stop()
  }

  return {
    wire,
    timeout,
    shared,
    stream: () => (stream ??= openStream(wire)),
    atClose(each) {
      ends.add(each)
      return () => void ends.delete(each)
    },
    mustBeOwn(what) {
      if (shared) throw notAlone(what)
    },
    close: () => (closing ??= end()),
  }
}

const notAlone = (what: string): TrunklineError =>
  kitError(
    `${what} is for all who use the server, and this one is shared with other tests.`,
    '`ownServerTest` instead of `test`, `useTrunkline({ alone: true })`, or `startTrunkline({ alone: true })`',
  )
