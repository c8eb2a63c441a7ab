import type { Carrier, CarrierEvents, Handover, Receipt, Submission } from '../../domain/carrier.ts'
import type { Clock } from '../../domain/clock.ts'
import { type Deeds, type Job, laneless } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { type Operation, absent, add, outcome, remove } from '../../domain/write.ts'
import { mintSid } from '../../domain/sid.ts'
import type { PhoneTexts } from '../../domain/phone-actions.ts'
import { type Fate, fateOf } from './fate.ts'
import { phoneTexts } from './phone-texts.ts'

export interface SimulatorOptions {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
  /** Milliseconds from the hand-over until a text is on the phone; more for a phone that is slow. */
  delays: { delivery: number; slowDelivery: number }
  name?: string
}

const deed = 'simulate-receipt'

/** What a timer carries until it falls due: the text as it was sent, whatever becomes of the message meanwhile. */
interface Timer {
  carrierId: string
  phoneNumber: string
  from: string
  /** Missing in what was kept by an older version. */
  to?: string
  body: string
  mediaUrls: readonly string[]
  /** Missing in what was kept by an older version. */
  actions?: readonly string[]
  arrives: boolean
  receipt: { status: Receipt['status']; code: number | null } | null
}

/** A carrier whose every number is a virtual phone. Its timers are stored jobs, so that no crash loses one and any process may do them. */
export function simulator(options: SimulatorOptions): Carrier & { deeds: Deeds; texts: PhoneTexts } {
  const { ledger, clock, nudge, delays, name = 'simulator' } = options
  let events: CarrierEvents | null = null
  const texts = phoneTexts({ ledger, clock, nudge, delay: delays.delivery, name, events: () => events })

  async function submit(submissions: readonly Submission[]): Promise<readonly Handover[]> {
    const phones = await ledger.phones.many([...new Set(submissions.map(({ to }) => phoneOf(to)))])
    const timers: Operation[] = []
    const answers = submissions.map((submission): Handover => {
      const fate = fateOf(submission.to, phones.get(phoneOf(submission.to))?.behaviour ?? 'online')
      if (!fate.taken) return { outcome: 'refused', code: fate.code }
      const carrierId = mintSid('SU', clock.now())
      timers.push(timerOf(submission, fate, carrierId))
      return { outcome: 'accepted', carrierIds: [carrierId], receipts: fate.receipt ? 'expected' : 'never' }
    })
    if (timers.length > 0 && !(await ledger.keep(outcome(timers))).kept) {
      return answers.map((answer) =>
        answer.outcome === 'refused' ? answer : { outcome: 'deferred', retryAfter: 1000, reason: 'no timer was kept' },
      )
    }
    nudge(deed)
    return answers
  }

  function timerOf(
    { messageSid, accountSid, from, to, body, mediaUrls, actions }: Submission,
    fate: Fate & { taken: true },
    carrierId: string,
  ): Operation {
    const due = clock.now() + (fate.slow ? delays.slowDelivery : delays.delivery)
    const data = {
      carrierId,
      phoneNumber: phoneOf(to),
      from,
      to,
      body,
      mediaUrls,
      actions,
      arrives: fate.arrives,
      receipt: fate.receipt,
    } satisfies Timer
    return add('job', {
      id: mintSid('JB', due),
      deed,
      accountSid,
      subject: messageSid,
      ...laneless,
      due,
      data,
    })
  }

  /** Lets texts arrive, reports them, and only then forgets their timers: after a crash in between, all of it may be done again. */
  async function ring(jobs: readonly Job[]): Promise<void> {
    if (!events) throw new Error('the simulator was not started')
    const receipts = jobs.flatMap((job) => receiptOf(job) ?? [])
    await Promise.all([...jobs.map(arrive), events.receipts(receipts)])
    await ledger.keep(outcome(jobs.map(({ id }) => remove('job', id))))
  }

  async function arrive(job: Job): Promise<void> {
    const { phoneNumber, from, to = phoneNumber, body, mediaUrls, actions = [], arrives } = timerData(job)
    if (!arrives) return
    // The same id each time, so that a text arrives once; by when it was due, which is the order of the inbox.
    const id = `EV${job.id.slice(2)}`
    const text = add('phoneMessage', {
      id,
      phoneNumber,
      direction: 'received',
      from,
      to,
      body,
      mediaUrls,
      actions,
      messageSid: job.subject,
      at: clock.now(),
    })
    const kept = await ledger.keep(outcome([text], [absent('phoneMessage', 'id', id)]))
    if (!kept.kept && kept.because === 'busy') throw new Error('a text was not kept: too much waits')
  }

  function receiptOf(job: Job): Receipt | null {
    const { carrierId, receipt } = timerData(job)
    return receipt && { carrier: name, carrierId, ...receipt, at: clock.now(), messageSid: job.subject }
  }

  return {
    name,
    inDoubt: 'resubmit',
    submit,
    async start(given) {
      events = given
    },
    async stop() {
      events = null
    },
    texts,
    deeds: { [deed]: { run: ring, concurrency: 800, batch: 200, lease: 10_000 }, ...texts.deeds },
  }
}

const timerData = (job: Job): Timer => job.data as unknown as Timer

/** A phone has one number, whatever channel reaches it. */
const phoneOf = (address: string): string => address.slice(address.indexOf(':') + 1)
