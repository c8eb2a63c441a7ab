import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { InDoubtPolicy } from '../../src/domain/carrier.ts'
import { basic, type Credentials } from '../api-client.ts'
import { compileCache, serverProcess } from '../program.ts'
import { long } from '../requires.ts'

export interface ProcessOptions {
  name: string
  database: string
  account: Credentials
  ledgerPort: number
  inDoubt: InDoubtPolicy
}

export interface ServerProcess {
  readonly name: string
  readonly url: string
  /** At once, as a power cut would: nothing is finished, nothing is told. Throws when it had ended by itself. */
  kill(): Promise<void>
}

const longestStart = 40_000
/** In milliseconds: far longer than any deed takes here. In its whole form a suite waits for leases as long as they are. */
const shortLease = 5000

/** Starts the whole server as a process, and waits until it answers. */
export async function startProcess({
  name,
  database,
  account,
  ledgerPort,
  inDoubt,
}: ProcessOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [serverProcess], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...compileCache,
      PATH: process.env.PATH,
      TRUNKLINE_PORT: '0',
      TRUNKLINE_LOG: 'error',
      TRUNKLINE_DATABASE: database,
      TRUNKLINE_ACCOUNT_SID: account.sid,
      TRUNKLINE_AUTH_TOKEN: account.token,
      TRUNKLINE_SENDER_RATE: '0',
      TRUNKLINE_IN_DOUBT_WAIT: '1s',
      LEDGER_PORT: String(ledgerPort),
      LEDGER_IN_DOUBT: inDoubt,
      LEDGER_PROCESS: name,
      ...(!long && { LEASE: String(shortLease) }),
    },
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(text.toString()))
  let killed = false
  const url = await firstWord(child, () => `${name} said: ${said.join('').slice(-2000)}`)
  return {
    name,
    url,
    async kill() {
      if (killed) return
      killed = true
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended by itself: ${said.join('').slice(-2000)}`)
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** What the process says when it is ready. */
function firstWord(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`No server after ${longestStart} ms. ${said()}`))
    }, longestStart)
    const settle = (how: () => void) => {
      clearTimeout(timer)
      how()
    }
    child.once('message', (word) =>
      settle(() => (typeof word === 'string' ? resolve(word) : reject(new Error(said())))),
    )
    child.once('exit', (code) => settle(() => reject(new Error(`The server ended with ${code}. ${said()}`))))
  })
}

/** The numbers that the first start gave the account. */
export async function ownedNumbers(server: string, account: Credentials): Promise<readonly string[]> {
  return (await numbersOf(server, account)).map(({ phone_number }) => phone_number)
}

/** Makes a messaging service with these numbers in its pool. */
export async function makeService(server: string, account: Credentials): Promise<string> {
  const { sid: service } = await post(server, account, '/v1/Services', { FriendlyName: 'Under load' })
  for (const { sid } of await numbersOf(server, account))
    await post(server, account, `/v1/Services/${service}/PhoneNumbers`, { PhoneNumberSid: sid })
  return service
}

/** Lets all numbers of the account ask here what is to be done with a message. */
export async function askAt(server: string, account: Credentials, smsUrl: string): Promise<void> {
  for (const { sid } of await numbersOf(server, account))
    await post(server, account, `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${sid}.json`, {
      SmsUrl: smsUrl,
    })
}

async function post(server: string, account: Credentials, path: string, form: Readonly<Record<string, string>>) {
  const headers = { authorization: basic(account) }
  const response = await fetch(server + path, { method: 'POST', headers, body: new URLSearchParams(form) })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as { sid: string }
}

async function numbersOf(server: string, account: Credentials) {
  const response = await fetch(`${server}/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers.json`, {
    headers: { authorization: basic(account) },
  })
  const { incoming_phone_numbers: numbers } = (await response.json()) as {
    incoming_phone_numbers: { sid: string; phone_number: string }[]
  }
  return numbers
}
