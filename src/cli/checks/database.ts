import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Finding, findingsOf } from './finding.ts'
import { whyNotConnected } from './connect.ts'

const { ok, warning, problem } = findingsOf('database')

const mebibyte = 2 ** 20
const little = 500 * mebibyte
const hardlyAny = 20 * mebibyte

/** Whether the database of the settings can be written to, and has room to grow. It is not opened: that would make it, or change its tables. */
export async function checkDatabase(database: string, cwd: string): Promise<Finding> {
  if (database === 'sqlite::memory:') return ok('The database is in memory, and forgotten at the end.')
  if (database.startsWith('postgres')) return checkPostgres(new URL(database))
  return checkFile(resolve(cwd, database.slice('sqlite:'.length)))
}

function checkFile(path: string): Finding {
  const elsewhere = '--database sqlite:PATH with a place that can be written to, or sqlite::memory:'
  const place = existsSync(path) ? path : nearestFolder(dirname(path))
  try {
    if (place === path && !statSync(path).isFile()) return problem(`${path} is no file.`, elsewhere)
    if (place !== path && !statSync(place).isDirectory()) return problem(`${place} is no folder.`, elsewhere)
    accessSync(place, constants.R_OK | constants.W_OK)
    // A journal is made beside the database.
    if (place === path) accessSync(dirname(path), constants.W_OK)
  } catch (error) {
    return problem(`${path} cannot be written to: ${(error as Error).message}.`, elsewhere)
  }
  const { bavail, bsize } = statfsSync(place)
  const left = bavail * bsize
  const room = `${path} has room for ${Math.floor(left / mebibyte)} MiB`
  if (left < hardlyAny) return problem(`${room}, which is soon full.`, 'to free some, or --database with another place')
  if (left < little) return warning(`${room}.`, 'to free some before the server takes many messages')
  return ok(`${path} can be written to.`)
}

/** The folder that would hold it, or the next one above that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
}

async function checkPostgres({ hostname, port }: URL): Promise<Finding> {
  const at = { host: hostname || 'localhost', port: Number(port || 5432) }
  const why = await whyNotConnected(at)
  const name = `${at.host}, port ${at.port}`
  return why === null
    ? ok(`A server listens at ${name}; whether it takes the password shows at the start.`)
    : problem(`PostgreSQL does not answer at ${name}: ${why}.`, 'to start it, or another --database')
}
