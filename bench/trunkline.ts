import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { folder } from './places.ts'
import { stopped } from './processes.ts'

export const account = {
  sid: `AC${'0123456789abcdef'.repeat(2)}`,
  token: 'fedcba9876543210'.repeat(2),
  testSid: `AC${'fedcba9876543210'.repeat(2)}`,
  testToken: '0123456789abcdef'.repeat(2),
} as const

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
export const authorization = basic(account.sid, account.token)
export const messagesPath = `/2010-04-01/Accounts/${account.sid}/Messages.json`

export interface Trunkline extends AsyncDisposable {
  readonly pid: number
  readonly port: number
  /** Resolves with how it ended, when it does. */
  readonly ended: Promise<string>
}

export interface TrunklineOptions {
  database: string
  role?: 'api' | 'worker' | 'all'
  port?: number
  /** Further settings, by the name of their variable. */
  settings?: Readonly<Record<string, string>>
  /** Arguments of Node itself, such as `--cpu-prof`. */
  nodeArguments?: readonly string[]
}

/** Starts the built server as its own process, as a user does, and leaves it to its caller to wait until it serves. */
export function spawnTrunkline({
  database,
  role = 'all',
  port,
  settings,
  nodeArguments = [],
}: TrunklineOptions & { port: number }): ChildProcess {
  mkdirSync(folder.data, { recursive: true })
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('TRUNKLINE_') && name !== 'PORT'),
  )
  return spawn(process.execPath, [...nodeArguments, `${folder.root}bin/trunkline.cjs`, 'start', '--role', role], {
    cwd: folder.data,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...inherited,
      TRUNKLINE_PORT: String(port),
      TRUNKLINE_HOST: '127.0.0.1',
      TRUNKLINE_DATABASE: database,
      TRUNKLINE_LOG: 'error',
      TRUNKLINE_SENDER_RATE: '0',
      TRUNKLINE_ACCOUNT_SID: account.sid,
      TRUNKLINE_AUTH_TOKEN: account.token,
      TRUNKLINE_TEST_ACCOUNT_SID: account.testSid,
      TRUNKLINE_TEST_AUTH_TOKEN: account.testToken,
      ...settings,
    },
  })
}

/** Starts the server and waits until it serves. */
export async function startTrunkline(options: TrunklineOptions): Promise<Trunkline> {
  const port = options.port ?? (await freePort())
  const child = spawnTrunkline({ ...options, port })
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))))
  for (let tries = 0; ; tries++) {
    if (await serves(port)) break
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} instead of serving`)
    if (tries > 1000) throw new Error('the server does not serve')
    await sleep(20)
  }
  return { pid: child.pid as number, port, ended, [Symbol.asyncDispose]: () => stopped(child, 'SIGTERM') }
}

/** The first number that the account owns. */
export async function senderOf({ port }: { port: number }): Promise<string> {
  const list = await getJson<{ incoming_phone_numbers: { phone_number: string }[] }>(
    port,
    `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`,
  )
  const sender = list.incoming_phone_numbers[0]?.phone_number
  if (!sender) throw new Error('the account owns no number')
  return sender
}

export async function getJson<T>(port: number, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Every message of the account by its SID, with its status: what the API shows, page after page. */
export async function allMessages(port: number): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  let path: string | null = `${messagesPath}?PageSize=1000`
  while (path !== null) {
    const page: { messages: { sid: string; status: string }[]; next_page_uri: string | null } = await getJson(
      port,
      path,
    )
    for (const { sid, status } of page.messages) found.set(sid, status)
    path = page.next_page_uri
  }
  return found
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) =>
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    }),
  )
}

const serves = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  )
