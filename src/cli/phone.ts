import type { Command } from 'commander'
import { mediumIn } from './medium-in.ts'
import { openPage } from './open-page.ts'
import { type Print, type Talk, type TalkOptions, serverCommand, several, talk } from './server-command.ts'

interface Phone {
  phoneNumber: string
  name: string
  behaviour: string
  answers: string
}

export interface PhoneMessage {
  id: string
  at: string
  direction: string
  from: string
  to: string
  body: string
  mediaUrls: readonly string[]
}

interface PhoneCall {
  sid: string
  status: string
  from: string
  to: string
}

/** `trunkline phone`: what whoever holds a virtual phone does with it. */
export function addPhoneCommands(program: Command, print: Print): void {
  const phone = program.command('phone').description('Use the virtual phones of a development server.')
  const at = (number: string) => `/phones/${encodeURIComponent(number)}`
  const settings = (command: Command) =>
    command
      .option('--name <name>', 'what it is called')
      .option('--behaviour <name>', 'how it behaves: online, offline, rejects, landline, slow, no-receipts, busy ...')
      .option('--answers <way>', 'who takes its calls: by-itself, by-hand')
  const showPhone = ({ tell }: Talk, one: Phone) => tell(one, [lineOf(one)])

  serverCommand(phone, 'list', 'List the phones that were set up.', 'phone list').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const { phones } = await client.ask<{ phones: Phone[] }>('GET', '/phones')
      tell(phones, phones.length > 0 ? phones.map(lineOf) : ['No phone was set up; every number is one all the same.'])
    },
  )

  settings(
    serverCommand(
      phone,
      'create [number]',
      'Set a phone up; with a free number unless one is given.',
      'phone create --name Ann',
    ),
  ).action(async (number: string | undefined, options: TalkOptions & Partial<Phone>) => {
    const talking = talk(options, print)
    const body = { ...(number !== undefined && { number }), ...wishesOf(options) }
    showPhone(talking, await talking.client.ask<Phone>('POST', '/phones', body))
  })

  settings(
    serverCommand(phone, 'set <number>', 'Change how a phone behaves.', 'phone set +15558675310 --behaviour offline'),
  ).action(async (number: string, options: TalkOptions & Partial<Phone>) => {
    const talking = talk(options, print)
    showPhone(talking, await talking.client.ask<Phone>('PUT', at(number), wishesOf(options)))
  })

  serverCommand(phone, 'show <number>', 'Show a phone and the calls at it.', 'phone show +15558675310').action(
    async (number: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const one = await client.ask<Phone>('GET', at(number))
      const { calls } = await client.ask<{ calls: PhoneCall[] }>('GET', `${at(number)}/calls`)
      tell({ ...one, calls }, [
        lineOf(one),
        ...calls.map(({ sid, status, from, to }) => `${sid}  ${status}  ${from} → ${to}`),
      ])
    },
  )

  serverCommand(
    phone,
    'open <number>',
    'Print the address of a window with one phone, and open it in a browser where there is one.',
    'phone open +15558675310',
  )
    .option('--print', 'only print it')
    .action(async (number: string, { print: isOnlyPrinted, ...options }: TalkOptions & { print?: true }) => {
      const { client, tell } = talk(options, print)
      const { phoneNumber } = await client.ask<Phone>('GET', at(number))
      const url = `${options.server.replace(/\/+$/, '')}/_trunkline${at(phoneNumber)}?frame=1`
      tell({ url }, [url])
      if (!isOnlyPrinted) await openPage(url)
    })

  serverCommand(
    phone,
    'send <number> <to> [text]',
    'Send a text from a phone.',
    'phone send +15558675310 +15551234567 "Hello"',
  )
    .option('--media <url>', 'the address of a medium; may be given up to ten times', several)
    .option('--file <path>', 'a file to send; may be given up to ten times', several)
    .action(async (number: string, to: string, text: string | undefined, options: TalkOptions & Attached) => {
      const { client, tell } = talk(options, print)
      const sent = await client.ask<{ id: string }>('POST', `${at(number)}/messages`, textOf(to, text, options))
      tell(sent, [sent.id])
    })

  serverCommand(phone, 'inbox <number>', 'Show what reached a phone.', 'phone inbox +15558675310 --wait 30')
    .option('--all', 'what it sent, too')
    .option('--limit <count>', 'how many at most')
    .option('--after <id>', 'only those after this one')
    .option('--wait <seconds>', 'wait so long until there is one')
    .action(async (number: string, { all, ...options }: TalkOptions & InboxOptions) => {
      const { client, tell } = talk(options, print)
      const { messages } = await client.ask<{ messages: PhoneMessage[] }>(
        'GET',
        `${at(number)}/messages${queryOf({ ...inboxQuery(options), ...(all && { direction: 'all' }) })}`,
      )
      tell(messages, messages.map(messageLine))
    })

  serverCommand(
    phone,
    'ring <number> <to>',
    'Call a number from a phone.',
    'phone ring +15558675310 +15551234567',
  ).action(async (number: string, to: string, options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const ringing = await client.ask<{ callSid: string }>('POST', `${at(number)}/calls`, { to })
    tell(ringing, [ringing.callSid])
  })

  const act = async (number: string, sid: string, name: string, options: TalkOptions, body?: object) => {
    const { client, tell } = talk(options, print)
    await client.ask('POST', `${at(number)}/calls/${encodeURIComponent(sid)}/${name}`, body)
    tell({ callSid: sid }, [])
  }
  const example = (verb: string) => `phone ${verb} +15558675310 CA...`
  serverCommand(phone, 'answer <number> <call>', 'Answer a call that rings.', example('answer')).action(
    (number: string, sid: string, options: TalkOptions) => act(number, sid, 'answer', options),
  )
  serverCommand(phone, 'reject <number> <call>', 'Do not take a call that rings.', example('reject')).action(
    (number: string, sid: string, options: TalkOptions) => act(number, sid, 'reject', options),
  )
  serverCommand(phone, 'digits <number> <call> <digits>', 'Press keys in a call.', `${example('digits')} 1`).action(
    (number: string, sid: string, digits: string, options: TalkOptions) =>
      act(number, sid, 'digits', options, { digits }),
  )
  serverCommand(
    phone,
    'speech <number> <call> <words>',
    'Say something in a call.',
    `${example('speech')} "yes please"`,
  ).action((number: string, sid: string, words: string, options: TalkOptions) =>
    act(number, sid, 'speech', options, { words }),
  )
  serverCommand(phone, 'hang-up <number> <call>', 'Hang up.', example('hang-up')).action(
    (number: string, sid: string, options: TalkOptions) => act(number, sid, 'hang-up', options),
  )
  serverCommand(phone, 'transcript <call>', 'Print what was said and done in a call.', 'phone transcript CA...').action(
    async (sid: string, options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const { transcript } = await client.ask<{ transcript: readonly Line[] }>(
        'GET',
        `/calls/${encodeURIComponent(sid)}`,
      )
      tell(transcript, transcript.map(transcriptLine))
    },
  )
}

