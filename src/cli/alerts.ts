import type { Command } from 'commander'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Alert {
  at: string
  level: string
  errorCode: number
  message: string
  requestUrl: string
  subject: string | null
}

interface Code {
  errorCode: number
  level: string
  count: number
  last: string
}

/** `trunkline alerts`: what went wrong between applications and the server. */
export function addAlertCommands(program: Command, print: Print): void {
  const alerts = program.command('alerts').description('See what went wrong between applications and the server.')

  serverCommand(alerts, 'list', 'List errors and warnings, newest first.', 'alerts list --code 11200')
    .option('--code <code>', 'only those of this error code')
    .option('--account <sid>', 'only those of this account')
    .option('--limit <count>', 'how many at most', '50')
    .action(async ({ code, account, limit, ...options }: TalkOptions & Asked) => {
      const { client, tell } = talk(options, print)
      const found = await client.ask<{ alerts: readonly Alert[] }>(
        'GET',
        `/alerts${queryOf({ limit, ...(code !== undefined && { code }), ...(account !== undefined && { account }) })}`,
      )
      tell(
        found.alerts,
        found.alerts.map(({ at, level, errorCode, message, requestUrl, subject }) =>
          [at, level, errorCode, subject ?? '', requestUrl, message].filter((text) => text !== '').join('  '),
        ),
      )
    })
  serverCommand(alerts, 'codes', 'Count them by their code.', 'alerts codes')
    .option('--account <sid>', 'only those of this account')
    .action(async ({ account, ...options }: TalkOptions & Pick<Asked, 'account'>) => {
      const { client, tell } = talk(options, print)
      const found = await client.ask<{ codes: readonly Code[] }>(
        'GET',
        `/alert-codes${queryOf(account === undefined ? {} : { account })}`,
      )
      tell(
        found.codes,
        found.codes.map(({ errorCode, level, count, last }) => `${errorCode}  ${level}  ${count}  ${last}`),
      )
    })
}

interface Asked {
  code?: string
  account?: string
  limit: string
}
