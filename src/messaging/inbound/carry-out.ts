import type { Account } from '../../domain/account.ts'
import type { Instant } from '../../domain/clock.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { HttpMethod } from '../../domain/incoming-phone-number.ts'
import type { Message } from '../../domain/message.ts'
import type { MessageVerb, MessagingVerb, TwimlFault } from '../../twiml/twiml.ts'
import { absolute, messageOfVerb } from '../message-of-verb.ts'
import type { PreparedMessage, Sending } from '../prepare-message.ts'

/** A document that is to be had next, and what it is asked with: null for what is told of the message that came in. */
export interface NextDocument {
  url: string
  method: HttpMethod
  parameters: readonly (readonly [string, string])[] | null
}

/** What a document is carried out for. */
interface Setting {
  message: Message
  account: Account
  conversation: Conversation
  /** How many messages earlier documents sent. */
  messages: number
  documentUrl: string
}

export interface CarriedOut {
  prepared: readonly PreparedMessage[]
  faults: readonly TwimlFault[]
  /** How many messages it asked for. */
  tried: number
  next: NextDocument | null
  /** How the replies of the conversation are counted from now on. */
  replies: Pick<Conversation, 'repliesSince' | 'replies'>
}

/** So many messages answer one that came in. */
const mostMessages = 10

/** So many replies between one pair are sent within this time: two machines that answer each other end here. */
const mostReplies = 20
const replyWindow = 30_000

/**
 * Carries out the verbs of a document one after another, up to the first that leads to another document: a redirect, or a message with an
 * `action`, whose result replaces the rest.
 */
export async function carryOut(verbs: readonly MessagingVerb[], setting: Setting, has: Sending): Promise<CarriedOut> {
  const prepared: PreparedMessage[] = []
  const faults: TwimlFault[] = []
  const replies = countedFrom(setting.conversation, has.clock.now())
  let { messages } = setting
  let next: NextDocument | null = null
  for (const verb of verbs) {
    if (verb.verb === 'redirect') {
      next = { url: absolute(verb.url, setting.documentUrl), method: verb.method, parameters: null }
      break
    }
    messages++
    const outcome = await sent(verb, setting, messages, replies, has)
    if (outcome.prepared) {
      prepared.push(outcome.prepared)
      replies.replies++
    }
    if (outcome.fault) faults.push(outcome.fault)
    if (verb.action !== null) {
      next = actionOf(verb, verb.action, setting, outcome.prepared?.message ?? null, outcome.fault)
      break
    }
  }
  return { prepared, faults, tried: messages - setting.messages, next, replies }
}

function countedFrom({ repliesSince, replies }: Conversation, now: Instant): CarriedOut['replies'] {
  return now - repliesSince < replyWindow ? { repliesSince, replies } : { repliesSince: now, replies: 0 }
}

async function sent(
  verb: MessageVerb,
  { message, account, documentUrl }: Setting,
  messages: number,
  { replies }: CarriedOut['replies'],
  has: Sending,
) {
  if (messages > mostMessages)
    return refused(
      14109,
      'warning',
      `TwiML reply message limit exceeded: ${mostMessages} messages for one that came in`,
    )
  if (replies >= mostReplies)
    return refused(
      14107,
      'error',
      `SMS send rate limit exceeded: ${mostReplies} replies within ${replyWindow / 1000} seconds`,
    )
  const { to: ours, apiVersion } = message
  const theirs = message.from ?? ''
  return messageOfVerb(verb, { account, theirs, ours, direction: 'outbound-reply', apiVersion, documentUrl }, has)
}

const refused = (code: number, level: TwimlFault['level'], text: string) => ({
  prepared: null,
  fault: { code, level, text, line: null, column: null },
})

/** What comes after a message with an `action`: what became of it is told there. */
function actionOf(
  { name, method }: MessageVerb,
  action: string,
  { documentUrl, account, message: { apiVersion } }: Setting,
  message: Message | null,
  fault: TwimlFault | null,
): NextDocument {
  const about: readonly (readonly [string, string])[] = message
    ? [
        ['SmsSid', message.sid],
        ['MessageSid', message.sid],
        ['To', message.to],
        ['From', message.from ?? ''],
      ]
    : []
  const status = message ? 'queued' : 'failed'
  // The first version's verb has words of its own for that.
  const smsStatus = name === 'Message' ? status : message ? 'sending' : 'invalid'
  return {
    url: absolute(action, documentUrl),
    method,
    parameters: [
      ...(fault ? [['ErrorCode', String(fault.code)] as const] : []),
      ['SmsStatus', smsStatus],
      ['MessageStatus', status],
      ...about,
      ['AccountSid', account.sid],
      ['ApiVersion', apiVersion],
    ],
  }
}
