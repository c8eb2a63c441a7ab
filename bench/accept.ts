import { connect } from 'node:net'
import { type Answer, answerReader } from './answer-reader.ts'
import type { Arguments } from './arguments.ts'
import type { BareOrder } from './bare-server.ts'
import { type DatabaseKind, findDatabases } from './databases.ts'
import { median } from './histogram.ts'
import type { LoadNews, LoadOrder, LoadResult } from './load.ts'
import { type MessageRequests, messageRequests } from './message-requests.ts'
import { type Helper, cpuOf, startHelper } from './processes.ts'
import { type Report, type Row, atLeast, atMost, seen, skipped } from './report.ts'
import { authorization, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: a durable `POST /Messages` (credentials, validation, segments, commit before the 201) over 50 connections does at least half the
 * requests per second of a bare `node:http` server that reads the request and answers the same bytes, for at most 2.5 times its CPU per
 * request; PostgreSQL's own CPU is told apart. All are loaded in turn by the same generator in the same run, and each figure is the median
 * of the rounds' ratios, so that a machine that is busy or slow hits both sides alike.
 *
 * --rounds 5  --seconds 3  --connections 50
 */
export async function accept(args: Arguments): Promise<Report> {
  const [rounds, seconds, connections] = [
    args.number('rounds', 5),
    args.number('seconds', 3),
    args.number('connections', 50),
  ]
  const { kinds, missing } = await findDatabases()
  await using stack = new AsyncDisposableStack()
  const load = stack.use(startHelper<LoadOrder | LoadNews, LoadResult>('load.ts'))

  const subjects: Subject[] = []
  for (const kind of kinds) {
    const database = stack.use(await kind.open())
    const server = stack.use(await startTrunkline({ database: database.url, role: 'api' }))
    const requests = { path: messagesPath, authorization, from: await senderOf(server) }
    subjects.push({ name: kind.name, kind, pid: server.pid, port: server.port, requests })
  }
  const bareHelper = stack.use(startHelper<BareOrder, number>('bare-server.ts'))
  const bare = await startBare(bareHelper, subjects[0]!)

  const order = (subject: Subject, time: number) => ({
    port: subject.port,
    requests: subject.requests,
    connections,
    seconds: time,
  })
  for (const subject of [bare, ...subjects]) await load.ask(order(subject, 2))
  const measured: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const of: Round = new Map()
    // Each goes first in some round, so that none always follows the same neighbour.
    for (const subject of rotated([bare, ...subjects], round))
      of.set(subject.name, await measure(subject, load, order(subject, seconds)))
    measured.push(of)
  }

  const rows: Row[] = [
    seen(
      'bare node:http',
      medianOf(measured, bare, ({ perSecond }) => perSecond),
      'req/s',
    ),
    seen(
      'bare node:http',
      medianOf(measured, bare, ({ cpu }) => cpu),
      'µs CPU/req',
    ),
  ]
  for (const subject of subjects) rows.push(...rowsOf(subject, measured, bare))
  if (missing) rows.push(skipped('accept on PostgreSQL', missing))
  return {
    bench: `accept: durable POST /Messages, ${connections} connections, --role api`,
    rows,
    detail: measured.map((of) => Object.fromEntries(of)),
  }
}

interface Subject {
  name: string
  kind?: DatabaseKind
  pid: number
  port: number
  requests: MessageRequests
}

interface Measure {
  perSecond: number
  /** Microseconds for each request. */
  cpu: number
  databaseCpu: number
  p50: number
  p99: number
}
type Round = Map<string, Measure>

async function measure(
  { name, kind, pid }: Subject,
  load: Helper<LoadOrder | LoadNews, LoadResult>,
  order: LoadOrder,
): Promise<Measure> {
  const [before, databaseBefore] = [cpuOf(pid), kind?.cpu() ?? null]
  const { sent, answered, accepted, byStatus, refusals } = await load.ask(order)
  const [after, databaseAfter] = [cpuOf(pid), kind?.cpu() ?? null]
  if (accepted.count !== sent) throw new Error(`${name}: ${JSON.stringify(byStatus)} ${JSON.stringify(refusals)}`)
  return {
    perSecond: answered / order.seconds,
    cpu: before === null || after === null ? Number.NaN : ((after - before) * 1000) / sent,
    databaseCpu:
      databaseBefore === null || databaseAfter === null ? Number.NaN : ((databaseAfter - databaseBefore) * 1000) / sent,
    p50: accepted.p50,
    p99: accepted.p99,
  }
}

function rowsOf(subject: Subject, rounds: readonly Round[], bare: Subject): Row[] {
  const { name } = subject
  const ratio = (of: (measure: Measure) => number) =>
    median(rounds.map((round) => of(round.get(name)!) / of(round.get(bare.name)!)))
  const rows = [
    seen(
      `${name}`,
      medianOf(rounds, subject, ({ perSecond }) => perSecond),
      'req/s',
    ),
    seen(
      `${name}: answer, half of them within`,
      medianOf(rounds, subject, ({ p50 }) => p50),
      'ms',
    ),
    seen(
      `${name}: answer, 99 in 100 within`,
      medianOf(rounds, subject, ({ p99 }) => p99),
      'ms',
    ),
    atLeast(
      `${name}: req/s against bare`,
      ratio(({ perSecond }) => perSecond),
      0.5,
      '×',
    ),
    atMost(
      `${name}: CPU/req of the server against bare`,
      ratio(({ cpu }) => cpu),
      2.5,
      '×',
    ),
  ]
  const databaseCpu = medianOf(rounds, subject, (measure) => measure.databaseCpu)
  const against = median(rounds.map((round) => round.get(name)!.databaseCpu / round.get(bare.name)!.cpu))
  if (!Number.isNaN(databaseCpu)) rows.push(atMost(`${name}: CPU/req of the database against bare`, against, 2.5, '×'))
  return rows
}

const medianOf = (rounds: readonly Round[], { name }: Subject, of: (measure: Measure) => number) =>
  median(rounds.map((round) => of(round.get(name)!)))

const rotated = <T>(list: readonly T[], by: number): T[] => list.map((_, i) => list[(i + by) % list.length]!)

/** Asks Trunkline for one real 201 and starts the bare server with it. */
async function startBare(helper: Helper<BareOrder, number>, like: Subject): Promise<Subject> {
  const real = await one(like)
  const [line = '', ...lines] = real.head.split('\r\n')
  // Node itself writes those of the connection, here as there.
  const headers = lines
    .map((text): [string, string] => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 2)])
    .filter(([name]) => !/^(connection|keep-alive)$/i.test(name))
  const port = await helper.ask({
    status: real.status,
    reason: line.slice(13),
    headers,
    body: real.body.toString(),
    keepAlive: Number(/timeout=(\d+)/.exec(real.head)?.[1] ?? 5) * 1000,
  })
  const bare: Subject = { name: 'bare', pid: helper.pid, port, requests: like.requests }
  const copy = await one(bare)
  if (real.status !== 201 || copy.head.length !== real.head.length || !copy.body.equals(real.body)) {
    throw new Error(`the bare server does not answer like the real one:\n${real.head}\n\n${copy.head}`)
  }
  return bare
}

function one({ port, requests }: Subject): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const reader = answerReader((answer) => {
      resolve(answer)
      socket.destroy()
    })
    socket.once('error', reject)
    socket.on('data', reader.feed)
    socket.write(messageRequests(requests).next())
  })
}
