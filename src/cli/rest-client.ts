import { type Command, Option } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { reach } from './control-client.ts'

/** For whom a command asks the REST API. */
export interface AccountOptions {
  server: string
  accountSid?: string
  authToken?: string
}

/** Asks the REST API below an account: `/Messages.json`. Throws what it refuses, with where its code is explained. */
export type AskRest = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, form?: URLSearchParams) => Promise<T>

/** Gives a command the credentials of an account, which it finds where programs find them, too. */
export const accountOptions = (command: Command): Command =>
  command
    .addOption(new Option('--account-sid <sid>', 'the account').env('TWILIO_ACCOUNT_SID'))
    .addOption(
      new Option('--auth-token <token>', 'its token; others on the machine can read flags').env('TWILIO_AUTH_TOKEN'),
    )

const patience = 30_000

/** Talks to the REST API of a server for one account. */
export function restClient({ server, accountSid, authToken }: AccountOptions): AskRest {
  if (!accountSid || !authToken)
    throw new CommandProblem(
      'There are no credentials to ask with.',
      'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, as `trunkline start` prints them',
    )
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return async <T>(method: string, path: string, form?: URLSearchParams) => {
    const response = await reach(server, `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}${path}`, {
      method,
      headers: { authorization },
      ...(form && { body: form }),
      signal: AbortSignal.timeout(patience),
    })
    // What it answers is what its reference says; a deletion answers nothing.
    const answer = (await response.json().catch(() => ({}))) as T & { code?: number; message?: string }
    if (response.ok) return answer
    throw new CommandProblem(
      `The server refused: ${answer.message ?? response.statusText} (${answer.code ?? response.status}).`,
      answer.code === undefined ? '--server with the address of Trunkline' : `${server}/docs/errors/${answer.code}`,
    )
  }
}
