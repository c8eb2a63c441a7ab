import type { Account } from '../../domain/account.ts'
import type { Instant } from '../../domain/clock.ts'
import { type Conversation, conversationKey } from '../../domain/conversation.ts'
import type { HttpMethod } from '../../domain/incoming-phone-number.ts'
import type { DeedSpec, Job } from '../../domain/job.ts'
import type { Media } from '../../domain/media.ts'
import type { Message } from '../../domain/message.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { absent, add, change, outcome, present, remove, type Operation } from '../../domain/write.ts'
import type { MessagingVerb } from '../../twiml/twiml.ts'
import { askForTwiml, type TwimlReply } from '../ask-for-twiml.ts'
import { carryOut, type CarriedOut, type NextDocument } from './carry-out.ts'
import { faultRecord } from '../fault-record.ts'
import { inboundParameters } from './inbound-parameters.ts'
import { newEvent } from '../message-event.ts'
import { newJob } from '../new-job.ts'
import type { Sending } from '../prepare-message.ts'
import { inboundWebhookOf, receiverOf } from './receiver-of.ts'
import { ours } from '../record-handover.ts'
import type { Telling } from '../tell-application.ts'

export interface Answering extends Telling, Sending {
  /** Where applications find a medium. */
  mediaUrl(media: Media): string
}

/** What is carried from the job of one document to that of the next. */
interface AnsweringData {
  /** Where the next document is; absent for the first, which the number or its service names. */
  next?: NextDocument
  /** How many documents were had, and how many messages were sent. */
  documents?: number
  messages?: number
}

/** So many documents are had for one message that came in. */
const mostDocuments = 50

/**
 * Asks applications what to do with messages that came in, and does it. Each document is a job: what it sends, what becomes of the
 * conversation and the job of the next document are one write, so that no answer that is kept is carried out twice.
 */
export function answerMessage(has: Answering): DeedSpec {
  return {
    concurrency: has.concurrency,
    batch: 1,
    // Longer than an address and its fallback may take, each with all its tries.
    lease: 40_000,
    // What came in was acknowledged: it is answered, however many processes died over it.
    attempts: Infinity,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => answer(job, has, signal)))),
  }
}

interface Told extends NextDocument {
  fallbackUrl: string | null
  fallbackMethod: HttpMethod
}

async function answer(job: Job, has: Answering, signal: AbortSignal): Promise<void> {
  const { ledger } = has
  const found = (await ledger.messages.many([job.subject])).get(job.subject)
  if (!found) return void wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
  const { next, documents = 0 } = job.data as AnsweringData
  const account = await ledger.accounts.find(found.accountSid)
  const told = next ? { ...next, ...noFallback } : await firstDocument(found, account, has)
  const message = found.status === 'receiving' ? await received(job, found, told === null, has) : found
  if (!message) return
  if (!told || !account) return void wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
  if (documents >= mostDocuments) return endless(job, message, has)

  const conversation = await conversationOf(message, has)
  const media = message.mediaUrls.length > 0 ? await ledger.media.ofMessages([message.sid]) : []
  // Loaded when the first document comes: a start does not wait for it.
  const { readMessagingTwiml } = await import('../../twiml/read-messaging.ts')
  const parameters = told.parameters ?? inboundParameters(message, media, has.mediaUrl)
  const reply = await askForTwiml<MessagingVerb>(
    {
      accountSid: account.sid,
      subject: message.sid,
      callSid: null,
      apiVersion: message.apiVersion,
      jobId: job.id,
      step: '',
      kind: 'message',
      ...told,
      parameters,
      cookies: conversation.cookiesUntil > has.clock.now() ? conversation.cookies : [],
      read: readMessagingTwiml,
      plain: (text) => [plainMessage(text)],
    },
    has,
    signal,
  )
  if (reply) await keepAnswer(job, { message, account, conversation }, reply, has)
}

const noFallback = { fallbackUrl: null, fallbackMethod: 'POST' } as const

async function firstDocument(message: Message, account: Account | null, { ledger }: Answering): Promise<Told | null> {
  // A suspended account is not asked; what came in meanwhile is there when it is active again.
  if (account?.status !== 'active') return null
  const receiver = await receiverOf(message.to, ledger)
  if (receiver?.accountSid !== message.accountSid) return null
  const webhook = inboundWebhookOf(receiver)
  return webhook && { ...webhook, parameters: null }
}

const plainMessage = (body: string): MessagingVerb => ({
  verb: 'message',
  name: 'Message',
  to: null,
  from: null,
  body,
  mediaUrls: [],
  action: null,
  method: 'POST',
  statusCallback: null,
})

