import type { Carrier, CarrierEvents, Handover, Receipt, Submission } from '../domain/carrier.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import { type Effects, type Facts, isSipCode } from '../domain/fault.ts'
import type { Faults } from '../domain/faults.ts'
import { partKey } from '../domain/handed-part.ts'
import { type Deeds, type Job, laneless } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Message } from '../domain/message.ts'
import { mintSid } from '../domain/sid.ts'
import { add, type Operation, outcome, remove } from '../domain/write.ts'
import { failing } from './simulator/fate.ts'

export interface Faulty {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
  faults: Faults
  /** Milliseconds from a hand-over until its failure is reported. */
  delay: number
}

const deed = 'bring-receipt'

/** A receipt that comes later, so many times. */
interface Late {
  receipt: Receipt
  times: number
}

type Effect = Effects['carrier']

/** Hands messages over with whatever is set to go wrong; with nothing set, as ever. What comes later is a stored job: no crash loses it. */
export function faultyCarrier(carrier: Carrier, has: Faulty): { carrier: Carrier; deeds: Deeds } {
  const { ledger, clock, faults, nudge } = has
  let events: CarrierEvents | null = null

  async function submit(submissions: readonly Submission[], signal: AbortSignal): Promise<readonly Handover[]> {
    const met = await Promise.all(
      submissions.map(async (one) => {
        const facts = { kind: 'message', carrier: carrier.name, account: one.accountSid, ...one } as const
        return (await faults.meet('carrier', facts, atHandover)).effect
      }),
    )
    const now = clock.now()
    const reports: Operation[] = []
    const instead = submissions.map((one, i) => {
      const effect = met[i]
      if (effect?.do !== 'fail' || endsAsFailed(effect)) return handoverOf(effect)
      const receipt = { ...newReceipt(one, now), status: 'undelivered', code: effect.code } as const
      reports.push(later({ receipt, times: 1 }, one, now + has.delay))
      return { outcome: 'accepted', carrierIds: [receipt.carrierId], receipts: 'expected' } as const
    })
    if (reports.length > 0 && !(await ledger.keep(outcome(reports))).kept)
      return submissions.map(() => ({ outcome: 'deferred', retryAfter: 1000, reason: 'no receipt was kept' }))
    nudge(deed)
    const passed = submissions.filter((_, i) => instead[i] === null || met[i]?.do === 'lose-answer')
    const answers = passed.length > 0 ? await carrier.submit(passed, signal) : []
    const answerOf = new Map(passed.map((one, i) => [one, answers[i] ?? nothingSaid]))
    return submissions.map((one, i) => instead[i] ?? answerOf.get(one) ?? nothingSaid)
  }

  const newReceipt = ({ messageSid }: Submission, at: Instant) => ({
    carrier: carrier.name,
    carrierId: mintSid('SU', at),
    at,
    messageSid,
  })

  /** Lets receipts come as they are, later, again, or not at all. Resolves when all that comes is kept. */
  async function report(receipts: readonly Receipt[]): Promise<void> {
    const messages = await messagesOf(receipts, ledger)
    const now = clock.now()
    const coming: Receipt[] = []
    const kept: Operation[] = []
    const met = await Promise.all(
      receipts.map((receipt) => faults.meet('carrier', factsOf(receipt, messages.get(receipt)), atReceipt)),
    )
    for (const [i, receipt] of receipts.entries()) {
      const message = messages.get(receipt)
      const { delay, effect } = met[i]!
      if (effect?.do === 'lose-receipt') continue
      const copies = effect?.do === 'duplicate' ? effect.copies : 0
      const due = (effect?.do === 'reorder' ? mirrored(now) - i : now) + delay
      const isLate = due > now
      if (!isLate) coming.push(receipt)
      const times = copies + (isLate ? 1 : 0)
      const about = { accountSid: message?.accountSid ?? '', messageSid: message?.sid ?? '' }
      if (times > 0) kept.push(later({ receipt, times }, about, due))
    }
    if (kept.length > 0) {
      const result = await ledger.keep(outcome(kept))
      if (!result.kept) throw new Error(`a receipt that comes later was not kept: ${result.because}`)
      nudge(deed)
    }
    await give(coming)
  }

  async function give(receipts: readonly Receipt[]): Promise<void> {
    if (!events) throw new Error('the carrier was not started')
    await events.receipts(receipts)
  }

  async function bring(jobs: readonly Job[]): Promise<void> {
    const late = jobs.map(({ data }) => data as unknown as Late)
    const most = Math.max(...late.map(({ times }) => times))
    for (let time = 0; time < most; time++)
      await give(late.flatMap(({ receipt, times }) => (time < times ? [receipt] : [])))
    await ledger.keep(outcome(jobs.map(({ id }) => remove('job', id))))
  }

  return {
    carrier: {
      name: carrier.name,
      inDoubt: carrier.inDoubt,
      submit: (submissions, signal) =>
        faults.isSet('carrier') ? submit(submissions, signal) : carrier.submit(submissions, signal),
      start(given) {
        events = given
        const receipts = (all: readonly Receipt[]) => (faults.isSet('carrier') ? report(all) : given.receipts(all))
        return carrier.start({ ...given, receipts })
      },
      async stop() {
        await carrier.stop()
        events = null
      },
    },
    deeds: { [deed]: { run: bring, concurrency: 400, batch: 50, lease: 10_000, attempts: Infinity } },
  }
}

