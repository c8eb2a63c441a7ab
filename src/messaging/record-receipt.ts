import { createHash } from 'node:crypto'
import type { Receipt } from '../domain/carrier.ts'
import type { Clock } from '../domain/clock.ts'
import { type EarlyReceipt, type HandedPart, partKey } from '../domain/handed-part.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Operation, absent, add, change, outcome, present, remove } from '../domain/write.ts'
import { type Message, mayAdvance, statusesBefore } from '../domain/message.ts'
import { letGo } from './let-go.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'
import { reportOf } from './report-status.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface Receiving {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
}

/** How long a receipt that came early waits until it is looked at again, in case that nobody lived to apply it. */
export const secondLook = 5000

/** A receipt with the part of a message that it speaks of. */
interface Matched {
  part: HandedPart
  receipt: EarlyReceipt
  /** Whether the receipt was kept to wait for its part. */
  early: boolean
}

/**
 * Keeps what carriers report, whether it comes early, late, twice or in any order: a status only ever moves forward. Resolves when
 * all of it is kept.
 */
export async function recordReceipts(receipts: readonly Receipt[], has: Receiving): Promise<void> {
  const { ledger } = has
  const keyed = receipts.map((receipt) => ({
    ...receipt,
    key: partKey(receipt.carrier, receipt.carrierId),
  }))
  const parts = await ledger.handedParts.many(keyed.map(({ key }) => key))
  const unknown = keyed.filter(({ key }) => !parts.has(key))
  const matched = keyed.flatMap(({ key, status, code, at }) => {
    const part = parts.get(key)
    return part ? [{ part, receipt: { key, status, code, at }, early: false }] : []
  })
  const waiting = unknown.length > 0 ? await letWait(unknown, has) : []
  await apply([...matched, ...waiting], has)
}

/** Applies the receipts that came before the answer in which the carrier named these parts. */
export async function applyEarlyReceipts(parts: readonly HandedPart[], has: Receiving): Promise<void> {
  if (parts.length === 0) return
  const early = await has.ledger.earlyReceipts.many(parts.map(({ key }) => key))
  if (early.size === 0) return
  const matched = parts.flatMap((part) => {
    const receipt = early.get(part.key)
    return receipt ? [{ part, receipt, early: true }] : []
  })
  await apply(matched, has)
}

/**
 * Keeps receipts for parts that nobody knows yet, then looks for the parts again. Whoever keeps a part looks for its receipt
 * afterwards too, so that one of the two finds the other.
 */
async function letWait(
  receipts: readonly (Receipt & { key: string })[],
  { ledger, clock }: Receiving,
): Promise<Matched[]> {
  const messages = await ledger.messages.many(receipts.flatMap(({ messageSid }) => messageSid ?? []))
  await Promise.all(
    receipts.map(async ({ key, carrier, carrierId, status, code, at, messageSid, parts = 1 }) => {
      const message = messages.get(messageSid ?? '')
      const event =
        message &&
        newEvent(message, clock.now(), 'early-receipt', {
          carrier,
          carrierId,
          parts,
          status,
          code,
        })
      const again = newJob('match-receipts', {
        accountSid: message?.accountSid ?? '',
        messageSid: key,
        due: clock.now() + secondLook,
        data: {},
      })
      const operations = [add('earlyReceipt', { key, status, code, at }), again, ...(event ? [event] : [])]
      const kept = await ledger.keep(outcome(operations, [absent('earlyReceipt', 'key', key)]))
      // Another process kept the same receipt at the same moment.
      if (!kept.kept && kept.because === 'refused') return
      wasKept(kept)
    }),
  )
  const keys = receipts.map(({ key }) => key)
  const [parts, kept] = await Promise.all([ledger.handedParts.many(keys), ledger.earlyReceipts.many(keys)])
  return [...parts.values()].flatMap((part) => {
    const receipt = kept.get(part.key)
    return receipt ? [{ part, receipt, early: true }] : []
  })
}

/** Delivers those messages of several parts of which every part is. */
export async function deliverWhole(parts: readonly HandedPart[], has: Receiving): Promise<void> {
  const divided = parts.filter((part) => part.parts > 1)
  if (divided.length === 0) return
  const messages = await has.ledger.messages.many(divided.map(({ messageSid }) => messageSid))
  await settleWhole(
    [...messages.values()].filter(({ status }) => mayAdvance(status, 'delivered')),
    has,
  )
  has.nudge('report-status')
}

