import type { Command } from 'commander'
import { type ListOptions, askList, listOptions } from './list-options.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface RefusedRequest {
  id: string
  at: string
  accountSid: string | null
  method: string
  path: string
  status: number
  code: number | null
  message: string
}

interface Wishes extends ListOptions, TalkOptions {
  account?: string
  notImplemented?: true
}

/** `trunkline requests`: what applications asked of the REST API in vain. */
export function addRequestCommands(program: Command, print: Print): void {
  const requests = program.command('requests').description('See which requests to the REST API were refused.')

  listOptions(
    serverCommand(
      requests,
      'list',
      'List the refused requests, newest first.',
      `requests list -q 'status:4xx -code:21211 path:*/Messages.json'`,
    ),
  )
    .option('--account <sid>', 'only those of this account')
    .option('--not-implemented', 'only those for which this server has nothing')
    .action(async ({ account, notImplemented, query, limit, before, ...options }: Wishes) => {
      const { client, tell } = talk(options, print)
      const asked = { account, notImplemented: notImplemented && 'true' }
      const found = await askList<RefusedRequest, 'requests'>(client, 'requests', { query, limit, before }, asked)
      tell(found, found.requests.map(lineOf))
    })
}

const lineOf = ({ at, id, method, path, status, code, message }: RefusedRequest): string =>
  [at, id, status, code === null ? '' : `error ${code}`, method, path, message].filter((text) => text !== '').join('  ')
