import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Handover, Receipt, Submission } from '../../src/domain/carrier.ts'
import type { Chance } from './chance.ts'
import { onLines, say } from './line-json.ts'
import { type Incoming, incoming } from './incoming.ts'
import type { FromCarrier, FromLedger } from './protocol.ts'

/** One message, handed over once. */
export interface LedgerEntry {
  messageSid: string
  attempt: number
  body: string
  /** Which server process handed it over. */
  process: string
  parts: readonly LedgerPart[]
  /** What becomes of the whole message: it is delivered when every part is. */
  status: Receipt['status']
}

/** One segment of a message, with the id by which its receipts name it. */
interface LedgerPart {
  carrierId: string
  status: Receipt['status']
  /** The message and in how many parts it came, where the receipts name them, too. */
  messageSid?: string
  parts?: number
}

/** Writes down whatever server processes hand over, in the process of the test, which no kill touches. */
export interface Ledger extends AsyncDisposable {
  readonly port: number
  readonly entries: readonly LedgerEntry[]
  /** What the carrier hands in. */
  readonly incoming: Incoming
}

/** How often what no process has said to have kept is sent again: receipts, and messages. */
const repetition = 1500

/** How a carrier may behave: answers take a while; receipts come early, late, twice, to any process, and again until they are kept. */
export async function openLedger(chance: Chance): Promise<Ledger> {
  const { happens, between, oneOf } = chance
  const entries: LedgerEntry[] = []
  const connections = new Set<Socket>()
  const notKept = new Map<string, LedgerPart>()
  const batches = new Map<number, readonly LedgerPart[]>()
  let lastBatch = 0

  /** Tells one of the processes; false when there is none. */
  const tellAny = (message: FromLedger) => {
    const [first, ...others] = connections
    if (first) tell(oneOf([first, ...others]), message)
    return first !== undefined
  }
  const messages = incoming(chance, tellAny)

  const sendReceipts = (about: readonly LedgerPart[]) => {
    if (about.length === 0) return
    const batch = ++lastBatch
    if (tellAny({ say: 'receipts', batch, receipts: about.map(receiptOf) })) batches.set(batch, about)
  }

  let lastId = 0
  const partOf = (messageSid: string, parts: number, named: boolean): LedgerPart => {
    const part = {
      carrierId: `L${++lastId}`,
      status: happens(0.1) ? 'undelivered' : 'delivered',
      ...(named && { messageSid, parts }),
    } as const
    notKept.set(part.carrierId, part)
    return part
  }

  const take = (process: string, submissions: readonly Submission[]) =>
    submissions.map(({ messageSid, attempt, body, segments }) => {
      const named = happens(0.2)
      const parts = Array.from({ length: segments }, () => partOf(messageSid, segments, named))
      const status = parts.every((part) => part.status === 'delivered') ? 'delivered' : 'undelivered'
      const entry: LedgerEntry = { messageSid, attempt, body, process, parts, status }
      entries.push(entry)
      return entry
    })

  const answer = (socket: Socket, request: number, taken: readonly LedgerEntry[]) => {
    const handovers = taken.map(({ parts }): Handover => {
      return { outcome: 'accepted', carrierIds: parts.map(({ carrierId }) => carrierId), receipts: 'expected' }
    })
    const parts = taken.flatMap((entry) => entry.parts)
    const delay = between(0, 60)
    sendReceipts(parts.filter(() => happens(0.2)))
    setTimeout(() => tell(socket, { say: 'answer', request, handovers }), delay)
    setTimeout(() => sendReceipts(parts.filter(({ carrierId }) => notKept.has(carrierId))), delay + between(5, 60))
    setTimeout(() => sendReceipts(parts.filter(() => happens(0.1))), delay + between(60, 120))
  }

  const server = createServer((socket) => {
    let process = ''
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    // A killed process leaves its connection reset.
    socket.on('error', () => socket.destroy())
    onLines<FromCarrier>(socket, (message) => {
      if (message.say === 'hello') {
        process = message.process
        messages.again()
      } else if (message.say === 'submit') {
        answer(socket, message.request, take(process, message.submissions))
      } else if (message.say === 'taken') {
        messages.taken(message.id)
      } else {
        for (const { carrierId } of batches.get(message.batch) ?? []) notKept.delete(carrierId)
        batches.delete(message.batch)
      }
    })
  })
  const repeat = setInterval(() => {
    sendReceipts([...notKept.values()])
    messages.again()
  }, repetition)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    entries,
    incoming: messages,
    async [Symbol.asyncDispose]() {
      clearInterval(repeat)
      for (const socket of connections) socket.destroy()
      server.close()
    },
  }
}

const tell = (socket: Socket, message: FromLedger) => say(socket, message)

const receiptOf = (part: LedgerPart) => ({ ...part, code: part.status === 'undelivered' ? 30003 : null })
