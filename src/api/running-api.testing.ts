import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { type AccountRequest, openAccount } from '../accounts/open-account.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import type { Account } from '../domain/account.ts'
import { noFaults } from '../domain/faults.ts'
import { freeRules } from '../messaging/sending-rules.testing.ts'
import { type Store, openStore } from '../store/store.ts'
import { buildApi } from './app.ts'

/** The moment at which the clock of these tests stands until they move it. */
export const start = Date.UTC(2026, 0, 2, 3, 4, 5)

export interface RunningApi extends AsyncDisposable {
  url: string
  ledger: Store
  /** A parent account. */
  account: Account
  clock: { now(): number; at: number }
  logged: { event: string; fields: object }[]
  open(request: AccountRequest): Promise<Account>
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>
  /** Sends these bytes and answers with all that comes until the other side closes. */
  raw(bytes: string | Buffer): Promise<string>
}

export interface AskOptions {
  /** Null for no credentials. */
  as?: Account | null
  form?: Readonly<Record<string, string>> | string
  headers?: Readonly<Record<string, string>>
  body?: RequestInit['body']
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Only for a body in JSON. */
  json: Readonly<Record<string, never>> & { code?: number; message?: string }
}

/** The API over a real socket and a database in memory, with nobody behind it who would send anything. */
export async function runningApi(): Promise<RunningApi> {
  const ledger = await openStore('sqlite::memory:')
  const clock = { at: start, now: () => clock.at }
  const logged: RunningApi['logged'] = []
  const log = (fields: object, event: string) => void logged.push({ event, fields })
  const has = {
    ledger,
    clock,
    inventory: numberPool(),
    carrier: 'none',
    voiceCarrier: 'none',
    publicUrl: null,
    mediaAuth: false,
    rules: freeRules,
    startingBalance: 10_000_000,
    errorEra: 'classic' as const,
    noteRefused: null,
    faults: noFaults,
    log: { info: log, error: log },
    nudge() {},
  }
  const open = (request: AccountRequest) => openAccount(request, has)
  const account = await open({})
  const app = buildApi(has)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    ledger,
    account,
    clock,
    logged,
    open,
    async ask(method, path, { as = account, form, headers = {}, body }: AskOptions = {}) {
      const root = path.startsWith('/') ? '' : `/2010-04-01/Accounts/${(as ?? account).sid}/`
      const response = await fetch(url + root + path, {
        method,
        headers: { ...(as && { authorization: basic(as) }), ...headers },
        ...(form !== undefined && { body: new URLSearchParams(form) }),
        ...(body !== undefined && { body }),
      })
      const content = await response.text()
      const isJson = response.headers.get('content-type') === 'application/json' && content !== ''
      return {
        status: response.status,
        headers: response.headers,
        text: content,
        json: isJson ? JSON.parse(content) : {},
      }
    },
    async raw(bytes) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(bytes)
      return text(socket)
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await ledger[Symbol.asyncDispose]()
    },
  }
}

export const basic = ({ sid, authToken }: Pick<Account, 'sid' | 'authToken'>) =>
  `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
