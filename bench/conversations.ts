import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Arguments } from './arguments.ts'
import { type DatabaseKind, findDatabases } from './databases.ts'
import { histogram } from './histogram.ts'
import { type Helper, cpuOf, memoryOf, startHelper } from './processes.ts'
import type { Received, ReceiverOrder } from './receiver.ts'
import { type Report, type Row, exactly, seen, skipped } from './report.ts'
import { account, allMessages, authorization, getJson, startTrunkline } from './trunkline.ts'

/*
 * Claim: of 1,500 conversations none is lost. A virtual phone texts a number, the application is asked, its TwiML replies, and the reply
 * reaches the phone: counted at the application and in the inboxes of the phones, with texting, application and database on the same
 * machine.
 *
 * All texts are sent as fast as they are taken, each from another phone; the time counts from the first text to the last reply on its phone.
 * How long one conversation takes is measured apart, at a steady rate below that.
 *
 * --conversations 1500  --connections 50  --steady 200 (conversations each second)  --database sqlite|postgres
 */
export async function conversations(args: Arguments): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const only = args.text('database')
  const rows: Row[] = []
  for (const kind of kinds)
    if (!only || kind.name.toLowerCase().startsWith(only)) rows.push(...(await conversationsOn(kind, args)))
  if (missing) rows.push(skipped('conversations on PostgreSQL', missing))
  return { bench: 'conversations: text, webhook, TwiML, reply on the phone', rows }
}

/** As the server is started here: it passes once on the way in, and once on the way out. */
const simulatorDelay = 100

interface Parts {
  port: number
  number: string
  receiver: Helper<ReceiverOrder, unknown>
  agent: Agent
}

async function conversationsOn(kind: DatabaseKind, args: Arguments): Promise<Row[]> {
  const count = args.number('conversations', 1500)
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await kind.open())
  const receiver = stack.use(startHelper<ReceiverOrder, unknown>('receiver.ts'))
  const server = stack.use(
    await startTrunkline({ database: database.url, settings: { TRUNKLINE_SIMULATOR_DELAY: `${simulatorDelay}ms` } }),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: args.number('connections', 50) })
  stack.defer(() => agent.destroy())
  const url = `http://127.0.0.1:${(await receiver.ask({ do: 'listen' })) as number}/sms`
  const parts = { port: server.port, number: await numberThatAsks(server.port, url), receiver, agent }

  const warm = await talk(parts, { first: 0, count: Math.min(count, 500) })
  const [before, databaseBefore] = [cpuOf(server.pid), kind.cpu()]
  const most = await talk(parts, { first: 10_000, count })
  const [after, databaseAfter] = [cpuOf(server.pid), kind.cpu()]
  const rate = Math.min(args.number('steady', 200), most.perSecond * 0.5)
  const calm = await talk(parts, { first: 20_000, count, rate })

  const each = (a: number | null, b: number | null) => (a === null || b === null ? 'unknown' : ((b - a) * 1000) / count)
  const all = [warm, most, calm]
  const sum = (of: (phase: Talked) => number) => all.reduce((total, phase) => total + of(phase), 0)
  const { name } = kind
  return [
    seen(`${name}: whole conversations`, most.perSecond, '/s'),
    seen(
      `${name}: texts sent`,
      sum(({ texts }) => texts),
    ),
    exactly(
      `${name}: texts of which the application did not hear`,
      sum(({ unheard }) => unheard),
      0,
    ),
    exactly(
      `${name}: replies that did not reach their phone`,
      sum(({ lost }) => lost),
      0,
    ),
    exactly(
      `${name}: replies that reached it twice`,
      sum(({ doubled }) => doubled),
      0,
    ),
    seen(
      `${name}: texts of which it heard twice`,
      sum(({ repeated }) => repeated),
    ),
    seen(`${name}: CPU of the server`, each(before, after), 'µs/conversation'),
    seen(
      `${name}: CPU of the database`,
      kind.cpu() === null ? 'in the server' : each(databaseBefore, databaseAfter),
      'µs/conversation',
    ),
    seen(`${name}: memory of the server, at most`, memoryOf(server.pid)?.most ?? 'unknown', 'MiB'),
    seen(
      `${name}: at ${Math.round(rate)}/s, text to reply on the phone beyond the simulator's delays, half within`,
      calm.p50 - 2 * simulatorDelay,
      'ms',
    ),
    seen(`${name}: the same, 99 in 100 within`, calm.p99 - 2 * simulatorDelay, 'ms'),
  ]
}

