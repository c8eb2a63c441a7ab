import { DatabaseSync } from 'node:sqlite'
import { add, change, outcome } from '../src/domain/write.ts'
import type { Message } from '../src/domain/message.ts'
import { indexJob } from '../src/domain/search/index-job.ts'
import { messageSearch } from '../src/domain/search/message-search.ts'
import { readSearch } from '../src/domain/search/search.ts'
import { mintSid } from '../src/domain/sid.ts'
import { runDue } from '../src/jobs/run-due.ts'
import { indexTexts, startIndexing } from '../src/messaging/indexing/index-texts.ts'
import { type Store, openStore } from '../src/store/store.ts'
import type { Arguments } from './arguments.ts'
import { type DatabaseKind, ask, findDatabases } from './databases.ts'
import { median } from './histogram.ts'
import { type Report, type Row, atMost, seen, skipped } from './report.ts'

/*
 * Claim: of 1,000,000 messages, those that have a word, a phrase, part of a number or none of it are found in less than 500 ms. Each is asked as the
 * control API asks it, for a page of 50. The database is filled and indexed first, and goes after.
 *
 * --messages 1000000  --asks 10  --database sqlite|postgres
 */
export async function search(args: Arguments): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const only = args.text('database')
  const rows: Row[] = []
  for (const kind of kinds) {
    if (only && !kind.name.toLowerCase().startsWith(only)) continue
    rows.push(...(await searchesOn(kind, args.number('messages', 1_000_000), args.number('asks', 10))))
  }
  if (missing) rows.push(skipped('search on PostgreSQL', missing))
  return { bench: 'search: a page of 50 messages', rows }
}

const queries: Readonly<Record<string, string>> = {
  'open, no query': '',
  'a rare word': 'zanzibar',
  'a common word': 'delivery',
  'a phrase': '"before 9 tomorrow"',
  'a phrase in Japanese': '"ご予約は9月17日"',
  'a rare word in Japanese': '琵琶湖',
  'part of a number': '8675309',
  'a number by its end': 'to:*75309',
  'no such word': 'xylophone',
  'no such phrase of common words': '"delivery your tomorrow"',
  'status and after': 'status:failed after:-1d',
  'a rare word, status and direction': 'zanzibar -status:failed direction:outbound-api',
}

async function searchesOn(kind: DatabaseKind, size: number, asks: number): Promise<Row[]> {
  await using database = await kind.open()
  await using store = await openStore(database.url)
  const now = Date.now()
  console.log(`  filling ${kind.name} with ${size} messages ...`)
  await fill(store, size, now)
  console.log('  indexing them ...')
  const indexing = await indexAll(store, now)
  if (kind.name === 'PostgreSQL') await ask(database.url, 'vacuum (analyze)')
  const rows = [
    seen(`${kind.name}: indexing`, size / (indexing / 1000), 'messages/s'),
    seen(`${kind.name}: the index`, await sizeOf(database.url), 'MB'),
  ]
  for (const [what, query] of Object.entries(queries)) {
    const wanted = query === '' ? undefined : readSearch(messageSearch, query, now)
    const times: number[] = []
    let told = ''
    for (let i = 0; i < asks; i++) {
      const began = performance.now()
      const { rows: found, before } = await store.messages.latest({}, 50, undefined, wanted)
      times.push(performance.now() - began)
      told = `${kind.name}: ${what} (${found.length === 50 ? '50 or more' : `${found.length}${before === null ? '' : ', goes on'}`})`
    }
    rows.push(atMost(`${told}, half within`, median(times), 500, 'ms'), seen('  the slowest', Math.max(...times), 'ms'))
  }
  return rows
}

async function indexAll(store: Store, now: number): Promise<number> {
  const began = performance.now()
  const has = { ledger: store, clock: { now: () => now + 3_600_000 }, log: { info: () => {} } }
  await startIndexing({ ledger: store, clock: { now: () => now } })
  const deeds = { 'index-texts': indexTexts(has) }
  for (let before = ''; ;) {
    await runDue({ ...has, deeds, rateOf: () => Infinity })
    const last = await store.texts.last()
    if (last === before) return performance.now() - began
    before = last
    await store.keep(outcome([change('job', indexJob.id, { due: now })]))
  }
}

