import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { pairOf } from './pair-of.ts'
import { queryOf } from './phone.ts'
import { type Print, type Talk, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface OwnedNumber {
  phoneNumber: string
  accountSid: string
  friendlyName: string
  smsUrl: string
  voiceUrl: string
}

/** `trunkline numbers`: whose numbers there are, and who is asked what to do with what comes to them. */
export function addNumberCommands(program: Command, print: Print): void {
  const numbers = program.command('numbers').description('List, buy, set and give back the numbers of accounts.')
  const at = (number: string) => `/numbers/${encodeURIComponent(number)}`
  const show = ({ tell }: Talk, one: OwnedNumber) => tell(one, [lineOf(one)])

  serverCommand(numbers, 'list', 'List the numbers that accounts own, newest first.', 'numbers list --account AC...')
    .option('--account <sid>', 'only those of this account')
    .option('--limit <count>', 'how many at most', '50')
    .action(async ({ account, limit, ...options }: TalkOptions & { account?: string; limit: string }) => {
      const { client, tell } = talk(options, print)
      const query = queryOf({ limit, ...(account !== undefined && { account }) })
      const found = await client.ask<{ numbers: readonly OwnedNumber[] }>('GET', `/numbers${query}`)
      tell(found.numbers, found.numbers.map(lineOf))
    })

  serverCommand(
    numbers,
    'get <number>',
    'Show a number, and who is asked what to do with what comes to it.',
    'numbers get +14155326385',
  ).action(async (number: string, options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const owned = await client.ask<OwnedNumber>('GET', at(number))
    const settings = Object.entries(owned).filter(([, value]) => typeof value === 'string' && value !== '')
    tell(
      owned,
      settings.map(([name, value]) => `${name}=${value}`),
    )
  })

  serverCommand(numbers, 'for-sale', 'List some numbers that can be bought.', 'numbers for-sale --area-code 415')
    .option('--area-code <code>', 'only those of this area code')
    .option('--country <code>', 'where: US unless given')
    .option('--type <type>', 'of which type: local unless given')
    .action(async ({ areaCode, country, type, ...options }: TalkOptions & Search) => {
      const { client, tell } = talk(options, print)
      const query = queryOf({ ...(areaCode && { areaCode }), ...(country && { country }), ...(type && { type }) })
      const found = await client.ask<{ numbers: readonly Offer[] }>('GET', `/numbers-for-sale${query}`)
      tell(
        found.numbers,
        found.numbers.map(({ phoneNumber, type: kind, isoCountry }) => [phoneNumber, kind, isoCountry].join('  ')),
      )
    })

  serverCommand(
    numbers,
    'buy [number]',
    'Buy a number for an account, the first one unless given.',
    'numbers buy --area-code 415',
  )
    .option('--area-code <code>', 'any number of this area code, where none is named')
    .option('--account <sid>', 'who gets it')
    .action(async (number: string | undefined, wishes: TalkOptions & { areaCode?: string; account?: string }) => {
      const { areaCode, account, ...options } = wishes
      const talking = talk(options, print)
      const { accountSid } =
        account === undefined
          ? await talking.client.ask<{ accountSid: string }>('GET', '/credentials')
          : { accountSid: account }
      const wanted = { account: accountSid, ...(number !== undefined && { number }), ...(areaCode && { areaCode }) }
      show(talking, await talking.client.ask<OwnedNumber>('POST', '/numbers', wanted))
    })

  serverCommand(
    numbers,
    'set <number>',
    'Say who is asked about messages and calls of a number.',
    'numbers set +14155326385 --sms-url http://127.0.0.1:3000/sms',
  )
    .option('--sms-url <url>', 'who is asked about messages; empty for nobody')
    .option('--voice-url <url>', 'who is asked about calls')
    .option('--name <name>', 'what it is called')
    .option('--set <setting=value>', 'any other setting, as smsMethod=GET; may be given more than once', several)
    .action(async (number: string, wishes: TalkOptions & Settings) => {
      const { smsUrl, voiceUrl, name, set = [], ...options } = wishes
      const talking = talk(options, print)
      const settings = {
        ...(smsUrl !== undefined && { smsUrl }),
        ...(voiceUrl !== undefined && { voiceUrl }),
        ...(name !== undefined && { friendlyName: name }),
        ...Object.fromEntries(set.map((one) => pairOf(one))),
      }
      if (Object.keys(settings).length === 0)
        throw new CommandProblem('Nothing is to be set.', `trunkline numbers set ${number} --sms-url http://...`)
      show(talking, await talking.client.ask<OwnedNumber>('PATCH', at(number), settings))
    })

  serverCommand(numbers, 'release <number>', 'Give a number back.', 'numbers release +14155326385').action(
    async (number: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      await client.ask('DELETE', at(number))
      tell({ phoneNumber: number }, [])
    },
  )
}

interface Search {
  areaCode?: string
  country?: string
  type?: string
}

interface Offer {
  phoneNumber: string
  type: string
  isoCountry: string
}

interface Settings {
  smsUrl?: string
  voiceUrl?: string
  name?: string
  set?: readonly string[]
}

const lineOf = ({ phoneNumber, accountSid, friendlyName, smsUrl, voiceUrl }: OwnedNumber): string =>
  [phoneNumber, accountSid, friendlyName, smsUrl, voiceUrl].filter((text) => text !== '').join('  ')
