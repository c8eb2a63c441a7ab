import type { Arguments } from './arguments.ts'
import { type Report, atMost, exactly, seen } from './report.ts'
import { authorization, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: to advance the clock of a server with a database in memory by 35 days, with 10,000 pending timers at 100 different instants, takes at most
 * 5 seconds; and each is done at its own instant. The timers are those of messages on their way to a phone that is slow: each message was sent, and is
 * delivered, written into the inbox and reported to have arrived 30 seconds later, by the clock of the server. Nobody is called back.
 *
 * --timers 10000  --instants 100
 */
export async function clock(args: Arguments): Promise<Report> {
  const timers = args.number('timers', 10_000)
  const instants = args.number('instants', 100)
  await using server = await startTrunkline({ database: 'sqlite::memory:' })
  const rows = await advanced(server.port, timers, instants)
  return { bench: `clock: 35 days with ${timers} timers at ${instants} instants`, rows }
}

interface Listed {
  messages: { status: string; dateCreated: string; dateUpdated: string }[]
  before: string | null
}

const slowDelay = 30_000
const phone = '+15558675310'

export async function advanced(port: number, timers: number, instants: number) {
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/_trunkline/v1${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const from = await senderOf({ port })
  const send = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${messagesPath}`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ To: phone, From: from, Body: 'Your table is free.' }),
    })
    if (answer.status !== 201) throw new Error(`a message was answered with ${answer.status}`)
    await answer.arrayBuffer()
  }

  await control('PUT', `/phones/${phone}`, { behaviour: 'slow' })
  await control('POST', '/clock/freeze')
  const step = Math.floor(slowDelay / 2 / instants) / 1000
  for (let i = 0; i < instants; i++) {
    await Promise.all(Array.from({ length: timers / instants }, send))
    await control('POST', '/settle', {})
    await control('POST', '/clock/advance', { by: step })
  }
  const pending = (await control<{ jobs: { deed: string }[]; total: number }>('GET', '/jobs?limit=1')).total

  const began = performance.now()
  const { settled, done } = await control<{ settled: boolean; done: number }>('POST', '/clock/advance', { by: '35d' })
  const seconds = (performance.now() - began) / 1000

  const messages: Listed['messages'] = []
  for (let before: string | null = ''; before !== null;) {
    const page: Listed = await control('GET', `/messages?limit=1000${before && `&before=${before}`}`)
    messages.push(...page.messages)
    before = page.before
  }
  const after = ({ dateCreated, dateUpdated }: Listed['messages'][number]) =>
    Date.parse(dateUpdated) - Date.parse(dateCreated)
  return [
    seen('jobs pending before', pending),
    seen('jobs done', done),
    atMost('advanced by 35 days, and settled, after', settled ? seconds : Infinity, 5, 's'),
    exactly('different instants', new Set(messages.map(({ dateUpdated }) => dateUpdated)).size, instants),
    exactly('messages not delivered', messages.filter(({ status }) => status !== 'delivered').length, 0),
    exactly(
      'delivered at another instant than their own',
      messages.filter((one) => after(one) !== slowDelay).length,
      0,
    ),
  ]
}