/** What the parts of the index take, which are nearly all of it. */
async function sizeOf(url: string): Promise<number> {
  if (url.startsWith('postgres')) {
    const [row] = await ask<{ bytes: string }>(url, `select pg_total_relation_size('text_part') as bytes`)
    return Number(row?.bytes) / 1e6
  }
  const connection = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true })
  const row = connection.prepare('select sum(length(key) + length(content)) as bytes from text_part').get()
  connection.close()
  return Number(row?.['bytes']) / 1e6
}

async function fill(store: Store, size: number, now: number) {
  const batch = 500
  const waiting: Promise<unknown>[] = []
  for (let i = 0; i < size; i += batch) {
    const messages = Array.from({ length: Math.min(batch, size - i) }, (_, n) =>
      add('message', messageOf(i + n, size, now)),
    )
    waiting.push(store.keep(outcome(messages)))
    if (waiting.length === 4) await Promise.all(waiting.splice(0))
  }
  await Promise.all(waiting)
}

const month = 30 * 86_400_000
const names = ['Aiko', 'Bob', 'Chen', 'Dana', 'Emre', 'Fatou', 'Goro', 'Hana', 'Ines', 'Juan', 'Kofi', 'Lena']
const things = ['parcel', 'order', 'letter', 'pizza', 'invoice', 'ticket', 'laptop', 'bicycle', 'sofa', 'piano']
const places = ['東京', '大阪', '京都', '札幌', '福岡', '名古屋', '横浜', '神戸', '仙台', '広島']

/** As applications write them: few forms, in which names, numbers and days change. */
function textOf(i: number): string {
  if (i % 250_000 === 1_234) return 'Your trip to Zanzibar begins soon.'
  if (i % 250_000 === 4_321) return '琵琶湖へのご旅行の準備はお済みですか。'
  const code = 100_000 + ((i * 7919) % 900_000)
  const name = names[i % names.length]!
  const thing = things[(i * 7) % things.length]!
  const place = places[(i * 3) % places.length]!
  const hour = 8 + (i % 12)
  const day = 1 + ((i * 13) % 28)
  return [
    `Your code is ${code}. It is valid for ten minutes. Never share it with anybody.`,
    `Hi ${name}, your ${thing} no. ${code} is out for delivery and arrives before ${hour} tomorrow.`,
    `【お知らせ】${name}様のご予約は9月${day}日${hour}時、${place}店です。変更は${code}までお電話ください。`,
    `Reminder: ${name}, you have an appointment on day ${day} at ${hour}:30. Reply YES to confirm, NO to cancel.`,
    `ご注文番号${code}の商品を発送しました。${place}より明日${hour}時ごろのお届け予定です。`,
    `We received your payment of $${code % 1000}.${day}. Thank you for shopping with us, ${name}!`,
  ][i % 6]!
}

function messageOf(i: number, size: number, now: number): Message {
  const dateCreated = Math.floor(now - month + (i * month) / size)
  const status = i % 97 === 0 ? 'failed' : 'delivered'
  return {
    sid: mintSid(i % 20 === 0 ? 'MM' : 'SM', dateCreated),
    accountSid: `AC${String(i % 5).repeat(32)}`,
    to: i % 100_000 === 99 ? '+15558675309' : `+8190${String((i * 7919) % 100_000_000).padStart(8, '0')}`,
    from: `+1555000${String(i % 500).padStart(4, '0')}`,
    body: textOf(i),
    status,
    direction: i % 10 === 0 ? 'inbound' : 'outbound-api',
    encoding: 'GSM-7',
    numSegments: 1,
    mediaUrls: [],
    price: -750,
    priceUnit: 'USD',
    errorCode: status === 'failed' ? 30_001 + (i % 7) : null,
    messagingServiceSid: null,
    apiVersion: '2010-04-01',
    statusCallback: null,
    options: {},
    dateCreated,
    dateUpdated: dateCreated,
    dateSent: dateCreated + 500,
    dateListed: dateCreated + 500,
  }
}
