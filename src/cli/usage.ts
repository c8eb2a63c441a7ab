import type { Command } from 'commander'
import { csv } from '../domain/csv.ts'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Day {
  date: string
  category: string
  count: number
  usage: number
  price: string
}

const columns = ['date', 'category', 'count', 'usage', 'price'] as const satisfies readonly (keyof Day)[]

interface Wishes extends TalkOptions {
  account?: string
  days: string
  csv?: true
}

/** `trunkline usage`: what accounts used. */
export function addUsageCommand(program: Command, print: Print): void {
  serverCommand(program, 'usage', 'Show what an account used, day by day.', 'usage --days 7')
    .option('--account <sid>', 'whose; the first account unless given')
    .option('--days <count>', 'how many days back', '30')
    .option('--csv', 'as a table, in place of lines or JSON')
    .action(async ({ account, days, csv: isTable, ...options }: Wishes) => {
      const { client, tell } = talk(options, print)
      const sid = account ?? (await client.ask<{ accountSid: string }>('GET', '/credentials')).accountSid
      const path = `/accounts/${encodeURIComponent(sid)}/usage${queryOf({ days })}`
      const used = await client.ask<{ currency: string; price: string; days: readonly Day[] }>('GET', path)
      if (isTable) return print(csv([columns, ...used.days.map((day) => columns.map((name) => day[name]))]).trimEnd())
      tell(used, [
        ...used.days.map((day) => [day.date, day.category, day.count, day.usage, day.price].join('  ')),
        `${used.price} ${used.currency} in all`,
      ])
    })
}
