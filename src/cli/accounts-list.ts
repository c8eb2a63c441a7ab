import type { Command } from 'commander'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Account {
  sid: string
  friendlyName: string
  status: string
}

/** `trunkline accounts list`: whose server it is. */
export function addAccountsList(accounts: Command, print: Print): void {
  serverCommand(accounts, 'list', 'List the accounts of a server, newest first.', 'accounts list')
    .option('--limit <count>', 'how many at most', '50')
    .action(async ({ limit, ...options }: TalkOptions & { limit: string }) => {
      const { client, tell } = talk(options, print)
      const found = await client.ask<{ accounts: readonly Account[] }>('GET', `/accounts${queryOf({ limit })}`)
      tell(
        found.accounts,
        found.accounts.map(({ sid, status, friendlyName }) => `${sid}  ${status}  ${friendlyName}`),
      )
    })
}
