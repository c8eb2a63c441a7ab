import { devNull } from 'node:os'
import { readSettings } from '../config.ts'
import { silentLog } from '../log.ts'
import { startServer } from '../server.ts'

/** Settings of a server as texts, by their names. */
export type ServerSettings = Readonly<Record<string, string>>

export interface ServerHere {
  url: string
  /** The REST API's first account. */
  stop(): Promise<void>
}

/** What a server of tests is unless its settings say otherwise: it forgets, says nothing, and lets nobody wait. */
const usual: ServerSettings = {
  host: '127.0.0.1',
  port: '0',
  database: 'sqlite::memory:',
  log: 'silent',
  senderRate: '0',
  simulatorDelay: '0',
  simulatorAnswer: '0',
  callLength: '0',
}

/** Starts a server for tests in this process. Neither it nor whoever is connected to it holds up the end of the process. */
export async function serveHere(settings: ServerSettings): Promise<ServerHere> {
  // The settings of a project are those of the server that its people start by hand: tests say theirs.
  const read = readSettings({ mode: 'development', flags: { ...usual, ...settings }, env: {}, cwd: devNull })
  const { url, stop } = await startServer(read, silentLog, { background: true })
  return { url, stop }
}
