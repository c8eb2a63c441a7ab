import type { MessageRecord, MessageStory, RefusedRequest, WebhookSummary } from './wire-shapes.ts'
import { messageWords, requestWords, webhookWords } from './words.ts'
import type { Wire } from './wire.ts'

/** Something that happened to an account. */
export interface TimelineEntry {
  at: string
  /** `message`, `webhook` or `refused`. */
  type: string
  /** The SID of the message, or of what a webhook was about. */
  subject: string
  words: string
  detail: unknown
}

const most = 100

/** Tells everything that happened to an account, in order: the steps of its messages, the requests to its application, and what was refused. */
export async function timelineOf(sid: string, wire: Wire): Promise<readonly TimelineEntry[]> {
  const [{ messages }, { webhooks }, { requests }] = await Promise.all([
    wire.ask<{ messages: readonly MessageRecord[] }>('GET', `/messages?account=${sid}&limit=${most}`),
    wire.ask<{ webhooks: readonly WebhookSummary[] }>('GET', `/webhooks?account=${sid}&limit=${most}`),
    wire.ask<{ requests: readonly RefusedRequest[] }>('GET', `/requests?account=${sid}&limit=${most}`),
  ])
  const stories = await Promise.all(messages.map(({ sid }) => wire.ask<MessageStory>('GET', `/messages/${sid}`)))
  const entries = [
    ...stories.flatMap(({ message, events }) =>
      events.map(({ at, kind, detail }): TimelineEntry => {
        const words = `${kind}: ${message.from ?? message.direction} ${messageWords(message)}`
        return { at, type: 'message', subject: message.sid, words, detail }
      }),
    ),
    ...webhooks.map((one): TimelineEntry => ({
      at: one.at,
      type: 'webhook',
      subject: one.subject,
      words: webhookWords(one),
      detail: one,
    })),
    ...requests.map((one): TimelineEntry => ({
      at: one.at,
      type: 'refused',
      subject: one.id,
      words: requestWords(one),
      detail: one,
    })),
  ]
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** One entry a line, for programs. */
export const timelineLines = (entries: readonly TimelineEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

/** A page that needs nothing else, for people. */
export function timelinePage(title: string, entries: readonly TimelineEntry[]): string {
  const rows = entries.map(
    ({ at, type, subject, words }) =>
      `<tr><td>${escaped(at)}</td><td>${escaped(type)}</td><td>${escaped(subject)}</td><td>${escaped(words)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:14px system-ui;margin:2em}td{padding:.3em 1em .3em 0;vertical-align:top;border-top:1px solid #ddd}td:nth-child(-n+3){white-space:nowrap;font:12px ui-monospace,monospace}</style>
<h1>${escaped(title)}</h1>
<table>${rows.join('\n')}</table>
</html>
`
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
