import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerReader } from './answer-reader.ts'
import type { Arguments } from './arguments.ts'
import { findDatabases } from './databases.ts'
import { median } from './histogram.ts'
import { messageRequests } from './message-requests.ts'
import { memoryOf, stopped } from './processes.ts'
import { type Report, type Row, atMost, seen, skipped } from './report.ts'
import { authorization, freePort, messagesPath, senderOf, spawnTrunkline, startTrunkline } from './trunkline.ts'

/*
 * Claim: from the start of the process (`node bin/trunkline.cjs start`) to the first 201 at most 300 ms pass on the embedded database, be it
 * there already or be it made by this start. A client that knows nothing but the account asks as soon as the port is open: on a
 * fresh database it must first ask for the account's number, which counts. Median of `--runs 10`.
 */
export async function startup(args: Arguments): Promise<Report> {
  const runs = args.number('runs', 10)
  const { kinds, missing } = await findDatabases()
  const rows: Row[] = []
  for (const kind of kinds) {
    await using database = await kind.open()
    let sender: string
    {
      await using server = await startTrunkline({ database: database.url })
      sender = await senderOf(server)
    }
    const existing: number[] = []
    const fresh: number[] = []
    for (let run = 0; run < runs; run++) {
      existing.push(await firstAccept(database.url, sender))
      await using empty = await kind.open()
      fresh.push(await firstAccept(empty.url))
    }
    const embedded = kind.name === 'SQLite'
    const row = (what: string, times: number[]) =>
      embedded ? atMost(what, median(times), 300, 'ms') : seen(what, median(times), 'ms')
    rows.push(
      row(`${kind.name}, existing: start to first 201`, existing),
      row(`${kind.name}, fresh: start to first 201`, fresh),
    )
    rows.push(seen(`${kind.name}: slowest of all`, Math.max(...existing, ...fresh), 'ms'))
  }
  if (missing) rows.push(skipped('startup on PostgreSQL', missing))
  return { bench: `startup: median of ${runs}`, rows }
}

/*
 * Claim: a server that has nothing to do holds at most 90 MB, 5 s after its start and after a first message.
 */
export async function idle(): Promise<Report> {
  const { kinds, missing } = await findDatabases()
  const rows: Row[] = []
  for (const kind of kinds) {
    await using database = await kind.open()
    await using server = await startTrunkline({ database: database.url })
    await exchange(
      server.port,
      messageRequests({ path: messagesPath, authorization, from: await senderOf(server) }).next(),
    )
    const atStart = memoryOf(server.pid)?.now ?? Number.NaN
    await sleep(5000)
    rows.push(seen(`${kind.name}: resident after the first message`, atStart, 'MiB'))
    rows.push(atMost(`${kind.name}: resident after 5 s of rest`, memoryOf(server.pid)?.now ?? Number.NaN, 90, 'MiB'))
  }
  if (missing) rows.push(skipped('idle on PostgreSQL', missing))
  return { bench: 'idle memory', rows }
}

async function firstAccept(database: string, sender?: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const child = spawnTrunkline({ database, port })
  try {
    await portOpen(port, began)
    await ready(port, began)
    const from = sender ?? (await senderOf({ port }))
    const status = await exchange(port, messageRequests({ path: messagesPath, authorization, from }).next())
    if (status !== 201) throw new Error(`the first message was answered ${status}`)
    return performance.now() - began
  } finally {
    await stopped(child, 'SIGTERM')
  }
}

/** Tries every millisecond until something listens. */
async function portOpen(port: number, began: number): Promise<void> {
  const opens = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      const tell = (open: boolean) => {
        socket.destroy()
        resolve(open)
      }
      socket.once('connect', () => tell(true)).once('error', () => tell(false))
    })
  while (!(await opens())) {
    if (performance.now() - began > 30_000) throw new Error('the server does not listen')
    await sleep(1)
  }
}

/** Open, and perhaps not ready yet. */
async function ready(port: number, began: number): Promise<void> {
  while ((await exchange(port, readiness)) !== 200) {
    if (performance.now() - began > 30_000) throw new Error('the server does not become ready')
    await sleep(1)
  }
}

const readiness = Buffer.from('GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')

/** One request on a connection of its own; answers with the status. */
function exchange(port: number, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const reader = answerReader(({ status }) => {
      socket.destroy()
      resolve(status)
    })
    socket.once('error', reject)
    socket.on('data', reader.feed)
    socket.write(request)
  })
}
