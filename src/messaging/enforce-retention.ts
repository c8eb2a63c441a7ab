import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { isInProgress, type Message } from '../domain/message.ts'
import { obfuscated, redactedText, type RetentionProgress, retentionJob } from '../domain/retention.ts'
import { firstSidAt } from '../domain/sid.ts'
import { type Operation, change, outcome } from '../domain/write.ts'
import type { Log } from '../log.ts'
import { addLoneJob } from './add-lone-job.ts'
import { newEvent } from './message-event.ts'
import { ours } from './record-handover.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface EnforcingRetention {
  ledger: Ledger
  clock: Clock
  log: Pick<Log, 'info'>
  /** After how many milliseconds texts and numbers go; null: never. */
  retention: Record<Kept, number | null>
}

/** What has a time of its own. */
type Kept = 'body' | 'address'

const rest = 600_000
const perRound = 100
const mostRounds = 40
/** So many messages that are still on their way are remembered; behind more than these, nothing is looked at. */
const mostWaiting = 1000
const prefixes = ['SM', 'MM'] as const

const untouched: RetentionProgress = {
  after: null,
  reached: { SM: 'SM', MM: 'MM' },
  waiting: [],
  changed: 0,
  upTo: null,
}

/** Adds the one job that enforces retention, when it is asked for and not there yet. */
export async function startRetention({ ledger, clock, retention }: Omit<EnforcingRetention, 'log'>): Promise<void> {
  if (retention.body === null && retention.address === null) return
  const data = { body: untouched, address: untouched }
  await addLoneJob(ledger, { ...retentionJob, due: clock.now(), data })
}

/**
 * Empties the texts and hides the numbers of messages that are old enough, oldest first, some at a time. Each round is one write: what it
 * changes, a step in each message's timeline, and how far it has come, so that a crash neither loses nor repeats anything.
 */
export function enforceRetention(has: EnforcingRetention): DeedSpec {
  return {
    concurrency: 1,
    batch: 1,
    lease: 60_000,
    attempts: Infinity,
    housekeeping: true,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => enforce(job, has, signal)))),
  }
}

async function enforce(job: Job, has: EnforcingRetention, signal: AbortSignal): Promise<void> {
  const { ledger, clock, log } = has
  let data = job.data as unknown as Record<Kept, RetentionProgress>
  const before = data
  let more = true
  for (let i = 0; i < mostRounds && more && !signal.aborted; i++) {
    const body = await round('body', data.body, has)
    const address = await round('address', data.address, has)
    more = body.more || address.more
    data = { body: body.progress, address: address.progress }
    const last = !more || i === mostRounds - 1
    const next = last ? { due: clock.now() + (more ? 1000 : rest), hiddenUntil: null } : {}
    const write = outcome([...body.changes, ...address.changes, change('job', job.id, { data, ...next })], [ours(job)])
    if (!wasKept(await ledger.keep(write))) return
  }
  const bodies = data.body.changed - before.body.changed
  const addresses = data.address.changed - before.address.changed
  if (bodies + addresses > 0)
    log.info({ bodies, addresses }, 'messages were kept long enough: texts emptied, numbers hidden')
}

interface Round {
  changes: Operation[]
  progress: RetentionProgress
  /** Whether there may be more that is old enough. */
  more: boolean
}

async function round(
  kept: Kept,
  progress: RetentionProgress,
  { ledger, clock, retention }: EnforcingRetention,
): Promise<Round> {
  const after = retention[kept]
  if (after === null) return { changes: [], progress: { ...progress, after }, more: false }
  const now = clock.now()
  const until = now - after
  const { found, reached, more } = await nextMessages(progress, until, ledger)
  const waiting = found.filter(({ status }) => isInProgress(status)).map(({ sid }) => sid)
  const gone = found
    .filter(({ status }) => !isInProgress(status))
    .map((message) => lettingGo[kept](message, now))
    .filter((changes) => changes.length > 0)
  const changed = progress.changed + gone.length
  return {
    changes: gone.flat(),
    progress: { after, reached, waiting, changed, upTo: more ? progress.upTo : until },
    more,
  }
}

/** Those that were on their way when they were looked at, and the next ones that are old enough. */
async function nextMessages({ reached, waiting }: RetentionProgress, until: Instant, { messages }: Ledger) {
  const found = [...(await messages.many(waiting)).values()]
  const now = { ...reached }
  let more = false
  for (const prefix of prefixes) {
    const room = Math.min(perRound, mostWaiting - found.length)
    if (room <= 0) break
    const next = await messages.between(reached[prefix], firstSidAt(prefix, until), room)
    now[prefix] = next.at(-1)?.sid ?? reached[prefix]
    more ||= next.length === room
    found.push(...next)
  }
  return { found, reached: now, more }
}

/** What goes of a message, each time with the step in its timeline; nothing where it is gone already. */
const lettingGo: Record<Kept, (message: Message, at: Instant) => Operation[]> = {
  body: (message, at) =>
    message.body === '' && message.options.contentVariables === undefined
      ? []
      : [
          change('message', message.sid, { ...redactedText(message), dateUpdated: at }),
          newEvent(message, at, 'redacted', { by: 'retention' }),
        ],
  address(message, at) {
    const to = obfuscated(message.to)
    const from = message.from === null ? null : obfuscated(message.from)
    if (to === message.to && from === message.from) return []
    return [
      change('message', message.sid, { to, from, dateUpdated: at }),
      newEvent(message, at, 'obfuscated', { by: 'retention' }),
    ]
  },
}
