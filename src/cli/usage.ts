import type { Command } from 'commander'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Day {
  date: string
  category: string
  count: number
  usage: number
  price: string
}

/** `trunkline usage`: what accounts used. */
export function addUsageCommand(program: Command, print: Print): void {
  serverCommand(program, 'usage', 'Show what an account used, day by day.', 'usage --days 7')
    .option('--account <sid>', 'whose; the first account unless given')
    .option('--days <count>', 'how many days back', '30')
    .action(async ({ account, days, ...options }: TalkOptions & { account?: string; days: string }) => {
      const { client, tell } = talk(options, print)
      const sid = account ?? (await client.ask<{ accountSid: string }>('GET', '/credentials')).accountSid
      const path = `/accounts/${encodeURIComponent(sid)}/usage${queryOf({ days })}`
      const used = await client.ask<{ currency: string; price: string; days: readonly Day[] }>('GET', path)
      tell(used, [
        ...used.days.map((day) => [day.date, day.category, day.count, day.usage, day.price].join('  ')),
        `${used.price} ${used.currency} in all`,
      ])
    })
}