/** Lets the first number of the account ask this address, and answers the number. */
async function numberThatAsks(port: number, url: string): Promise<string> {
  const path = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers`
  const list = await getJson<{ incoming_phone_numbers: { sid: string; phone_number: string }[] }>(port, `${path}.json`)
  const number = list.incoming_phone_numbers[0]
  if (!number) throw new Error('the account owns no number')
  const form = new URLSearchParams({ SmsUrl: url })
  const changed = await fetch(`http://127.0.0.1:${port}${path}/${number.sid}.json`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  })
  if (changed.status !== 200) throw new Error(`the number was not changed: ${changed.status} ${await changed.text()}`)
  return number.phone_number
}

/** What became of some conversations. */
interface Talked {
  texts: number
  unheard: number
  repeated: number
  lost: number
  doubled: number
  perSecond: number
  /** Milliseconds from the text to the reply on the phone. */
  p50: number
  p99: number
}

/** Texts from as many phones, as fast as the server takes it unless a rate is given, and waits until all replies came or none comes for 15 s. */
async function talk(parts: Parts, { first, count, rate }: { first: number; count: number; rate?: number }) {
  const { receiver, port } = parts
  await receiver.ask({ do: 'forget' })
  const delivered = await deliveredIn(port)
  const phones = Array.from({ length: count }, (_, i) => phoneOf(first + i))
  const began = Date.now()
  const sent = await Promise.all(
    phones.map(async (phone, i) => {
      if (rate !== undefined) await sleep((i * 1000) / rate)
      const at = Date.now()
      await ask(parts, phone, { to: parts.number, body: textOf(phone) })
      return at
    }),
  )
  const texts = async () => ((await receiver.ask({ do: 'tell' })) as Received).texts
  await reached(async () => (await texts()).size, count)
  await reached(() => deliveredIn(port), delivered + count)
  const inboxes = await Promise.all(phones.map((phone) => ask(parts, phone)))
  return verdict(phones, sent, began, await texts(), inboxes)
}

function verdict(
  phones: readonly string[],
  sent: readonly number[],
  began: number,
  asked: Received['texts'],
  inboxes: readonly Inbox[],
): Talked {
  const times = histogram()
  let [unheard, repeated, lost, doubled, last] = [0, 0, 0, 0, 0]
  for (const [i, phone] of phones.entries()) {
    const heard = asked.get(textOf(phone)) ?? 0
    if (heard === 0) unheard++
    if (heard > 1) repeated++
    const replies = (inboxes[i]?.messages ?? []).filter(({ body }) => body === `Re: ${textOf(phone)}`)
    if (replies.length === 0) lost++
    if (replies.length > 1) doubled++
    const at = Date.parse(replies[0]?.at ?? '')
    if (Number.isNaN(at)) continue
    times.note(at - sent[i]!)
    last = Math.max(last, at)
  }
  const whole = phones.length - lost
  return {
    texts: phones.length,
    unheard,
    repeated,
    lost,
    doubled,
    perSecond: (whole * 1000) / (last - began),
    ...times.percentiles(),
  }
}

/** A mobile number of San Francisco, as far as a number tells. */
const phoneOf = (i: number): string => `+1415${2 + (i % 8)}${String(i).padStart(6, '0')}`

const textOf = (phone: string): string => `is my order on its way ${phone.slice(1)}`

interface Inbox {
  messages?: readonly { body: string; at: string }[]
}

/** Reads what reached a phone, or sends a text from it. */
async function ask({ port, agent }: Parts, phone: string, texted?: { to: string; body: string }): Promise<Inbox> {
  const asked = request({
    agent,
    port,
    host: '127.0.0.1',
    method: texted ? 'POST' : 'GET',
    path: `/_trunkline/v1/phones/${encodeURIComponent(phone)}/messages`,
    headers: texted ? { 'content-type': 'application/json' } : {},
  })
  const answer = await new Promise<string>((resolve, reject) => {
    asked.once('error', reject)
    asked.once('response', (response) => {
      text(response).then((body) => {
        if (response.statusCode === (texted ? 201 : 200)) resolve(body)
        else reject(new Error(`${phone}: ${response.statusCode} ${body}`))
      }, reject)
    })
    asked.end(texted && JSON.stringify(texted))
  })
  return JSON.parse(answer) as Inbox
}

/** Waits until so many are there, or nothing has moved for 15 s. */
async function reached(counted: () => Promise<number>, wanted: number): Promise<void> {
  let moved = Date.now()
  let most = -1
  for (;;) {
    const count = await counted()
    if (count > most) [most, moved] = [count, Date.now()]
    if (count >= wanted || Date.now() - moved > 15_000) return
    await sleep(200)
  }
}

/** How many messages the API shows as delivered. Costs the server some milliseconds, so that it is asked last. */
const deliveredIn = async (port: number): Promise<number> =>
  [...(await allMessages(port)).values()].filter((status) => status === 'delivered').length
