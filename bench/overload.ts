import { setTimeout as sleep } from 'node:timers/promises'
import type { Arguments } from './arguments.ts'
import { type DatabaseKind, findDatabases } from './databases.ts'
import type { LoadNews, LoadOrder, LoadResult } from './load.ts'
import { memoryOf, mostFiles, startHelper } from './processes.ts'
import { type Report, type Row, atMost, exactly, seen, skipped } from './report.ts'
import { allMessages, authorization, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: asked for five times what it can do, for a minute, the server answers what it cannot take with 429 and code 20429, keeps all that it
 * answered 201 (each of those SIDs is in the API's lists afterwards, and is delivered when the backlog is worked off), and its memory stops growing.
 *
 * The flood is open: requests come at their rate whether or not the answers keep up, on up to `connections` connections; what comes due while all
 * of them wait is told as unsent. What it can do is measured just before, with 500 connections that wait for their answers.
 *
 * --seconds 60  --times 5  --connections 16000 (fewer where the system allows fewer open files)  --database sqlite|postgres
 */
export async function overload(args: Arguments): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const only = args.text('database')
  const rows: Row[] = []
  for (const kind of kinds)
    if (!only || kind.name.toLowerCase().startsWith(only)) rows.push(...(await floodOn(kind, args)))
  if (missing) rows.push(skipped('overload on PostgreSQL', missing))
  return { bench: `overload: ${args.number('times', 5)} times what it can do`, rows }
}

async function floodOn(kind: DatabaseKind, args: Arguments): Promise<Row[]> {
  const [seconds, times] = [args.number('seconds', 60), args.number('times', 5)]
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await kind.open())
  const load = stack.use(startHelper<LoadOrder | LoadNews, LoadResult>('load.ts'))
  const server = stack.use(await startTrunkline({ database: database.url }))
  const requests = { path: messagesPath, authorization, from: await senderOf(server) }
  const order: LoadOrder = { port: server.port, requests, connections: 500, seconds: 5, keepSids: true }

  const warm = await load.ask({ ...order, seconds: 2 })
  const closed = await load.ask(order)
  const capacity = closed.answered / order.seconds
  const memory: number[] = []
  const watch = setInterval(() => memory.push(memoryOf(server.pid)?.now ?? Number.NaN), 250)
  const flood = await load.ask({
    ...order,
    seconds,
    rate: capacity * times,
    connections: args.number('connections', Math.min(16_000, mostFiles() - 1000)),
  })
  clearInterval(watch)

  const accepted = [...warm.sids, ...closed.sids, ...flood.sids].map(([sid]) => sid)
  const { kept, took } = await workedOff(server.port)
  const notFound = accepted.filter((sid) => !kept.has(sid)).length
  const notDelivered = accepted.filter((sid) => kept.get(sid) !== 'delivered').length
  const busy = flood.byStatus['429'] ?? 0
  const others = Object.entries(flood.byStatus).filter(([status]) => status !== '201' && status !== '429')
  const saysSo = busy === 0 || /"code": ?20429/.test(flood.refusals['429'] ?? '')
  const { name } = kind
  return [
    seen(`${name}: can do`, capacity, 'req/s'),
    seen(`${name}: was asked`, (flood.sent + flood.unsent) / seconds, 'req/s'),
    seen(`${name}: answered`, (flood.accepted.count + busy) / flood.seconds, 'req/s'),
    seen(`${name}: accepted`, flood.accepted.count / flood.seconds, 'req/s'),
    // A server that keeps up with all that these connections can ask has nobody to refuse; test/overload.test.ts fills its line.
    seen(`${name}: answered 429`, busy),
    exactly(`${name}: 429 without code 20429`, saysSo ? 0 : busy, 0),
    exactly(
      `${name}: other answers ${others.map(([status]) => status).join(' ')}`,
      others.reduce((sum, [, count]) => sum + count, 0),
      0,
    ),
    seen(`${name}: due while all connections waited`, flood.unsent),
    seen(`${name}: no answer within 30 s after the flood`, flood.unanswered),
    seen(`${name}: connections broken`, flood.broken),
    exactly(`${name}: accepted and not found afterwards`, notFound, 0),
    exactly(`${name}: accepted and not delivered afterwards`, notDelivered, 0),
    seen(`${name}: the backlog was worked off within`, took / 1000, 's'),
    seen(`${name}: 201 within, 99 in 100`, flood.accepted.p99, 'ms'),
    seen(`${name}: 429 within, 99 in 100`, flood.refused.p99, 'ms'),
    seen(`${name}: memory of the server, at most`, Math.max(...memory), 'MiB'),
    atMost(
      `${name}: memory in the last third against the second`,
      largest(memory, 2 / 3, 1) / largest(memory, 1 / 3, 2 / 3),
      1.25,
      '×',
    ),
    seen(`${name}: ended`, await Promise.race([server.ended, Promise.resolve('no')])),
  ]
}

/** Waits until no message is on its way, or for ten minutes. */
async function workedOff(port: number) {
  const began = performance.now()
  for (;;) {
    const kept = await allMessages(port)
    const took = performance.now() - began
    if ([...kept.values()].every((status) => status === 'delivered') || took > 600_000) return { kept, took }
    await sleep(2000)
  }
}

const largest = (values: readonly number[], from: number, to: number) =>
  Math.max(...values.slice(Math.floor(values.length * from), Math.ceil(values.length * to)))
