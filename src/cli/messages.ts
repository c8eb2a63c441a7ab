import type { Command } from 'commander'
import { followEvents } from './follow-events.ts'
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

interface Options extends TalkOptions {
  account?: string
  subject?: string
  after?: string
  count?: string
}

/** `trunkline messages`: what happens to messages. */
export function addMessageCommands(program: Command, print: Print): void {
  const messages = program.command('messages').description('See what happens to messages.')
  serverCommand(
    messages,
    'tail',
    'Print each step in the life of messages as it happens, until interrupted; no step is missed when the server is away for a while.',
    'messages tail --account AC...',
  )
    .option('--account <sid>', 'only messages of this account')
    .option('--subject <sid>', 'only this message')
    .option('--after <id>', 'begin behind this event; 0-0-0 for all of the last 24 hours')
    .option('--count <steps>', 'end after so many steps')
    .action(async ({ account, subject, after, count, ...options }: Options) => {
      const { client, tell } = talk(options, print)
      const query = queryOf({
        types: 'message',
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

const lineOf = ({ at, messageSid, kind, from, to, detail }: Step): string =>
  [at, messageSid, kind, from === null && to === null ? '' : `${from ?? '?'} → ${to ?? '?'}`, errorIn(detail)]
    .filter((text) => text !== '')
    .join('  ')

const errorIn = ({ errorCode }: Step['detail']): string => (typeof errorCode === 'number' ? `error ${errorCode}` : '')
