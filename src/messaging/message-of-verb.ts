import type { Account } from '../domain/account.ts'
import type { MessageDirection } from '../domain/message.ts'
import { countryOf, normalizeNumberIn } from '../domain/phone-number.ts'
import { Problem, type ProblemName } from '../domain/problem.ts'
import type { MessageVerb, TwimlFault } from '../twiml/twiml.ts'
import { prepareMessage, type PreparedMessage, type Sending } from './prepare-message.ts'

/** Where a document that sends comes from: whom it answers, and as whom. */
export interface VerbContext {
  account: Account
  /** The person: whoever wrote or called. */
  theirs: string
  /** The number of the account that was written to or called, or that called. */
  ours: string
  direction: Extract<MessageDirection, 'outbound-reply' | 'outbound-call'>
  apiVersion: string
  /** Addresses in the document are relative to this one. */
  documentUrl: string
}

/** The message that a verb sends, and what is wrong with it: a wrong status callback alone keeps no message from being sent. */
export interface VerbMessage {
  prepared: PreparedMessage | null
  fault: TwimlFault | null
}

/** Makes the message of `<Message>` or `<Sms>`: to the person and from the number of the account, unless the verb says otherwise. */
export async function messageOfVerb(verb: MessageVerb, context: VerbContext, has: Sending): Promise<VerbMessage> {
  const { account, theirs, ours, direction, apiVersion, documentUrl } = context
  const from = verb.from || ours
  const to = recipientOf(verb.to, from) ?? theirs
  const statusCallback = verb.statusCallback ? absolute(verb.statusCallback, documentUrl) : undefined
  const mediaUrls = verb.mediaUrls.map((url) => absolute(url, documentUrl))
  const request = { account, to, from, body: verb.body, mediaUrls, options: {}, direction, apiVersion }
  try {
    return {
      prepared: await prepareMessage({ ...request, ...(statusCallback && { statusCallback }) }, has),
      fault: null,
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fault = faultOf(error as Problem)
    if (error.problem !== 'statusCallbackInvalid' || !verb.statusCallback) return { prepared: null, fault }
    const { prepared, fault: other } = await messageOfVerb({ ...verb, statusCallback: null }, context, has)
    return { prepared, fault: other ?? fault }
  }
}

/** A number without `+` is read as in the sender's own country. */
function recipientOf(written: string | null, from: string): string | null {
  if (!written) return null
  const country = from.startsWith('+') ? countryOf(from) : 'US'
  return normalizeNumberIn(country, written) ?? written
}

/** What the document's address makes of another in it; what cannot be an address stays as it is, and is refused as that. */
export const absolute = (url: string, documentUrl: string): string => URL.parse(url.trim(), documentUrl)?.href ?? url

const ownCodes: Partial<Record<ProblemName, readonly [code: number, text?: string]>> = {
  toMissing: [14101],
  toInvalid: [14101],
  toShort: [14101],
  toSameAsFrom: [
    14101,
    'The destination number for a TwiML message can not be the same as the originating number of an incoming message.',
  ],
  fromMissing: [14102],
  fromInvalid: [14102],
  fromLettersOnTrial: [14102],
  fromNotOwned: [14102],
  fromOfOtherAccount: [14102],
  channelsDiffer: [14102],
  channelNotFound: [14102],
  fromWithoutSms: [14108],
  fromWithoutMms: [14108],
  bodyMissing: [14103],
  statusCallbackInvalid: [14105],
  toUnverified: [14111],
}

/** Documents have codes of their own for what is wrong with a verb; all else has that of the API. */
function faultOf({ problem, code, message }: Problem): TwimlFault {
  const [ownCode, text] = ownCodes[problem] ?? []
  return {
    code: ownCode ?? code,
    level: ownCode === undefined ? 'error' : 'warning',
    text: text ?? message,
    line: null,
    column: null,
  }
}
