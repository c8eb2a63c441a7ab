import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { mostMediaBytes, partKeysOf } from '../domain/media.ts'
import { mediaTypeOf } from '../domain/media-type.ts'
import type { Message } from '../domain/message.ts'
import { type Operation, add, change, outcome, present, remove } from '../domain/write.ts'
import type { FileAnswer, FileRequest } from '../webhooks/call-webhook.ts'
import { type FetchingData, handoverJobOf } from './delivery-job.ts'
import { isOverdue } from './is-overdue.ts'
import { keepMedia, type Turnstile, turnstile } from './keep-media.ts'
import { newEvent } from './message-event.ts'
import { failedWrite, ours } from './record-handover.ts'
import { recordsOf } from './tell-application.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface FetchingMedia {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
  fetchFile(request: FileRequest, signal: AbortSignal): Promise<FileAnswer>
}

/**
 * Fetches the media of messages that were accepted, one file each time a job is taken, so that a crash costs that one file only. The
 * write that keeps a file also moves its job on: to the next file, and after the last to the hand-over.
 */
export function fetchMedia(has: FetchingMedia): DeedSpec {
  const inTurn = turnstile()
  return {
    // Each may hold as many bytes as a message may have.
    concurrency: 40,
    batch: 1,
    // Longer than a fetch may take with all its redirects and retries, and than its parts may wait for their turn.
    lease: 60_000,
    // A message ends by its validity period.
    attempts: Infinity,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => fetchNext(job, has, inTurn, signal)))),
  }
}

async function fetchNext(job: Job, has: FetchingMedia, inTurn: Turnstile, signal: AbortSignal): Promise<void> {
  const { ledger, clock, fetchFile } = has
  const { next: place, bytes } = fetchingData(job)
  const message = (await ledger.messages.many([job.subject])).get(job.subject)
  if (message?.status !== 'queued')
    return void wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
  if (isOverdue(message, clock.now())) return fail(job, message, 30001, [], has)

  const asked = { accountSid: job.accountSid, subject: job.subject, kind: 'media' } as const
  const answer = await fetchFile(
    { url: message.mediaUrls[place] ?? '', maxBytes: mostMediaBytes - bytes, about: asked },
    signal,
  )
  const now = clock.now()
  const about = { callSid: null, resourceSid: message.sid, apiVersion: message.apiVersion, now }
  const contentType = mediaTypeOf(answer.contentType)
  const fault = faultOf(answer)
  if (fault || contentType === null) {
    const { code, onChannel, reason } = fault ?? wrongType(answer)
    const attempts = answer.attempts.with(-1, { ...answer.attempts.at(-1)!, errorCode: code, error: reason })
    const told = [
      newEvent(message, now, 'media-refused', { place, errorCode: code, reason }),
      ...recordsOf(job, 'media', { ok: false, attempts }, about),
    ]
    return fail(job, message, message.to.includes(':') ? onChannel : code, told, has)
  }
  const told = [
    newEvent(message, now, 'media-fetched', { place, contentType, size: answer.bytes.length }),
    ...recordsOf(job, 'media', answer, about),
  ]
  await store(job, message, { contentType, bytes: answer.bytes }, told, has, inTurn)
}

const fetchingData = (job: Job): FetchingData => job.data as unknown as FetchingData

interface Fault {
  code: number
  /** What a message of a channel fails with. */
  onChannel: number
  reason: string
}

function faultOf({ ok, attempts, contentType, tooLarge }: FileAnswer): Fault | null {
  const last = attempts.at(-1)
  if (!ok) return { code: last?.errorCode ?? 11200, onChannel: 63019, reason: last?.error ?? 'No answer' }
  if (!tooLarge || mediaTypeOf(contentType) === null) return null
  return { code: 11751, onChannel: 63034, reason: `The media of the message are larger than ${mostMediaBytes} bytes` }
}

const wrongType = ({ contentType = 'none' }: FileAnswer): Fault => ({
  code: 12300,
  onChannel: 63021,
  reason: `This Content-Type is not accepted: ${contentType.slice(0, 100)}`,
})

/** Keeps the file, and with it what is to be done next. */
async function store(
  job: Job,
  message: Message,
  { contentType, bytes }: { contentType: string; bytes: Uint8Array },
  told: readonly Operation[],
  has: FetchingMedia,
  inTurn: Turnstile,
): Promise<void> {
  const { ledger, clock, nudge } = has
  const { next: place, sids, bytes: before } = fetchingData(job)
  const { accountSid, sid: messageSid } = message
  const now = clock.now()
  const sid = sids[place] ?? ''
  const size = bytes.length
  const media = { sid, accountSid, messageSid, place, contentType, size, dateCreated: now, dateUpdated: now }
  if (!(await keepMedia(media, bytes, [ours(job)], { ledger, inTurn }))) return
  const operations = [
    add('media', media),
    ...told,
    ...leftOver(job, size),
    ...nextStep(job, message, before + size, now),
  ]
  wasKept(await ledger.keep(outcome(operations, [ours(job), present('message', messageSid, { status: ['queued'] })])))
  nudge('fetch-media')
  nudge('deliver-message')
}

/** Ends the message. What there may be of the file from an earlier try goes. */
async function fail(
  job: Job,
  message: Message,
  code: number,
  told: readonly Operation[],
  { ledger, clock, nudge }: FetchingMedia,
): Promise<void> {
  const write = failedWrite(job, message, code, clock.now(), [...told, ...leftOver(job, 0)])
  if (wasKept(await ledger.keep(write))) nudge('report-status')
}

/** Removes the parts that an earlier try may have left behind those of a file of this size. */
function leftOver(job: Job, size: number): Operation[] {
  const { next, sids } = fetchingData(job)
  if (job.attempts <= next + 1) return []
  const sid = sids[next] ?? ''
  return partKeysOf(sid, mostMediaBytes)
    .slice(partKeysOf(sid, size).length)
    .map((key) => remove('mediaPart', key))
}

function nextStep(job: Job, message: Message, bytes: number, now: Instant): Operation[] {
  const data = fetchingData(job)
  const next = data.next + 1
  return next < data.sids.length
    ? [change('job', job.id, { data: { ...data, next, bytes }, due: now, hiddenUntil: null })]
    : [remove('job', job.id), handoverJobOf(message, data.carrier, now)]
}
