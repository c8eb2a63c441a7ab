import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Carrier, CarrierEvents, Handover, InboundMessage, InDoubtPolicy } from '../../src/domain/carrier.ts'
import { onLines, say } from './line-json.ts'
import type { FromCarrier, FromLedger, HandedIn } from './protocol.ts'

interface Options {
  /** Where the ledger listens. */
  port: number
  /** Which server process speaks. */
  process: string
  inDoubt: InDoubtPolicy
}

/** A carrier for tests: hands every message over a socket to a ledger that lives in another process. */
export function ledgerCarrier({ port, process, inDoubt }: Options): Carrier {
  const waiting = new Map<number, (handovers: readonly Handover[] | null) => void>()
  let socket: Socket | null = null
  let requests = 0

  const tell = (message: FromCarrier) => {
    if (socket) say(socket, message)
  }
  const lost = () => {
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
  }
  // What could not be kept is not acknowledged, and comes again.
  const heard = async (message: FromLedger, events: CarrierEvents) => {
    if (message.say === 'answer') {
      waiting.get(message.request)?.(message.handovers)
      waiting.delete(message.request)
      return
    }
    if (message.say === 'inbound') {
      const { id } = message.message
      await events.inbound(received(message.message)).then(
        () => tell({ say: 'taken', id }),
        () => {},
      )
      return
    }
    const receipts = message.receipts.map((receipt) => ({ ...receipt, carrier: 'ledger', at: Date.now() }))
    await events.receipts(receipts).then(
      () => tell({ say: 'kept', batch: message.batch }),
      () => {},
    )
  }

  return {
    name: 'ledger',
    inDoubt,
    async start(events) {
      const opened = connect(port, '127.0.0.1')
      onLines<FromLedger>(opened, (message) => void heard(message, events))
      opened.on('close', lost)
      await once(opened, 'connect')
      socket = opened
      tell({ say: 'hello', process })
    },
    async submit(submissions, signal) {
      if (!socket?.writable) return submissions.map(() => notConnected)
      const request = ++requests
      const answered = new Promise<readonly Handover[] | null>((resolve) => {
        waiting.set(request, resolve)
        signal.addEventListener('abort', () => resolve(null), { once: true })
      })
      tell({ say: 'submit', request, submissions })
      return (await answered) ?? submissions.map(() => noAnswer)
    },
    async stop() {
      if (!socket || socket.closed) return
      const closed = once(socket, 'close')
      socket.end()
      await closed
    },
  }
}

const received = ({ media, ...message }: HandedIn): InboundMessage => ({
  ...message,
  carrier: 'ledger',
  media: media.map((bytes) => ({ contentType: 'image/jpeg', bytes: Buffer.from(bytes, 'base64') })),
})

const notConnected: Handover = { outcome: 'deferred', retryAfter: 200, reason: 'the ledger is not connected' }
const noAnswer: Handover = { outcome: 'unknown', reason: 'the ledger did not answer' }
