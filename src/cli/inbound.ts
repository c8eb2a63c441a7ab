import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { type Attached, type PhoneMessage, messageLine, queryOf, textOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface Options extends TalkOptions, Attached {
  from: string
  to: string
  body?: string
  /** True without a value. */
  wait?: string | true
}

const usualWait = '30'

/** `trunkline inbound`: a text from a phone, and on demand what comes back. */
export function addInboundCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'inbound',
    'Send a text to one of the numbers, as the phone of somebody.',
    'inbound --from +15558675310 --to +15551234567 --body "Hello" --wait',
  )
    .requiredOption('--from <number>', 'the phone that sends')
    .requiredOption('--to <number>', 'the number that receives')
    .option('--body <text>', 'the text')
    .option('--media <url>', 'the address of a medium; may be given up to ten times', several)
    .option('--file <path>', 'a file to send; may be given up to ten times', several)
    .option('--wait [seconds]', `print the replies; wait ${usualWait} seconds for them unless said, 60 at most`)
    .action(async ({ from, to, body, media, file, wait, ...options }: Options) => {
      const { client, tell } = talk(options, print)
      const inbox = `/phones/${encodeURIComponent(from)}/messages`
      const look = (query: Readonly<Record<string, string>>) =>
        client.ask<{ messages: PhoneMessage[] }>('GET', inbox + queryOf(query))
      const last = wait === undefined ? undefined : (await look({ limit: '1' })).messages.at(-1)
      const sent = await client.ask<{ id: string }>(
        'POST',
        inbox,
        textOf(to, body, { ...(media && { media }), ...(file && { file }) }),
      )
      if (wait === undefined) return tell(sent, [sent.id])
      const seconds = wait === true ? usualWait : wait
      const { messages } = await look({ wait: seconds, ...(last && { after: last.id }) })
      tell({ ...sent, replies: messages }, messages.map(messageLine))
      if (messages.length > 0) return
      throw new CommandProblem(
        `No reply came to ${from} within ${seconds} seconds.`,
        '`trunkline webhooks list`, which shows what the application was asked and answered',
        { exitCode: 4 },
      )
    })
}
