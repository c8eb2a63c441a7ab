import { gather, type Known } from './known.ts'
import { nearest } from './nearest.ts'
import type { PhoneText } from './wire-shapes.ts'
import {
  alertWords,
  listed,
  messageWords,
  pendingWords,
  quoted,
  requestWords,
  textWords,
  webhookWords,
} from './words.ts'
import { controlPrefix, type Wire } from './wire.ts'

/** What a test awaited in vain. */
export interface InVain {
  /** The first line. */
  what: string
  accountSid: string
  /** What arrived in its place, oldest first; null where nothing was to arrive. */
  instead: readonly Pick<PhoneText, 'from' | 'body' | 'mediaUrls'>[] | null
  /** What it should have been like. */
  like?: string | RegExp
  /** Where to look. */
  look: string
  more?: readonly string[]
}

const mostShown = 5

/** Says why something did not happen, as far as the server knows: what arrived instead, what failed, and what is still to come. */
export async function explain(
  { what, accountSid, instead, like, look, more = [] }: InVain,
  wire: Wire,
): Promise<string> {
  const known = await gather(accountSid, wire)
  const closest = like === undefined ? null : nearest(like, instead ?? [], ({ body }) => body)
  const elsewhere = known.messages.filter(({ direction }) => direction !== 'inbound')
  return [
    what,
    ...(instead?.length === 0 ? ['Nothing arrived instead.'] : arrivedWords(instead ?? [])),
    ...(closest ? [`Closest: ${quoted(closest.one.body)}${sharing(closest.shared)}`] : []),
    ...more,
    ...listed('What the account sent last:', elsewhere.slice(0, 3).map(messageWords)),
    ...silenceWords(known),
    ...untoldWords(known),
    ...pendingWords(known.jobs),
    ...listed('Webhooks that failed:', known.webhooks.map(webhookWords)),
    ...listed('Alerts:', known.alerts.map(alertWords)),
    ...listed('Requests that were refused:', known.requests.map(requestWords)),
    `Look: ${wire.url}${controlPrefix}${look}`,
  ].join('\n')
}

const arrivedWords = (texts: readonly Pick<PhoneText, 'from' | 'body' | 'mediaUrls'>[]): string[] =>
  listed(
    `What arrived instead${texts.length > mostShown ? ` (the last ${mostShown} of ${texts.length})` : ''}:`,
    texts.slice(-mostShown).map(textWords),
  )

/** Nothing of the account came at all: the application may ask with other credentials, or elsewhere. */
const silenceWords = ({ messages, requests, strangers }: Known): string[] =>
  messages.length > 0 || requests.length > 0
    ? []
    : [
        'The account sent nothing. Its application needs account.client(twilio), account.intercept(), or account.env().',
        ...listed('Requests with credentials that are not known here:', strangers.map(requestWords)),
      ]

const untoldWords = ({ untold }: Known): string[] =>
  untold.length === 0
    ? []
    : [`What came to ${untold[0]!.to} was told to no application: account.webhook(application) says where it is.`]

const sharing = (words: readonly string[]): string =>
  words.length === 0
    ? ''
    : ` (shares ${words
        .slice(0, 6)
        .map((word) => quoted(word))
        .join(', ')})`
