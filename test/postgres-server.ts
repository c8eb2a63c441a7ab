import { randomBytes } from 'node:crypto'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openStore } from '../src/store/store.ts'
import { askPostgres } from './ask-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where no server was found. */
    postgres: PostgresServer | null
  }
}

export interface PostgresServer {
  /** Where tests may create and drop databases. */
  url: string
  /** How a database is created that has all tables, behind `create database …`. */
  copying: string
}

const usual = 'postgres://postgres@127.0.0.1:5432/postgres'

/** Runs once before all tests: takes the PostgreSQL server that was named, else starts a private one, else finds one, else says that there is none. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = await findServer()
  if (!server) {
    project.provide('postgres', null)
    const missing = `PostgreSQL: no postgres program to start one, and none at ${usual}`
    const required = (process.env.TRUNKLINE_REQUIRE ?? '').split(',').includes('postgres')
    if (required) throw new Error(`${missing}, but TRUNKLINE_REQUIRE asks for it. Try: apt-get install postgresql`)
    console.warn(`SKIPPED: every test on PostgreSQL. ${missing}. Try: TRUNKLINE_TEST_POSTGRES=postgres://... npm test`)
    return undefined
  }
  const template = await makeTemplate(server.url)
  project.provide('postgres', { url: server.url, copying: template.copying })
  return async () => {
    await template.drop()
    await server.stop()
  }
}

interface FoundServer {
  url: string
  stop(): Promise<void>
}

/** A private server is preferred to one that is there: it need not keep anything, and a test has its database in a fifth of the time. */
async function findServer(): Promise<FoundServer | null> {
  const named = process.env.TRUNKLINE_TEST_POSTGRES
  const there = (url: string): FoundServer => ({ url, stop: async () => {} })
  if (named) {
    if (await answers(named)) return there(named)
    throw new Error(`TRUNKLINE_TEST_POSTGRES=${named} does not answer, or its user may not create databases.`)
  }
  const programs = findPrograms()
  if (programs) return startServer(programs)
  return (await answers(usual)) ? there(usual) : null
}

/** Makes the database that those of the tests are copies of: a copy takes a third of the time that making its tables does. */
async function makeTemplate(server: string): Promise<{ copying: string; drop(): Promise<void> }> {
  const name = `trunkline_template_${randomBytes(8).toString('hex')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await askPostgres(server, `create database ${name} template template0`)
  await (await openStore(url.href))[Symbol.asyncDispose]()
  const [version] = await askPostgres(server, 'show server_version_num')
  // Before 15 files are always copied, and it cannot be said.
  const byFiles = Number(version?.server_version_num) >= 150_000 ? ' strategy file_copy' : ''
  return {
    copying: `template ${name}${byFiles}`,
    async drop() {
      await askPostgres(server, `drop database ${name} with (force)`)
    },
  }
}

/** Whether a server is there whose user may create databases. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ able: boolean }>(
      'select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user',
    )
    return rows[0]?.able === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function findPrograms(): string | null {
  const packaged = '/usr/lib/postgresql'
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(packaged, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null
}

async function startServer(programs: string): Promise<FoundServer> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-postgres-'))
  // PostgreSQL refuses to run as root.
  const who = process.getuid?.() === 0 ? someoneElse() : null
  if (who) chownSync(folder, who.uid, who.gid)
  const data = join(folder, 'data')
  const options = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(programs, 'initdb'), options, { ...who, cwd: folder, stdio: 'ignore' })
  const port = await freePort()
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    { ...who, cwd: folder, stdio: 'ignore' },
  )
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  for (let tries = 0; tries < 500 && server.exitCode === null; tries++) {
    if (await answers(url)) return { url, stop: () => stop(server, folder) }
    await sleep(20)
  }
  await stop(server, folder)
  throw new Error(`${programs}/postgres was started and did not answer.`)
}

function someoneElse(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (option: string) =>
        Number(execFileSync('id', [option, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: idOf('-u'), gid: idOf('-g') }
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('A private PostgreSQL cannot run as root, and neither the user postgres nor nobody exists.')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const gone = once(server, 'exit')
    // SIGQUIT: at once. What is in there is thrown away.
    server.kill('SIGQUIT')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
}
