import { createHmac } from 'node:crypto'
import { type Answer, type Ask, ask, askJson, type Json } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type ApplicationAnswer, openReceiver, type Received, type Receiver } from '../receiver.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../server.ts'

/** A whole server, and the application of its account. */
export interface World extends AsyncDisposable {
  server: TestServer
  receiver: Receiver
  from: string
  /** Sends a message that tells its statuses to the application, and answers with its SID. */
  send(to?: string, also?: Readonly<Record<string, string>>): Promise<string>
  message(sid: string): Promise<Json>
  /** Waits until the message is as it should be. */
  until(sid: string, wanted: Json): Promise<Json>
  control(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    values?: object,
  ): Promise<{ status: number; json: Json }>
  /** Sets a fault and answers with its id. */
  set(fault: object): Promise<string>
  fault(id: string): Promise<Json>
  /** Requests to the application about this, oldest first. */
  attempts(subject: string): Promise<Json[]>
  /** The statuses that the application was told, in the order in which they came. */
  told(sid: string): string[]
  api(request: Ask): Promise<Answer & { json: Json }>
}

export const someone = '+14155552345'

export async function openWorld(
  options: TestServerOptions = {},
  answer?: (received: Received, before: readonly Received[]) => ApplicationAnswer,
): Promise<World> {
  const server = await startTestServer({
    ...options,
    env: { TRUNKLINE_IN_DOUBT_WAIT: '100ms', TRUNKLINE_SIMULATOR_ANSWER: '0', ...options.env },
  })
  const receiver = await openReceiver(answer)
  const [from] = server.numbers
  const control: World['control'] = (method, path, values) => askControl(server, method, path, values)
  const message = async (sid: string) => (await askJson(server, { method: 'GET', path: `/Messages/${sid}.json` })).json
  return {
    server,
    receiver,
    from,
    control,
    message,
    async send(to = someone, also = {}) {
      const parameters = { To: to, From: from, Body: 'hello', StatusCallback: `${receiver.url}/status`, ...also }
      const { status, json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
      if (status !== 201) throw new Error(`not sent: ${JSON.stringify(json)}`)
      return String(json.sid)
    },
    async until(sid, wanted) {
      const end = performance.now() + 12_000
      for (;;) {
        const now = await message(sid)
        if (Object.entries(wanted).every(([name, value]) => now[name] === value)) return now
        if (performance.now() > end) throw new Error(`still ${String(now.status)}, ${String(now.error_code)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async set(fault) {
      const { status, json } = await control('POST', '/faults', fault)
      if (status !== 201) throw new Error(String(json.error))
      return String(json.id)
    },
    fault: async (id) => (await control('GET', `/faults/${id}`)).json,
    async attempts(subject) {
      const { json } = await control('GET', `/webhooks?subject=${subject}&limit=1000`)
      return (json.webhooks as Json[]).toReversed()
    },
    told: (sid) =>
      receiver.received
        .filter(({ parameters }) => parameters.MessageSid === sid)
        .map(({ parameters }) => String(parameters.MessageStatus)),
    api: (request) => askJson(server, request),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
    },
  }
}

/** Whether a request was signed with this token, as receivers check it. */
export function isSigned({ url, headers, parameters }: Received, token: string): boolean {
  const text = Object.keys(parameters)
    .toSorted()
    .reduce((all, name) => all + name + String(parameters[name]), url)
  return headers['x-twilio-signature'] === createHmac('sha1', token).update(text).digest('base64')
}

/** A request whose connection closes before it is answered. */
export const isCut = (world: World, request: Ask): Promise<boolean> =>
  ask(world.server, request).then(
    () => false,
    () => true,
  )
