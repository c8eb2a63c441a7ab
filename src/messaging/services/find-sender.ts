import type { Ledger } from '../../domain/ledger.ts'
import { isMms, type Message } from '../../domain/message.ts'
import { chooseFrom, type PoolSender } from '../../domain/pool-sender.ts'
import { maySendAs } from '../may-send-as.ts'
import { segmentsOfMessage } from '../new-message.ts'
import { messageRefusal } from '../refusals.ts'
import type { SendingRules } from '../sending-rules.ts'

export interface Choosing {
  ledger: Ledger
  rules: SendingRules
}

/** Why a message of a service has no sender. */
export type WithoutSender = 'empty' | 'unreachable' | 'opted-out' | 'queue-full'

export type Found = { sender: PoolSender; numSegments: number } | { sender: null; because: WithoutSender }

/** Finds who of the service's pool sends a message; `wanted` is the only sender that will do, where there is one. */
export async function findSender(message: Message, wanted: string | null, has: Choosing): Promise<Found> {
  const { poolSenders } = has.ledger
  const serviceSid = message.messagingServiceSid ?? ''
  const found = await findIn((await poolSenders.known(serviceSid)) ?? [], message, wanted, has)
  // What is believed of the pool may be old: no message is lost by that.
  return found.sender ? found : findIn(await poolSenders.ofService(serviceSid), message, wanted, has)
}

/** Whether this sender is in the pool of the service. */
export async function isInPool(wanted: string, serviceSid: string, { ledger }: Choosing): Promise<boolean> {
  const isThere = (pool: readonly PoolSender[] | null) => pool?.some(({ sender }) => sender === wanted) ?? false
  return isThere(await ledger.poolSenders.known(serviceSid)) || isThere(await ledger.poolSenders.ofService(serviceSid))
}

async function findIn(
  pool: readonly PoolSender[],
  message: Message,
  wanted: string | null,
  has: Choosing,
): Promise<Found> {
  if (pool.length === 0) return { sender: null, because: 'empty' }
  const destination = { messageSid: message.sid, to: message.to, isMms: isMms(message) }
  const { numSegments } = segmentsOfMessage(message)
  let able = wanted === null ? pool : pool.filter(({ sender }) => sender === wanted)
  // Ends: every round takes away one.
  for (;;) {
    const sender = chooseFrom(able, destination)
    if (!sender) return { sender: null, because: 'unreachable' }
    const refusal = await refusalOf(sender, message, has)
    if (refusal === 'opted-out') return { sender: null, because: 'opted-out' }
    if (refusal === null) {
      const isFull = await has.rules.queues.isFull(sender.sender, numSegments)
      return isFull ? { sender: null, because: 'queue-full' } : { sender, numSegments }
    }
    able = able.filter((other) => other !== sender)
  }
}

/** Why this sender must not send it; null when it may. */
async function refusalOf({ kind, sender, country: home }: PoolSender, message: Message, has: Choosing) {
  const { accountSid, to, messagingServiceSid: serviceSid } = message
  if (kind === 'alphanumeric' && !(await maySendAs(accountSid, { kind, value: sender }, has))) return 'not-granted'
  return messageRefusal({ accountSid, to, from: sender, serviceSid, home }, has)
}
