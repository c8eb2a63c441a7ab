import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request to the customer's application. */
export interface Received {
  method: string
  /** As the sender wrote it: whole, with the query. */
  url: string
  headers: IncomingHttpHeaders
  parameters: Readonly<Record<string, string>>
  /** The names in the order in which they came. */
  names: readonly string[]
}

/** The customer's application: answers every request, and remembers it. */
export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: readonly Received[]
  /** Waits until what was received satisfies; says what came instead when that takes too long. */
  until(satisfied: (received: readonly Received[]) => boolean, milliseconds?: number): Promise<void>
}

/** What the application answers; 204 unless said. */
export interface ApplicationAnswer {
  status?: number
  headers?: Readonly<Record<string, string | readonly string[]>>
  body?: string
}

/** TwiML as an answer. */
export const twiml = (verbs: string): ApplicationAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`,
})

export async function openReceiver(
  answer: (received: Received, before: readonly Received[]) => ApplicationAnswer = () => ({}),
  port = 0,
): Promise<Receiver> {
  const received: Received[] = []
  const watchers = new Set<() => void>()
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body)
      const one = {
        method: request.method ?? '',
        url: `http://${request.headers.host}${request.url}`,
        headers: request.headers,
        parameters: Object.fromEntries(form),
        names: [...form.keys()],
      }
      const { status = 204, headers = {}, body: text = '' } = answer(one, received)
      received.push(one)
      response.writeHead(status, { ...headers } as OutgoingHttpHeaders).end(text)
      for (const watch of watchers) watch()
    })
  })
  server.keepAliveTimeout = 30_000
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    until(satisfied, milliseconds = 10_000) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const watch = () => satisfied(received) && resolve()
      const seen = () =>
        received.map(({ parameters }) => `${parameters.MessageSid} ${parameters.MessageStatus}`).slice(-20)
      const timer = setTimeout(
        () => reject(new Error(`Waited in vain; the last that came: ${seen().join(', ')}`)),
        milliseconds,
      )
      watchers.add(watch)
      watch()
      return promise.finally(() => {
        clearTimeout(timer)
        watchers.delete(watch)
      })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
