import { createRequire } from 'node:module'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { connect, createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { everyAddress } from './address-rules.ts'
import { webhookCaller, type WebhookCall, type WebhookCaller, type WebhookCallerOptions } from './call-webhook.ts'

const open: (() => unknown)[] = []

/** Ends everything that a test opened; to be called after each. */
export const closeAll = async (): Promise<void> => {
  for (const close of open.splice(0)) await close()
}

export const callerWith = (options: Partial<WebhookCallerOptions> = {}): WebhookCaller => {
  const caller = webhookCaller({ addresses: everyAddress, clockNow: () => 1_700_000_000_000, ...options })
  open.push(() => caller.close())
  return caller
}

export const listening = async (server: Server): Promise<{ url: string; connections: () => number }> => {
  let connections = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    sockets.forEach((socket) => socket.destroy())
    return new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => connections }
}

interface Got {
  method: string
  url: string
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: string
}

/** A customer's application: keeps what it got, and answers once it got all of it. */
export const receiver = async (answer: RequestListener) => {
  const got: Got[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders } = request
      got.push({ method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() })
      answer(request, response)
    })
  })
  return { got, ...(await listening(server)) }
}
export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body)
/** Speaks bytes, not HTTP. */
export const rawReceiver = (onRequest: (socket: Socket) => void) =>
  listening(createRawServer((socket) => socket.on('data', () => onRequest(socket))))

const authToken = '0123456789abcdef0123456789abcdef'
/** Three, of which one needs every kind of escape. */
export const parameters = [
  ['SmsSid', 'SM1'],
  ['To', '+15551234567'],
  ['Body', 'a b&c=é+'],
] as const
export const post = (url: string): WebhookCall => ({
  url,
  method: 'POST',
  parameters,
  authToken,
  idempotencyToken: 'e8a5-1',
})
export const get = (url: string): WebhookCall => ({ ...post(url), method: 'GET' })

const require = createRequire(import.meta.url)
const { validateRequest, validateRequestWithBody } = require('twilio') as {
  validateRequest(token: string, signature: string, url: string, form: object): boolean
  validateRequestWithBody(token: string, signature: string, url: string, body: string): boolean
}
export const acceptedBySdk = (origin: string, { headers, url, body }: Got): boolean => {
  const signature = String(headers['x-twilio-signature'])
  return headers['content-type'] === 'application/json'
    ? validateRequestWithBody(authToken, signature, origin + url, body)
    : validateRequest(authToken, signature, origin + url, Object.fromEntries(new URLSearchParams(body)))
}

/** A listener whose thread sleeps and whose queue is full: the system leaves further connections unanswered. */
export const fullBacklog = async (): Promise<string> => {
  const worker = new Worker(
    `const { createServer } = require('node:net')
     const { parentPort } = require('node:worker_threads')
     const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
     })`,
    { eval: true },
  )
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  open.push(() => {
    fillers.forEach((socket) => socket.destroy())
    return worker.terminate()
  })
  // The system takes one more than the backlog.
  let taken = 0
  await new Promise<void>((resolve) => {
    for (const socket of fillers) socket.once('connect', () => (taken += 1) === 2 && resolve())
  })
  return `http://127.0.0.1:${port}`
}
