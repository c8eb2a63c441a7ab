import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Arguments } from './arguments.ts'
import { findDatabases } from './databases.ts'
import { median } from './histogram.ts'
import type { LoadNews, LoadOrder, LoadResult } from './load.ts'
import { folder } from './places.ts'
import { startHelper, stopped } from './processes.ts'
import { type Report, type Row, atLeast, seen, skipped } from './report.ts'
import { account, authorization, freePort, messagesPath, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: a durable `POST /Messages` is answered at least 20 times as fast as Prism answers it from the OpenAPI document, and at least 3 times as fast
 * as `emulate` does; both keep nothing on disk. All are loaded in turn by the same generator in the same run; the median of the rounds' ratios counts.
 *
 * Neither is a dependency of this project. What is not installed is skipped aloud: `npm install --prefix FOLDER @stoplight/prism-cli emulate@0.12.2`,
 * then TRUNKLINE_BENCH_PEERS=FOLDER, and for Prism TRUNKLINE_BENCH_SPEC=path of Twilio's `twilio_api_v2010.json` (or .yaml).
 *
 * --rounds 3  --seconds 3  --connections 50
 */
export async function peers(args: Arguments): Promise<Report> {
  const [rounds, seconds, connections] = [
    args.number('rounds', 3),
    args.number('seconds', 3),
    args.number('connections', 50),
  ]
  const rows: Row[] = []
  await using stack = new AsyncDisposableStack()
  const here: Peer[] = []
  for (const peer of [prism, emulate]) {
    const missing = peer.missing()
    if (missing === null) here.push(peer)
    else rows.push(skipped(`against ${peer.name}`, missing))
  }
  const bench = 'peers: POST /Messages against mock servers'
  if (here.length === 0) return { bench, rows }

  const load = stack.use(startHelper<LoadOrder | LoadNews, LoadResult>('load.ts'))
  const database = stack.use(await (await findDatabases()).kinds[0]!.open())
  const server = stack.use(await startTrunkline({ database: database.url, role: 'api' }))
  const request = (from: string, path = messagesPath) => ({ path, authorization, from })
  const own = { port: server.port, requests: request(await senderOf(server)), connections, seconds }
  await load.ask({ ...own, seconds: 2 })

  for (const peer of here) {
    const measured: { own: number; theirs: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const port = await freePort()
      const child = spawn(process.execPath, peer.arguments(port), { stdio: 'ignore', cwd: folder.data })
      stack.defer(() => stopped(child, 'SIGKILL'))
      await listens(port)
      const theirs = { port, requests: request(peer.from), connections, seconds }
      await load.ask({ ...theirs, seconds: 2, most: peer.warmUp })
      measured.push({
        own: perSecond('Trunkline', await load.ask(own)),
        theirs: perSecond(peer.name, await load.ask({ ...theirs, most: peer.most })),
      })
      await stopped(child, 'SIGKILL')
    }
    rows.push(
      seen(`${peer.name} ${peer.version()}`, median(measured.map(({ theirs }) => theirs)), 'req/s'),
      seen('Trunkline on SQLite', median(measured.map(({ own }) => own)), 'req/s'),
      atLeast(`Trunkline against ${peer.name}`, median(measured.map(({ own, theirs }) => own / theirs)), peer.bar, '×'),
    )
  }
  return { bench, rows }
}

function perSecond(name: string, { seconds, accepted, byStatus, refusals }: LoadResult): number {
  if (Object.keys(byStatus).join() !== '201')
    throw new Error(`${name}: ${JSON.stringify(byStatus)} ${JSON.stringify(refusals)}`)
  return accepted.count / seconds
}

interface Peer {
  name: string
  bar: number
  from: string
  /** How many requests to send before those that count, and how many of those, at most. */
  warmUp: number
  most: number
  missing(): string | null
  arguments(port: number): string[]
  version(): string
}

const spec = process.env.TRUNKLINE_BENCH_SPEC

const prism: Peer = {
  name: 'Prism',
  bar: 20,
  from: '+15005550006',
  warmUp: 2000,
  most: Infinity,
  missing: () =>
    notInstalled('@stoplight/prism-cli') ??
    (spec === undefined
      ? 'TRUNKLINE_BENCH_SPEC names no OpenAPI document'
      : existsSync(spec)
        ? null
        : `${spec} is not there`),
  arguments: (port) => [
    program('@stoplight/prism-cli'),
    'mock',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--verboseLevel',
    'silent',
    spec as string,
  ],
  version: () => versionOf('@stoplight/prism-cli'),
}

const emulate: Peer = {
  name: 'emulate',
  bar: 3,
  from: '+15551234567',
  // It refuses more than 5,000 in an hour, and is started anew for each round.
  warmUp: 1500,
  most: 3000,
  missing: () => notInstalled('emulate'),
  arguments(port) {
    mkdirSync(folder.data, { recursive: true })
    const seed = join(folder.data, 'emulate.yaml')
    writeFileSync(
      seed,
      `twilio:\n  account:\n    sid: ${account.sid}\n    auth_token: ${account.token}\n  phone_numbers:\n    - phone_number: "${this.from}"\n`,
    )
    return [program('emulate'), 'start', '--service', 'twilio', '--port', String(port), '--seed', seed]
  },
  version: () => versionOf('emulate'),
}

/** Where a package is: in the folder that is named for it, or among the project's own. */
const packageAt = (name: string) =>
  [process.env.TRUNKLINE_BENCH_PEERS, folder.root]
    .flatMap((at) => (at ? [join(at, 'node_modules', name)] : []))
    .find((path) => existsSync(path))

const notInstalled = (name: string) =>
  packageAt(name) === undefined ? `${name} is not installed; name a folder that has it in TRUNKLINE_BENCH_PEERS` : null
const program = (name: string) => join(packageAt(name) as string, 'dist/index.js')
const versionOf = (name: string) =>
  (JSON.parse(readFileSync(join(packageAt(name) as string, 'package.json'), 'utf8')) as { version: string }).version

async function listens(port: number) {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(100)
  }
  throw new Error('it does not listen')
}
