import type { Command } from 'commander'
import { type InTable, messageTable } from '../domain/message-table.ts'
import { followEvents } from './follow-events.ts'
import { type ListOptions, askList, listOptions } from './list-options.ts'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Step {
  at: string
  messageSid: string
  kind: string
  from: string | null
  to: string | null
  detail: Readonly<Record<string, unknown>>
}

interface Message extends InTable {
  sid: string
  dateCreated: string
  status: string
  direction: string
  from: string | null
  to: string
  body: string
  errorCode: number | null
}

interface WholeMessage {
  message: Message
  media: readonly { sid: string; contentType: string; size: number }[]
  events: readonly { at: string; kind: string; detail: Step['detail'] }[]
  webhooks: readonly { at: string; kind: string; method: string; url: string; responseStatus: number | null }[]
}

interface ListWishes extends ListOptions, TalkOptions {
  account?: string
  csv?: true
}

interface TailOptions extends TalkOptions {
  query?: string
  account?: string
  subject?: string
  after?: string
  count?: string
}

/** `trunkline messages`: what happens to messages. */
export function addMessageCommands(program: Command, print: Print): void {
  const messages = program.command('messages').description('Find messages, and see what happens to them.')

  listOptions(
    serverCommand(
      messages,
      'list',
      'List messages of all accounts, newest first.',
      `messages list -q 'to:+8190* status:failed after:-1h "your code"'`,
    ),
  )
    .option('--account <sid>', 'only those of this account')
    .option('--csv', 'as a table, in place of lines or JSON')
    .action(async ({ account, csv, query, limit, before, ...options }: ListWishes) => {
      const { client, tell } = talk(options, print)
      const found = await askList<Message, 'messages'>(client, 'messages', { query, limit, before }, { account })
      if (csv) print(messageTable(found.messages).trimEnd())
      else tell(found, found.messages.map(messageLine))
    })

  serverCommand(
    messages,
    'get <sid>',
    'Show a message, each step of its life, and what its application was asked.',
    'messages get SM...',
  ).action(async (sid: string, options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const found = await client.ask<WholeMessage>('GET', `/messages/${encodeURIComponent(sid)}`)
    tell(found, linesOf(found))
  })

  serverCommand(
    messages,
    'tail',
    'Print each step in the life of messages as it happens, until interrupted; no step is missed when the server is away for a while.',
    `messages tail -q 'direction:inbound -to:+1*'`,
  )
    .option('-q, --query <query>', 'only steps of messages that this finds as they are by then')
    .option('--account <sid>', 'only messages of this account')
    .option('--subject <sid>', 'only this message')
    .option('--after <id>', 'begin behind this event; 0-0-0 for all of the last 24 hours')
    .option('--count <steps>', 'end after so many steps')
    .action(async ({ query: q, account, subject, after, count, ...options }: TailOptions) => {
      const { client, tell } = talk(options, print)
      const query = queryOf({
        types: 'message',
        ...(q && { q }),
        ...(account && { account }),
        ...(subject && { subject }),
        ...(after && { after }),
      })
      let left = count === undefined ? Infinity : Number(count)
      for await (const { data } of followEvents(client, query, new AbortController().signal)) {
        const step = data as unknown as Step
        tell(step, [lineOf(step)])
        if (--left <= 0) return
      }
    })
}

const messageLine = ({ sid, dateCreated, status, from, to, body, errorCode }: Message): string =>
  [dateCreated, sid, status, `${from ?? '?'} → ${to}`, errorIn({ errorCode }), oneLine(body)]
    .filter((text) => text !== '')
    .join('  ')

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

const linesOf = ({ message, media, events, webhooks }: WholeMessage): string[] => [
  messageLine(message),
  ...media.map(({ sid, contentType, size }) => `  ${sid}  ${contentType}  ${size} bytes`),
  'Steps:',
  ...events.map(({ at, kind, detail }) => `  ${[at, kind, errorIn(detail)].filter((text) => text !== '').join('  ')}`),
  'Webhooks:',
  ...webhooks.map(
    ({ at, kind, method, url, responseStatus }) =>
      `  ${at}  ${kind}  ${responseStatus ?? 'no answer'}  ${method}  ${url}`,
  ),
]

const lineOf = ({ at, messageSid, kind, from, to, detail }: Step): string =>
  [at, messageSid, kind, from === null && to === null ? '' : `${from ?? '?'} → ${to ?? '?'}`, errorIn(detail)]
    .filter((text) => text !== '')
    .join('  ')

const errorIn = ({ errorCode }: Step['detail']): string => (typeof errorCode === 'number' ? `error ${errorCode}` : '')
