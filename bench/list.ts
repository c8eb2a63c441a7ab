import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { accept, add, count } from '../src/domain/write.ts'
import type { Message } from '../src/domain/message.ts'
import { mintSid, slotOf } from '../src/domain/sid.ts'
import { migrations } from '../src/store/migrations/all.ts'
import { openStore } from '../src/store/store.ts'
import { answerReader } from './answer-reader.ts'
import type { Arguments } from './arguments.ts'
import { type DatabaseKind, findDatabases } from './databases.ts'
import { median } from './histogram.ts'
import { type Report, type Row, atMost, seen, skipped } from './report.ts'
import { account, authorization, getJson, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: a page of the message list takes at 1,000,000 messages at most twice the time that it takes at 1,000: the first page, one deep in the
 * list found by its key, and with filters. Both databases hold the same kind of messages over the same ten days; the two servers are asked in
 * turn on one connection each, and the medians are compared. PostgreSQL is vacuumed after the fill, as its autovacuum would. The filled databases stay in `bench/results/data` (on PostgreSQL as
 * `trunkline_bench_list_…`) and are used again until the tables change.
 *
 * --messages 1000000  --asks 200  --database sqlite|postgres
 */
export async function list(args: Arguments): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const only = args.text('database')
  const rows: Row[] = []
  for (const kind of kinds) {
    if (only && !kind.name.toLowerCase().startsWith(only)) continue
    rows.push(...(await pagesOn(kind, args.number('messages', 1_000_000), args.number('asks', 200))))
  }
  if (missing) rows.push(skipped('list on PostgreSQL', missing))
  return { bench: 'list: a page of 50 messages', rows }
}

const few = 1000

async function pagesOn(kind: DatabaseKind, many: number, asks: number): Promise<Row[]> {
  await using stack = new AsyncDisposableStack()
  const urls = [await filled(kind, few), await filled(kind, many)]
  const sides: Side[] = []
  const rows: Row[] = []
  for (const [i, size] of [few, many].entries()) {
    const server = stack.use(await startTrunkline({ database: urls[i]!, role: 'api' }))
    const began = performance.now()
    const paths = await pathsOf(server.port, size)
    if (size === many)
      rows.push(seen(`${kind.name}: page in the middle, by its number, at ${many}`, performance.now() - began, 'ms'))
    sides.push({ ask: stack.adopt(asker(server.port), (ask) => ask.close()), paths })
  }
  const [small, large] = sides as [Side, Side]
  return [...rows, ...(await medians(small, large, asks, kind.name, many))]
}

interface Side {
  ask: { time(path: string): Promise<number> }
  paths: Record<string, string>
}

async function medians(small: Side, large: Side, asks: number, name: string, many: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const what of Object.keys(small.paths)) {
    const times = new Map<Side, number[]>([
      [small, []],
      [large, []],
    ])
    for (let i = -20; i < asks; i++)
      for (const side of [small, large]) {
        const took = await side.ask.time(side.paths[what]!)
        if (i >= 0) times.get(side)!.push(took)
      }
    const [a, b] = [median(times.get(small)!), median(times.get(large)!)]
    rows.push(
      seen(`${name}: ${what}, at ${few}`, a, 'ms'),
      seen(`${name}: ${what}, at ${many}`, b, 'ms'),
      atMost(`${name}: ${what}`, b / a, 2, '×'),
    )
  }
  return rows
}

async function pathsOf(port: number, size: number): Promise<Record<string, string>> {
  const near = `${messagesPath}?PageSize=50&Page=${Math.floor(size / 2 / 50) - 1}`
  const { next_page_uri: deep } = await getJson<{ next_page_uri: string }>(port, near)
  const day = new Date(Date.now() - span / 2).toISOString().slice(0, 10)
  return {
    'first page': messagesPath,
    'page in the middle, by key': deep,
    'one in ten messages (To)': `${messagesPath}?To=${encodeURIComponent(recipientOf(0, size))}`,
    '60 of all messages (To)': `${messagesPath}?To=${encodeURIComponent(rare)}`,
    'half of all messages (DateSent<)': `${messagesPath}?DateSent%3C=${day}`,
  }
}

