import { type Command, Option } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { reach } from './control-client.ts'
import { type Print, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface Options extends TalkOptions {
  to: string
  from: string
  body?: string
  media?: readonly string[]
  accountSid?: string
  authToken?: string
}

interface Answer {
  sid?: string
  status?: string | number
  code?: number
  message?: string
}

const patience = 30_000

/** `trunkline send`: a message through the REST API, as an application would send it. */
export function addSendCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'send',
    'Send a message through the REST API, with the credentials that `trunkline start` prints.',
    'send --from +15551234567 --to +15558675310 --body "Hello"',
  )
    .requiredOption('--to <address>', 'who receives it')
    .requiredOption('--from <sender>', 'a number of the account, or another sender')
    .option('--body <text>', 'the text')
    .option('--media <url>', 'the address of a medium; may be given up to ten times', several)
    .addOption(new Option('--account-sid <sid>', 'the account').env('TWILIO_ACCOUNT_SID'))
    .addOption(
      new Option('--auth-token <token>', 'its token; others on the machine can read flags').env('TWILIO_AUTH_TOKEN'),
    )
    .action(async ({ to, from, body, media = [], accountSid, authToken, ...options }: Options) => {
      const { tell } = talk(options, print)
      if (!accountSid || !authToken)
        throw new CommandProblem(
          'There are no credentials to send with.',
          'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, as `trunkline start` prints them',
        )
      const form = new URLSearchParams({ To: to, From: from, ...(body !== undefined && { Body: body }) })
      for (const url of media) form.append('MediaUrl', url)
      const response = await reach(
        options.server,
        `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
        {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
          body: form,
          signal: AbortSignal.timeout(patience),
        },
      )
      const answer = (await response.json().catch(() => ({}))) as Answer
      if (!response.ok)
        throw new CommandProblem(
          `The message was refused: ${answer.message ?? response.statusText} (${answer.code ?? response.status}).`,
          answer.code === undefined
            ? '--server with the address of Trunkline'
            : `${options.server}/docs/errors/${answer.code}`,
        )
      tell(answer, [`${answer.sid}  ${answer.status}`])
    })
}
