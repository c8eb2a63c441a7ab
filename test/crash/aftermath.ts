import { setTimeout as pause } from 'node:timers/promises'
import { type Credentials, basic, type Json } from '../api-client.ts'
import type { LedgerEntry } from './ledger.ts'

/** A message as the list shows it. */
export interface ListedMessage {
  sid: string
  body: string
  status: string
  error_code: number | null
  direction: string
  num_media: string
}

const final: ReadonlySet<string> = new Set(['delivered', 'undelivered', 'failed', 'canceled', 'received'])

/** Every message of the account, by its SID, over all pages. */
export async function listMessages(server: string, account: Credentials): Promise<ReadonlyMap<string, ListedMessage>> {
  const found = new Map<string, ListedMessage>()
  let next: string | null = `/2010-04-01/Accounts/${account.sid}/Messages.json?PageSize=1000`
  while (next !== null) {
    const page: Json = await getJson(server + next, account)
    for (const { sid, body, status, error_code, direction, num_media } of page.messages as ListedMessage[])
      found.set(sid, { sid, body, status, error_code, direction, num_media })
    next = page.next_page_uri as string | null
  }
  return found
}

/** Waits until every message is final; answers with all of them, final or not, when the time is over. */
export async function whenFinal(server: string, account: Credentials, milliseconds: number) {
  const end = performance.now() + milliseconds
  for (;;) {
    const messages = await listMessages(server, account)
    const waiting = [...messages.values()].filter(({ status }) => !final.has(status))
    if (waiting.length === 0 || performance.now() > end) return { messages, waiting }
    await pause(500)
  }
}

/** What happened to a message, step by step. */
export async function eventsOf(server: string, sid: string): Promise<readonly string[]> {
  const { events } = await getJson(`${server}/_trunkline/v1/messages/${sid}`, null)
  return (events as { kind: string }[]).map(({ kind }) => kind)
}

/** The hand-overs of each message, in the order in which they came. */
export const handovers = (entries: readonly LedgerEntry[]): ReadonlyMap<string, readonly LedgerEntry[]> =>
  Map.groupBy(entries, ({ messageSid }) => messageSid)

async function getJson(url: string, account: Credentials | null): Promise<Json> {
  const response = await fetch(url, { headers: account ? { authorization: basic(account) } : {} })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text}`)
  return JSON.parse(text) as Json
}
