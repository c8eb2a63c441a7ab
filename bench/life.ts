import { setTimeout as sleep } from 'node:timers/promises'
import type { Arguments } from './arguments.ts'
import { type DatabaseKind, findDatabases } from './databases.ts'
import { histogram } from './histogram.ts'
import type { LoadNews, LoadOrder, LoadResult } from './load.ts'
import { type Helper, cpuOf, memoryOf, startHelper } from './processes.ts'
import type { Received, ReceiverOrder } from './receiver.ts'
import { type Report, type Row, atLeast, exactly, seen, skipped } from './report.ts'
import { allMessages, authorization, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: one process does at least 1,500 whole lives each second, for a minute: accept, hand to the simulator, sent, delivered, and a status
 * callback for `sent` and for `delivered`, each counted at the receiver, with load, receiver and database on the same machine. Nothing is
 * lost: each message that got a 201 has both callbacks and is `delivered` in the API at the end.
 *
 * The load is closed: at most `window` messages are under way, so that the rate is what the server sustains and no backlog hides in it. The
 * time counts from the first request to the last callback. How long one life takes is measured apart, at a steady rate below that.
 *
 * --seconds 60  --window 2000  --connections 50  --steady 1000 (messages each second)  --database sqlite|postgres
 */
export async function life(args: Arguments): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const only = args.text('database')
  const rows: Row[] = []
  for (const kind of kinds)
    if (!only || kind.name.toLowerCase().startsWith(only)) rows.push(...(await livesOn(kind, args)))
  if (missing) rows.push(skipped('life on PostgreSQL', missing))
  return { bench: 'life: accept to delivered, two status callbacks each', rows }
}

/** As the server is started here. */
const simulatorDelay = 100

interface Parts {
  load: Helper<LoadOrder | LoadNews, LoadResult>
  receiver: Helper<ReceiverOrder, unknown>
}

async function livesOn(kind: DatabaseKind, args: Arguments): Promise<Row[]> {
  const seconds = args.number('seconds', 60)
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await kind.open())
  const load = stack.use(startHelper<LoadOrder | LoadNews, LoadResult>('load.ts'))
  const receiver = stack.use(startHelper<ReceiverOrder, unknown>('receiver.ts'))
  const server = stack.use(
    await startTrunkline({ database: database.url, settings: { TRUNKLINE_SIMULATOR_DELAY: `${simulatorDelay}ms` } }),
  )
  receiver.onNews((finished) => load.tell({ finished: finished as number }))
  const statusCallback = `http://127.0.0.1:${(await receiver.ask({ do: 'listen' })) as number}/status`
  const requests = { path: messagesPath, authorization, from: await senderOf(server), statusCallback }
  const order: LoadOrder = {
    port: server.port,
    requests,
    connections: args.number('connections', 50),
    seconds,
    keepSids: true,
  }
  const window = args.number('window', 2000)

  const warm = await live({ load, receiver }, { ...order, seconds: Math.min(5, seconds), window })
  const [before, databaseBefore] = [cpuOf(server.pid), kind.cpu()]
  const most = await live({ load, receiver }, { ...order, window })
  const [after, databaseAfter] = [cpuOf(server.pid), kind.cpu()]
  const steady = Math.min(args.number('steady', 1000), most.perSecond * 0.8)
  const calm = await live(
    { load, receiver },
    { ...order, seconds: Math.min(15, seconds), rate: steady, connections: 1000 },
  )

  const kept = await allMessages(server.port)
  const accepted = [...warm.sids, ...most.sids, ...calm.sids]
  const notDelivered = accepted.filter((sid) => kept.get(sid) !== 'delivered').length
  const perMessage = (a: number | null, b: number | null) =>
    a === null || b === null ? 'unknown' : ((b - a) * 1000) / most.sids.length
  const { name } = kind
  return [
    atLeast(`${name}: whole lives`, most.perSecond, 1500, '/s'),
    seen(`${name}: messages accepted`, accepted.length),
    exactly(`${name}: accepted and not delivered in the API`, notDelivered, 0),
    exactly(`${name}: accepted and a callback missing`, warm.missing + most.missing + calm.missing, 0),
    seen(`${name}: callbacks that came twice`, warm.repeated + most.repeated + calm.repeated),
    seen(`${name}: requests refused`, warm.refused + most.refused + calm.refused),
    seen(`${name}: CPU of the server`, perMessage(before, after), 'µs/life'),
    seen(
      `${name}: CPU of the database`,
      kind.cpu() === null ? 'in the server' : perMessage(databaseBefore, databaseAfter),
      'µs/life',
    ),
    seen(`${name}: memory of the server, at most`, memoryOf(server.pid)?.most ?? 'unknown', 'MiB'),
    seen(
      `${name}: at ${Math.round(steady)}/s, accept to delivered callback beyond the simulator's delay, half within`,
      calm.p50 - simulatorDelay,
      'ms',
    ),
    seen(`${name}: the same, 99 in 100 within`, calm.p99 - simulatorDelay, 'ms'),
  ]
}

/** Runs one load until every life that it began has ended, or nothing has moved for 15 s. */
async function live({ load, receiver }: Parts, order: LoadOrder) {
  await receiver.ask({ do: 'forget' })
  const result = await load.ask(order)
  const began = performance.timeOrigin + performance.now() - result.seconds * 1000
  const { delivered, sent, repeated } = await settled(receiver, result.sids.length)
  const times = histogram()
  let last = 0
  let missing = 0
  for (const [sid, at] of result.sids) {
    const end = delivered.get(sid)
    if (end === undefined || !sent.has(sid)) missing++
    if (end === undefined) continue
    times.note(end - at)
    last = Math.max(last, end)
  }
  return {
    sids: result.sids.map(([sid]) => sid),
    missing,
    repeated,
    refused: result.refused.count,
    perSecond: ((result.sids.length - missing) * 1000) / (last - began),
    ...times.percentiles(),
  }
}

async function settled(receiver: Parts['receiver'], wanted: number): Promise<Received> {
  let moved = Date.now()
  let most = -1
  for (;;) {
    const received = (await receiver.ask({ do: 'tell' })) as Received
    const count = received.delivered.size + received.sent.size
    if (count > most) [most, moved] = [count, Date.now()]
    if (count >= wanted * 2 || Date.now() - moved > 15_000) return received
    await sleep(200)
  }
}
