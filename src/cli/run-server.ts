import { type Mode, type SettingSources, type Settings, readSettings, unknownVariables } from '../config.ts'
import { type Log, endLog, openLog, standardError } from '../log.ts'
import type { RunningServer } from '../server.ts'

/** How long work under way may take to end after the first signal. */
const drain = 10_000

/** One press of Ctrl-C may arrive twice, from the terminal and through npm: only later than this is it a second one. */
const samePress = 500

/** Runs a server until SIGINT or SIGTERM, then ends the process. */
export async function runServer(
  mode: Mode,
  flags: SettingSources['flags'],
  announce: (server: RunningServer, settings: Settings) => void,
): Promise<void> {
  for (const warning of unknownVariables(process.env)) console.error(`trunkline: ${warning}`)
  const settings = readSettings({ mode, flags, env: process.env, cwd: process.cwd() })
  const errors = standardError()
  const log = openLog(settings.log, errors)
  // Loaded last: a mistake in the settings is told at once.
  const { startServer } = await import('../server.ts')
  const server = await startServer(settings, log)
  const signal = firstSignal()
  announce(server, settings)
  log.info({ signal: await signal }, 'stopping')
  const code = await stopped(server, log)
  await endLog(errors)
  process.exit(code)
}

function firstSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  let first: number | null = null
  const heard = (signal: NodeJS.Signals) => {
    if (first !== null && performance.now() - first > samePress) process.exit(130)
    first ??= performance.now()
    resolve(signal)
  }
  process.on('SIGINT', heard).on('SIGTERM', heard)
  return promise
}

async function stopped(server: RunningServer, log: Log): Promise<0 | 1> {
  const late = Promise.withResolvers<1>()
  const timer = setTimeout(() => {
    log.warn({ after: drain }, 'stopped before all work under way had ended; what was accepted is kept')
    late.resolve(1)
  }, drain)
  const code = await Promise.race([server.stop().then(() => 0 as const), late.promise])
  clearTimeout(timer)
  return code
}