/** What can happen when a message is handed over, and when something is reported of it. */
const atHandover = (effect: Effect): boolean =>
  effect.do === 'fail' ||
  effect.do === 'lose-answer' ||
  effect.do === 'defer' ||
  (effect.do === 'reject' && !isSipCode(effect.code))
const atReceipt = (effect: Effect): boolean =>
  effect.do === 'lose-receipt' || effect.do === 'delay' || effect.do === 'duplicate' || effect.do === 'reorder'

const endsAsFailed = ({ code, status }: Extract<Effect, { do: 'fail' }>): boolean =>
  status === undefined ? failing.has(code) : status === 'failed'

/** What is answered in place of the carrier; null where it answers. */
function handoverOf(effect: Effect | null | undefined): Handover | null {
  switch (effect?.do) {
    case 'reject':
    case 'fail':
      return { outcome: 'refused', code: effect.code }
    case 'defer':
      return { outcome: 'deferred', retryAfter: effect.ms, reason: 'the carrier takes nothing now' }
    case 'lose-answer':
      return { outcome: 'unknown', reason: 'the answer was lost' }
    default:
      return null
  }
}

const nothingSaid: Handover = { outcome: 'unknown', reason: 'the carrier did not say' }

/** The same distance behind the end of this second as it is before it: what comes later comes first. */
const mirrored = (now: Instant): Instant => 2 * (Math.floor(now / 1000) + 1) * 1000 - now

const later = (late: Late, { accountSid, messageSid }: Pick<Submission, 'accountSid' | 'messageSid'>, due: Instant) =>
  add('job', {
    id: mintSid('JB', due),
    deed,
    accountSid,
    subject: messageSid,
    ...laneless,
    due,
    data: { ...late },
  })

const factsOf = ({ carrier }: Receipt, message: Message | undefined): Facts['carrier'] => ({
  kind: 'message',
  carrier,
  account: message?.accountSid,
  from: message?.from ?? undefined,
  to: message?.to,
  body: message?.body,
})

/** The message of each receipt, where the receipt or its part tells. */
async function messagesOf(
  receipts: readonly Receipt[],
  { handedParts, messages }: Ledger,
): Promise<ReadonlyMap<Receipt, Message>> {
  const unnamed = receipts.filter(({ messageSid }) => messageSid === undefined)
  const parts = await handedParts.many(unnamed.map(({ carrier, carrierId }) => partKey(carrier, carrierId)))
  const sidOf = ({ messageSid, carrier, carrierId }: Receipt) =>
    messageSid ?? parts.get(partKey(carrier, carrierId))?.messageSid ?? ''
  const found = await messages.many([...new Set(receipts.map(sidOf))])
  return new Map(
    receipts.flatMap((receipt) => {
      const message = found.get(sidOf(receipt))
      return message ? [[receipt, message] as const] : []
    }),
  )
}
