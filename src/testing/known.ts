import type {
  AlertRecord,
  JobRecord,
  MessageRecord,
  MessageStory,
  RefusedRequest,
  WebhookSummary,
} from './wire-shapes.ts'
import type { Wire } from './wire.ts'

/** What a server knows of an account, as far as it may explain a failure. */
export interface Known {
  /** The newest first. */
  messages: readonly MessageRecord[]
  jobs: readonly JobRecord[]
  webhooks: readonly WebhookSummary[]
  alerts: readonly AlertRecord[]
  requests: readonly RefusedRequest[]
  /** Requests with credentials that are not known here: of whom, nobody can say. */
  strangers: readonly RefusedRequest[]
  /** What came in lately, and of which no application was told. */
  untold: readonly MessageRecord[]
}

/** Asks for everything at once; what cannot be had is left out, because this explains another failure. */
export async function gather(accountSid: string, wire: Wire): Promise<Known> {
  const account = `account=${encodeURIComponent(accountSid)}`
  const had = async <T extends object>(path: string, none: T): Promise<T> =>
    wire.ask<T>('GET', path, undefined, longest).catch(() => none)
  const noRequests: Pick<Known, 'requests'> = { requests: [] }
  const [{ messages }, { jobs }, { webhooks }, { requests }, all] = await Promise.all([
    had<Pick<Known, 'messages'>>(`/messages?${account}&limit=10`, { messages: [] }),
    had<Pick<Known, 'jobs'>>(`/jobs?${account}&limit=20`, { jobs: [] }),
    had<Pick<Known, 'webhooks'>>(`/webhooks?${account}&failed=true&limit=3`, { webhooks: [] }),
    had(`/requests?${account}&limit=3`, noRequests),
    had('/requests?limit=10', noRequests),
  ])
  const stories = await Promise.all(
    messages.slice(0, 3).map(({ sid }) => had<MessageStory | Record<never, never>>(`/messages/${sid}`, {})),
  )
  const told = stories.filter((story): story is MessageStory => 'message' in story)
  return {
    messages,
    jobs: jobs.filter(({ deed }) => !housekeeping.has(deed)),
    webhooks,
    requests,
    alerts: told.flatMap(({ alerts }) => alerts).slice(0, 3),
    strangers: all.requests.filter(({ status }) => status === 401).slice(0, 3),
    untold: told
      .filter(({ message, webhooks }) => message.status === 'received' && webhooks.length === 0)
      .map(({ message }) => message),
  }
}

/** Each question may take so long, in milliseconds. */
const longest = 3000

/** Looks once more, a while later, for what seldom is there: nothing that a test waits for. */
const housekeeping = new Set(['match-receipts'])
