import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { type AccountOptions, accountOptions, restClient } from './rest-client.ts'
import { type Print, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface SendOptions extends TalkOptions, AccountOptions {
  to: string
  from?: string
  service?: string
  body?: string
  media?: readonly string[]
}

interface CallOptions extends TalkOptions, AccountOptions {
  to: string
  from: string
  url: string
}

interface Made {
  sid: string
  status: string
}

/** `trunkline send` and `trunkline call`: through the REST API, as an application would. */
export function addSendCommands(program: Command, print: Print): void {
  accountOptions(
    serverCommand(
      program,
      'send',
      'Send a message through the REST API, with the credentials that `trunkline start` prints.',
      'send --from +15551234567 --to +15558675310 --body "Hello"',
    )
      .requiredOption('--to <address>', 'who receives it')
      .option('--from <sender>', 'a number of the account, or another sender')
      .option('--service <sid>', 'the messaging service that sends it, in place of a sender')
      .option('--body <text>', 'the text')
      .option('--media <url>', 'the address of a medium; may be given up to ten times', several),
  ).action(async ({ to, from, service, body, media = [], ...options }: SendOptions) => {
    if (from === undefined && service === undefined)
      throw new CommandProblem('Nobody is named who sends.', '--from +15551234567, or --service MG...', { exitCode: 2 })
    const form = new URLSearchParams({
      To: to,
      ...(from !== undefined && { From: from }),
      ...(service !== undefined && { MessagingServiceSid: service }),
      ...(body !== undefined && { Body: body }),
    })
    for (const url of media) form.append('MediaUrl', url)
    const sent = await restClient(options)<Made>('POST', '/Messages.json', form)
    talk(options, print).tell(sent, [`${sent.sid}  ${sent.status}`])
  })

  accountOptions(
    serverCommand(
      program,
      'call',
      'Make a call through the REST API, with the credentials that `trunkline start` prints.',
      'call --from +15551234567 --to +15558675310 --url http://127.0.0.1:3000/voice',
    )
      .requiredOption('--to <number>', 'who is called')
      .requiredOption('--from <number>', 'a number of the account')
      .requiredOption('--url <url>', 'where the call is told what to do'),
  ).action(async ({ to, from, url, ...options }: CallOptions) => {
    const form = new URLSearchParams({ To: to, From: from, Url: url })
    const made = await restClient(options)<Made>('POST', '/Calls.json', form)
    talk(options, print).tell(made, [`${made.sid}  ${made.status}`])
  })
}
