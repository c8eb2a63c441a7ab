import { setTimeout as pause } from 'node:timers/promises'
import { type Credentials, basic } from '../api-client.ts'
import { waitUntil } from './wait-until.ts'

export interface LoadOptions {
  /** Where each request goes, asked anew for every one, since servers come and go; null while there is none. */
  target(): string | null
  account: Credentials
  from: readonly string[]
  connections: number
  /** Milliseconds that each connection waits between two messages. */
  pace: number
  /** For this message, or none. */
  statusCallback?: string
}

export interface Load {
  /** The body of every message that was answered with a 201, by its SID. */
  readonly accepted: ReadonlyMap<string, string>
  /** How many requests got another answer, or none. */
  failed(): number
  /** Waits until so many more were accepted. */
  more(messages: number): Promise<void>
  stop(): Promise<void>
}

/** Keeps sending messages over several connections, whatever happens to the server, until it is stopped. */
export function startLoad({ target, account, from, connections, pace, statusCallback }: LoadOptions): Load {
  const accepted = new Map<string, string>()
  let failed = 0
  let sent = 0
  let stopped = false

  const sendOne = async (server: string) => {
    const number = ++sent
    // Every fifth takes two segments.
    const body = `load ${number}${number % 5 === 0 ? ' and more'.repeat(25) : ''}`
    const form = {
      To: `+1415555${String(number % 10_000).padStart(4, '0')}`,
      From: from[number % from.length] ?? '',
      Body: body,
      ...(statusCallback && { StatusCallback: statusCallback }),
    }
    const response = await fetch(`${server}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: basic(account) },
      body: new URLSearchParams(form),
    })
    const answer = (await response.json()) as { sid: string }
    if (response.status === 201) accepted.set(answer.sid, body)
    else failed++
  }
  const connection = async () => {
    while (!stopped) {
      const server = target()
      // A server that is killed before it answers has promised nothing.
      if (server !== null) await sendOne(server).catch(() => failed++)
      await pause(pace)
    }
  }
  const running = Promise.all(Array.from({ length: connections }, connection))
  return {
    accepted,
    failed: () => failed,
    async more(messages) {
      const enough = accepted.size + messages
      await waitUntil(
        () => accepted.size >= enough,
        () => `${accepted.size} accepted and ${failed} failed; ${enough} were waited for`,
      )
    },
    async stop() {
      stopped = true
      await running
    },
  }
}
