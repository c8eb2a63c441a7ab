import { type DestinationStream, destination, pino } from 'pino'

/**
 * One line for one event: the event in few fixed words, all that varies in fields. Never a message body, a token or a full
 * number; `maskNumber` shows of a number what a reader of logs needs.
 */
export interface Log {
  debug(fields: object, event: string): void
  info(fields: object, event: string): void
  warn(fields: object, event: string): void
  error(fields: object, event: string): void
  /** Adds the same fields to every line, such as the account. */
  child(fields: object): Log
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

/** Standard error, written to in the background. */
export const standardError = (): ErrorStream => destination({ dest: 2, sync: false })
type ErrorStream = ReturnType<typeof destination>

/** How long the rest of a log may take, in milliseconds. */
const longestRest = 1000

/** Writes the rest of a log before the process exits: at exit it would be tried for ever where nobody reads standard error any more. */
export async function endLog(stream: ErrorStream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, longestRest)
  stream.once('close', resolve).once('error', resolve).end()
  await promise
  clearTimeout(timer)
}

/** Opens a log of JSON lines on standard error, or on any stream. */
export function openLog(level: LogLevel, stream: DestinationStream = standardError()): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets, censor: '[hidden]' },
    },
    stream,
  )
}

/** For what needs a log and must not write one. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
}

/** `+15551234567` as `+155…567`: enough to tell two apart, not enough to call. */
export function maskNumber(number: string): string {
  const at = number.indexOf(':') + 1
  const [channel, address] = [number.slice(0, at), number.slice(at)]
  return address.length < 8 ? `${channel}…` : `${channel}${address.slice(0, 4)}…${address.slice(-3)}`
}

/** A last guard for a field that should not have been given: by its name, at the top and one level down. */
const secrets = ['authToken', 'password', 'authorization', 'body', 'Body'].flatMap((name) => [name, `*.${name}`])
