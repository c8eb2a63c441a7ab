import { nearest } from './nearest.ts'
import type { AlertRecord, JobRecord, MessageRecord, PhoneText, RefusedRequest, WebhookSummary } from './wire-shapes.ts'
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
    ...pendingWords(known.jobs.filter(({ deed }) => !housekeeping.has(deed))),
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

const sharing = (words: readonly string[]): string =>
  words.length === 0
    ? ''
    : ` (shares ${words
        .slice(0, 6)
        .map((word) => quoted(word))
        .join(', ')})`

/** Looks once more, a while later, for what seldom is there: nothing that a test waits for. */
const housekeeping = new Set(['match-receipts'])

interface Known {
  messages: readonly MessageRecord[]
  jobs: readonly JobRecord[]
  webhooks: readonly WebhookSummary[]
  alerts: readonly AlertRecord[]
  requests: readonly RefusedRequest[]
}

/** Asks for everything at once; what cannot be had is left out, because this explains another failure. */
async function gather(accountSid: string, wire: Wire): Promise<Known> {
  const account = `account=${encodeURIComponent(accountSid)}`
  const had = async <T extends object>(path: string, none: T): Promise<T> =>
    wire.ask<T>('GET', path, undefined, 3000).catch(() => none)
  const [{ messages }, { jobs }, { webhooks }, { requests }] = await Promise.all([
    had<Pick<Known, 'messages'>>(`/messages?${account}&limit=10`, { messages: [] }),
    had<Pick<Known, 'jobs'>>(`/jobs?${account}&limit=20`, { jobs: [] }),
    had<Pick<Known, 'webhooks'>>(`/webhooks?${account}&failed=true&limit=3`, { webhooks: [] }),
    had<Pick<Known, 'requests'>>(`/requests?${account}&limit=3`, { requests: [] }),
  ])
  const stories = await Promise.all(
    messages.slice(0, 3).map(({ sid }) => had<Pick<Known, 'alerts'>>(`/messages/${sid}`, { alerts: [] })),
  )
  return { messages, jobs, webhooks, requests, alerts: stories.flatMap(({ alerts }) => alerts).slice(0, 3) }
}
