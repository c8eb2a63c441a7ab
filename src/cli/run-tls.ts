import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { resolve } from 'node:path'
import { KeyNotPrivate, type KeptAuthority, keptAuthority } from '../intercept/kept-authority.ts'
import { relayTo } from '../intercept/relay.ts'
import { secureFront } from '../intercept/secure-front.ts'
import { openTally } from '../intercept/tally.ts'
import { CommandProblem } from './command-problem.ts'
import { interrupted } from './interrupted.ts'
import type { Print } from './server-command.ts'

export interface TlsOptions {
  server: string
  output: 'text' | 'json'
  port: string
  host: string
  folder: string
}

/** Of the hosts that the service has, those that are answered. */
const hosts = ['api.twilio.com', 'messaging.twilio.com', 'monitor.twilio.com']

/** Serves until it is interrupted. */
export async function runTls({ server, output, port, host, folder }: TlsOptions, print: Print): Promise<void> {
  if (!/^https?:\/\//.test(server) || !URL.canParse(server))
    throw new CommandProblem(`"${server}" is no address of a server.`, '--server http://127.0.0.1:4010')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new CommandProblem(`"${port}" is no port.`, '--port 8443')
  const kept = await openKept(folder)
  const tally = openTally()
  const relay = relayTo({ server, tally })
  const front = await secureFront(kept.authority, relay, Date.now)
  await listening(front, Number(port), host)
  const at = (front.address() as AddressInfo).port
  const address = `${host.includes(':') ? `[${host}]` : host}:${at}`
  const until = new Date(kept.authority.until).toISOString().slice(0, 10)
  if (output === 'json') print(JSON.stringify({ host, port: at, authority: kept.path, until, hosts, server }))
  else print(welcome({ address, server, kept, until, host }))
  await interrupted()
  front.close()
  front.closeAllConnections()
  relay.close()
  console.error(`trunkline: ${tally.summary()}`)
}

async function openKept(folder: string): Promise<KeptAuthority> {
  try {
    return await keptAuthority(resolve(folder), Date.now())
  } catch (error) {
    const attempt =
      error instanceof KeyNotPrivate ? 'chmod 600 for it, or remove it for a new one' : '--folder with another one'
    throw new CommandProblem((error as Error).message, attempt, { cause: error })
  }
}

async function listening(front: Server, port: number, host: string): Promise<void> {
  try {
    front.maxConnections = 1000
    await once(front.listen(port, host), 'listening')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'EACCES' ? 'only root may take it' : code === 'EADDRINUSE' ? 'somebody listens there already' : code
    throw new CommandProblem(`${host}:${port} cannot be listened on: ${why}.`, '--port 8443, or another free one', {
      cause: error,
    })
  }
}

interface Welcome {
  address: string
  server: string
  kept: KeptAuthority
  until: string
  host: string
}

const welcome = ({ address, server, kept: { path, isNew }, until, host }: Welcome) =>
  [
    `TLS for twilio.com on ${address}, answered by ${server}`,
    '',
    '  Where programs look names up, such as in /etc/hosts:',
    `  ${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host} ${hosts.join(' ')}`,
    '',
    `  To trust, ${isNew ? 'made now, ' : ''}until ${until}. It can speak for twilio.com only:`,
    `  ${path}`,
    '',
  ].join('\n')
