import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type Finding, findingsOf } from './finding.ts'

const { ok, problem } = findingsOf('port')

/** Milliseconds until what holds a port must have said who it is. */
const patience = 2000

/** Whether the port of the settings is free, or a Trunkline already serves there; else who has it. */
export async function checkPort(host: string, port: number): Promise<Finding> {
  const code = await whyTaken(host, port)
  if (code === null) return ok(`Port ${port} of ${host} is free.`)
  if (code !== 'EADDRINUSE')
    return problem(`Port ${port} of ${host} cannot be listened on: ${code}.`, '--port 4010 and --host 127.0.0.1')
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' || host === '::1' ? '[::1]' : host
  if (await isTrunkline(`http://${near}:${port}`)) return ok(`A Trunkline server serves on port ${port} of ${host}.`)
  const holder = holderOf(port)
  return problem(
    `Port ${port} of ${host} is taken by ${holder ?? 'another program'}.`,
    `\`trunkline start --port 0\` for a free one${holder === null ? `; \`lsof -i :${port}\` names the program` : ''}`,
  )
}

async function whyTaken(host: string, port: number): Promise<string | null> {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message
  } finally {
    server.close()
  }
}

async function isTrunkline(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(patience), redirect: 'manual' })
    const { info } = (await answer.json()) as { info?: { title?: unknown } }
    return typeof info?.title === 'string' && info.title.includes('Trunkline')
  } catch {
    return false
  }
}

/** So many processes are looked at. */
const mostProcesses = 5000

/** Which process listens on a port, where Linux tells; null elsewhere, and for processes of others. */
function holderOf(port: number): string | null {
  const tables = ['tcp', 'tcp6'].map((table) => orElse('', () => readFileSync(`/proc/net/${table}`, 'utf8')))
  const links = new Set(tables.flatMap((table) => listeners(table, port)).map((inode) => `socket:[${inode}]`))
  const processes = orElse([], () => readdirSync('/proc')).filter((name) => /^\d+$/.test(name))
  const pid = processes.slice(0, mostProcesses).find((one) => filesOf(one).some((link) => links.has(link)))
  if (pid === undefined) return null
  return `${orElse('a program', () => readFileSync(`/proc/${pid}/comm`, 'utf8').trim())} (process ${pid})`
}

/** The inodes of the sockets that listen on a port, of a table as /proc/net/tcp is. */
function listeners(table: string, port: number): string[] {
  const listening = '0A'
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
    return state === listening && parseInt(local.split(':')[1] ?? '', 16) === port && inode ? [inode] : []
  })
}

function filesOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`
  return orElse([], () => readdirSync(folder)).map((name) => orElse('', () => readlinkSync(`${folder}/${name}`)))
}

/** What is read of processes may be gone, or be hidden from us. */
function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
