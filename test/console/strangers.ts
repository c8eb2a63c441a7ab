import { tmpdir } from 'node:os'
import { readSettings } from '../../src/config.ts'
import { silentLog } from '../../src/log.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { heldCarrier } from '../held-carrier.ts'

interface Strangers {
  database: string
  /** The built pages. */
  pages: URL
  env?: Readonly<Record<string, string>>
}

/** A server in production with the console, and with accounts that are there already; it is reached as localhost, whose cookies browsers keep. */
export async function startForStrangers({ database, pages, env = {} }: Strangers) {
  const given = { TRUNKLINE_PORT: '0', TRUNKLINE_DATABASE: database, TRUNKLINE_CONTROL_API: 'on', ...env }
  const settings = readSettings({ mode: 'production', flags: {}, env: given, cwd: tmpdir() })
  const server: RunningServer = await startServer(settings, silentLog, { carrier: heldCarrier(), pages })
  return {
    url: server.url.replace('127.0.0.1', 'localhost'),
    login: server.login,
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