async function apply(matched: readonly Matched[], has: Receiving): Promise<void> {
  if (matched.length === 0) return
  const messages = await has.ledger.messages.many(matched.map(({ part }) => part.messageSid))
  const unsettled = await Promise.all(matched.map((one) => applyOne(one, messages.get(one.part.messageSid), has)))
  const whole = new Set(unsettled.filter((message) => message !== null))
  if (whole.size > 0) await settleWhole([...whole], has)
  has.nudge('report-status')
}

/** Answers with a message of several parts that may now be delivered as a whole. */
async function applyOne(
  { part, receipt, early }: Matched,
  message: Message | undefined,
  has: Receiving,
): Promise<Message | null> {
  const { ledger } = has
  const { key, status, code, at } = receipt
  const note: Operation[] = [
    change('handedPart', key, { status, code, at }),
    ...(early ? [remove('earlyReceipt', key)] : []),
  ]
  const open = present('handedPart', key, { status: [null] })
  if (message && part.status === null && (status === 'undelivered' || part.parts === 1)) {
    const advanced = advance(message, receipt, has)
    if (wasKept(await ledger.keep(outcome([...note, ...advanced.operations], [open, ...advanced.guards])))) return null
  }
  if (part.status === null && wasKept(await ledger.keep(outcome(note, [open])))) return several(part, message)
  await ignore({ part, receipt, early }, message, has)
  return several(part, message)
}

const several = ({ parts }: HandedPart, message: Message | undefined) =>
  parts > 1 && message && mayAdvance(message.status, 'delivered') ? message : null

/** Delivers messages of which every part is. Whoever keeps the last part's receipt sees them all. */
async function settleWhole(messages: readonly Message[], has: Receiving): Promise<void> {
  const parts = Map.groupBy(
    await has.ledger.handedParts.ofMessages(messages.map(({ sid }) => sid)),
    ({ messageSid }) => messageSid,
  )
  await Promise.all(
    messages.map(async (message) => {
      const own = parts.get(message.sid) ?? []
      if (own.length === 0 || own.some(({ status }) => status !== 'delivered')) return
      const last = own.reduce((latest, part) => (part.at > latest.at ? part : latest))
      const { operations, guards } = advance(
        message,
        { key: last.key, status: 'delivered', code: null, at: last.at },
        has,
      )
      wasKept(await has.ledger.keep(outcome(operations, guards)))
    }),
  )
}

/** Moves a message on, if it stands where it may move on from. */
function advance(message: Message, { status, code, at: receiptAt }: EarlyReceipt, { clock }: Receiving) {
  const at = clock.now()
  // A carrier that names no reason leaves it unknown.
  const errorCode = status === 'undelivered' ? (code ?? 30008) : null
  const next: Message = { ...message, status, errorCode, dateUpdated: at }
  const { values, events } = letGo(next, at, true)
  return {
    operations: [
      change('message', message.sid, { status, errorCode, dateUpdated: at, ...values }),
      newEvent(message, at, status, errorCode === null ? {} : { errorCode }),
      ...events(),
      ...reportOf(next, at, receiptAt),
    ],
    guards: [present('message', message.sid, { status: statusesBefore(status) })],
  }
}

/** A receipt for a part that has one already: noted once, however often it comes. */
async function ignore(
  { part, receipt, early }: Matched,
  message: Message | undefined,
  { ledger, clock }: Receiving,
): Promise<void> {
  const gone = early ? [remove('earlyReceipt', receipt.key)] : []
  // One that came early may be found by two at the same moment: it is the same receipt, and no second one.
  if (message && !early) {
    const id = onceFor(part, message)
    const event = newEvent(message, clock.now(), 'receipt-ignored', { status: receipt.status, code: receipt.code }, id)
    const kept = await ledger.keep(outcome([event, ...gone], [absent('messageEvent', 'id', id)]))
    if (kept.kept) return
    if (kept.because === 'busy') wasKept(kept)
  }
  if (gone.length > 0) wasKept(await ledger.keep(outcome(gone)))
}

/** The same id for each receipt of a part that is ignored, after the steps of the moment in which the message was sent. */
function onceFor({ key }: HandedPart, { dateSent, dateCreated }: Message): string {
  const moment = (dateSent ?? dateCreated).toString(16).padStart(12, '0')
  return `EV${moment}ffff${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
}