/** One connection on which one request follows the other. */
function asker(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let answered: (status: number | null) => void = () => {}
  const reader = answerReader(({ status }) => answered(status))
  socket.on('data', reader.feed)
  socket.on('error', () => {})
  socket.once('close', () => answered(null))
  return {
    close: () => void socket.destroy(),
    async time(path: string): Promise<number> {
      const began = performance.now()
      const answer = new Promise<number | null>((resolve) => (answered = resolve))
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\n\r\n`)
      const status = socket.destroyed ? null : await answer
      if (status !== 200) throw new Error(`${path} was answered ${status ?? 'by closing the connection'}`)
      return performance.now() - began
    },
  }
}

/** A database with so many messages, filled now or by an earlier run. */
async function filled(kind: DatabaseKind, size: number): Promise<string> {
  const tables = createHash('sha256')
  for (const { name, statements } of migrations) tables.update(name + statements(kind.name === 'SQLite').join())
  const name = `list_${size}_${tables.digest('hex').slice(0, 10)}`
  for (;;) {
    const kept = await kind.openKept(name)
    {
      await using server = await startTrunkline({ database: kept.url, role: 'api' })
      if (kept.isNew) await fill(kept.url, await senderOf(server), size)
      if ((await totalOf(server.port)) === size) return kept.url
    }
    // An earlier run broke off while it filled this one.
    await kept.forget()
    if (kept.isNew) throw new Error('the database was not filled')
  }
}

const totalOf = async (port: number) => (await getJson<{ total: number }>(port, `${messagesPath}?PageSize=1`)).total

async function fill(url: string, from: string, size: number) {
  console.log(`  filling ${url.replace(/^.*\//, '')} with ${size} messages, once ...`)
  await using store = await openStore(url)
  const batch = 500
  const now = Date.now()
  const waiting: Promise<unknown>[] = []
  for (let i = 0; i < size; i += batch) {
    const messages = Array.from({ length: Math.min(batch, size - i) }, (_, n) =>
      add('message', messageOf(i + n, size, from, now)),
    )
    waiting.push(store.keep(accept([...messages, count(account.sid, 'messages', messages.length)])))
    if (waiting.length === 4) await Promise.all(waiting.splice(0))
  }
  await Promise.all(waiting)
  if (url.startsWith('postgres')) await tidy(url)
}

/** What autovacuum does within a minute of a fill, where it is on as it is by default: statistics, and which pages are all visible. */
async function tidy(url: string) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum (analyze)')
  await client.end()
}

const span = 10 * 86_400_000
const rare = '+14155550000'

/** One in ten messages goes to the same number; `rare` gets 60 of all; the others go to one of 997. */
const recipientOf = (i: number, size: number) =>
  i % 10 === 0
    ? '+14155550001'
    : i % Math.floor(size / 60) === 3 && i / Math.floor(size / 60) < 60
      ? rare
      : `+1415556${String(i % 997).padStart(4, '0')}`

function messageOf(i: number, size: number, from: string, now: number): Message {
  const created = Math.floor(now - span + (i * span) / size)
  const onItsWay = i >= size - 20
  return {
    sid: mintSid('SM', created, slotOf(account.sid)),
    accountSid: account.sid,
    to: recipientOf(i, size),
    from,
    body: `Your code is ${100_000 + (i % 900_000)}. It is valid for ten minutes.`,
    status: onItsWay ? 'queued' : 'delivered',
    direction: 'outbound-api',
    encoding: 'GSM-7',
    numSegments: 1,
    mediaUrls: [],
    price: onItsWay ? null : -750,
    priceUnit: 'USD',
    errorCode: null,
    messagingServiceSid: null,
    apiVersion: '2010-04-01',
    statusCallback: null,
    options: {},
    dateCreated: created,
    dateUpdated: created,
    dateSent: onItsWay ? null : created + 500,
    dateListed: onItsWay ? null : created + 500,
  }
}