/** A message was received when its application is asked what to do. Null when somebody else has the job by now. */
async function received(
  job: Job,
  message: Message,
  isLast: boolean,
  { ledger, clock }: Answering,
): Promise<Message | null> {
  const at = clock.now()
  const values = { status: 'received', dateSent: at, dateListed: at, dateUpdated: at } as const
  const write = outcome(
    [
      change('message', message.sid, values),
      newEvent(message, at, 'received', { asks: !isLast }),
      ...(isLast ? [remove('job', job.id)] : []),
    ],
    [ours(job), present('message', message.sid, { status: ['receiving'] })],
  )
  return wasKept(await ledger.keep(write)) && !isLast ? { ...message, ...values } : null
}

/** What is remembered of the pair; it is begun where there was nothing. */
async function conversationOf({ accountSid, from, to }: Message, { ledger, clock }: Answering): Promise<Conversation> {
  const key = conversationKey(accountSid, from ?? '', to)
  const at = clock.now()
  const begun = { key, accountSid, cookies: [], cookiesUntil: at, repliesSince: at, replies: 0, at }
  for (let tries = 0; tries < 3; tries++) {
    const known = await ledger.conversations.find(key)
    if (known) return known
    // Two messages of one pair may begin it at the same moment.
    const result = await ledger.keep(outcome([add('conversation', begun)], [absent('conversation', 'key', key)]))
    if (result.kept) return begun
    if (result.because === 'busy') wasKept(result)
  }
  return begun
}

/** Documents lead to each other without end. */
async function endless(job: Job, message: Message, { ledger, clock }: Answering): Promise<void> {
  const fault = {
    code: 14106,
    level: 'warning',
    text: `Document retrieval limit reached: ${mostDocuments} documents for one message`,
    line: null,
    column: null,
  } as const
  const about = subjectOf(message)
  const at = clock.now()
  const end = newEvent(message, at, 'answered', { ok: false, errorCode: fault.code, replies: [], goesOn: false })
  const write = outcome([faultRecord(about, null, fault, at), end, remove('job', job.id)], [ours(job)])
  wasKept(await ledger.keep(write))
}

const subjectOf = ({ accountSid, sid: resourceSid, apiVersion }: Message) => ({
  accountSid,
  callSid: null,
  resourceSid,
  apiVersion,
})

/** How long cookies of a pair are remembered after its last message. */
const cookiePeriod = 4 * 3_600_000

/** Carries a document out, and keeps all that came of it at once. */
async function keepAnswer(
  job: Job,
  answered: { message: Message; account: Account; conversation: Conversation },
  reply: TwimlReply<MessagingVerb>,
  has: Answering,
): Promise<void> {
  const { ledger, clock } = has
  const { message, conversation } = answered
  const { documents = 0, messages = 0 } = job.data as AnsweringData
  const done = await carryOut(reply.verbs ?? [], { ...answered, messages, documentUrl: reply.documentUrl }, has)
  const at = clock.now()
  const operations: Operation[] = [
    ...reply.operations,
    ...done.faults.map((fault) => faultRecord(subjectOf(message), reply.attempt, fault, at)),
    ...done.prepared.flatMap((one) => one.operations),
    answeredEvent(message, reply, done, at),
    change('conversation', conversation.key, {
      cookies: reply.cookies,
      cookiesUntil: at + cookiePeriod,
      ...done.replies,
      at,
    }),
    remove('job', job.id),
    ...(done.next
      ? [nextDocument(message, { next: done.next, documents: documents + 1, messages: messages + done.tried }, at)]
      : []),
  ]
  if (!wasKept(await ledger.keep(outcome(operations, [ours(job)])))) return
  for (const one of done.prepared) one.afterKept()
  if (done.next) has.nudge('answer-message')
}

/** A job of its own, so that an answer that comes late to the document before finds its own job gone. */
const nextDocument = (
  { accountSid, sid: messageSid }: Message,
  data: Required<AnsweringData>,
  at: Instant,
): Operation => newJob('answer-message', { accountSid, messageSid, due: at, data: { ...data } })

function answeredEvent(
  message: Message,
  reply: TwimlReply<MessagingVerb>,
  { prepared, next }: CarriedOut,
  at: Instant,
): Operation {
  const { responseStatus = null, errorCode = null } = reply.attempt ?? {}
  const replies = prepared.map((one) => one.message.sid)
  return newEvent(message, at, 'answered', {
    ok: reply.verbs !== null,
    responseStatus,
    errorCode,
    replies,
    goesOn: next !== null,
  })
}
