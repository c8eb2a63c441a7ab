// The customer's application, in a process of its own: takes status callbacks, answers texts with one of its own, and remembers what it was
// told.
import { type AddressInfo, type Socket, createServer } from 'node:net'

export type ReceiverOrder = { do: 'listen' } | { do: 'forget' } | { do: 'tell' }

export interface Received {
  /** How many callbacks came, by status. */
  byStatus: Record<string, number>
  /** Callbacks that came a second time. */
  repeated: number
  /** When each message's `sent` and `delivered` came first. */
  sent: Map<string, number>
  delivered: Map<string, number>
  /** How often it was asked what to do with each text. */
  texts: Map<string, number>
}

const empty = (): Received => ({ byStatus: {}, repeated: 0, sent: new Map(), delivered: new Map(), texts: new Map() })
let received = empty()

process.on('message', (order: ReceiverOrder) => {
  if (order.do === 'listen')
    server.listen(0, '127.0.0.1', () => process.send?.({ reply: (server.address() as AddressInfo).port }))
  else if (order.do === 'forget') {
    received = empty()
    process.send?.({ reply: true })
  } else process.send?.({ reply: received })
})
process.on('disconnect', () => process.exit())

/** Says how many messages are finished, for the window of the load. */
setInterval(() => process.connected && process.send?.({ news: received.delivered.size }), 20).unref()

const noted = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n')
const server = createServer({ noDelay: true }, (socket) => {
  let held: Buffer = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    let taken: number
    while ((taken = take(socket, held)) > 0) held = held.subarray(taken)
  })
})

/** Takes one request from the front; answers how many bytes it had, 0 when more must come first. */
function take(socket: Socket, bytes: Buffer): number {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return 0
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd))?.[1] ?? 0)
  const end = headEnd + 4 + length
  if (bytes.length < end) return 0
  const form = bytes.toString('latin1', headEnd + 4, end)
  const text = /(?:^|&)Body=([^&]*)/.exec(form)?.[1]
  socket.write(text === undefined ? noteStatus(form) : replyTo(text))
  return end
}

/** The reply is the text with a word before it. Texts of the bench need no other encoding than that of blanks. */
function replyTo(encoded: string): string {
  const text = encoded.replaceAll('+', ' ')
  received.texts.set(text, (received.texts.get(text) ?? 0) + 1)
  const document = `<?xml version="1.0" encoding="UTF-8"?><Response><Message>Re: ${text}</Message></Response>`
  return `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${document.length}\r\n\r\n${document}`
}

function noteStatus(form: string): Buffer {
  const sid = /(?:^|&)MessageSid=(\w+)/.exec(form)?.[1] ?? ''
  const status = /(?:^|&)MessageStatus=(\w+)/.exec(form)?.[1] ?? ''
  received.byStatus[status] = (received.byStatus[status] ?? 0) + 1
  const when = status === 'sent' ? received.sent : status === 'delivered' ? received.delivered : undefined
  if (when?.has(sid)) received.repeated++
  else when?.set(sid, Date.now())
  return noted
}