interface Line {
  at: string
  kind: string
  detail: Readonly<Record<string, unknown>>
}

const transcriptLine = ({ at, kind, detail }: Line): string =>
  [at, kind, ...Object.entries(detail).map(([name, value]) => `${name}=${String(value)}`)].join('  ')

interface InboxOptions {
  all?: true
  limit?: string
  after?: string
  wait?: string
}

const inboxQuery = ({ limit, after, wait }: InboxOptions) => ({
  ...(limit !== undefined && { limit }),
  ...(after !== undefined && { after }),
  ...(wait !== undefined && { wait }),
})

/** A query that begins with `?`; nothing when nothing is asked. */
export const queryOf = (values: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(values).toString()
  return text === '' ? '' : `?${text}`
}

const wishesOf = ({ name, behaviour, answers }: Partial<Phone>) => ({
  ...(name !== undefined && { name }),
  ...(behaviour !== undefined && { behaviour }),
  ...(answers !== undefined && { answers }),
})

/** What goes with a text: addresses of media, and files. */
export interface Attached {
  media?: readonly string[]
  file?: readonly string[]
}

/** What a phone is told to send. */
export function textOf(to: string, body: string | undefined, { media = [], file = [] }: Attached) {
  const attached = [...media.map((url) => ({ url })), ...file.map(mediumIn)]
  return { to, ...(body !== undefined && { body }), ...(attached.length > 0 && { media: attached }) }
}

const lineOf = ({ phoneNumber, name, behaviour, answers }: Phone): string =>
  [phoneNumber, behaviour, `answers ${answers}`, name].filter((text) => text !== '').join('  ')

export const messageLine = ({ at, direction, from, to, body, mediaUrls }: PhoneMessage): string =>
  [at, direction === 'sent' ? `→ ${to}` : `← ${from}`, body, ...mediaUrls].filter((text) => text !== '').join('  ')
