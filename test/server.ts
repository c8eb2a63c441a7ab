import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { readSettings } from '../src/config.ts'
import { type Log, openLog } from '../src/log.ts'
import { type Parts, startServer } from '../src/server.ts'
import { askJson, basic, type Credentials, type Json } from './api-client.ts'

export interface TestServer extends AsyncDisposable {
  url: string
  account: Credentials & { basic: string }
  /** Test credentials: they send nothing. */
  test: Credentials
  /** What the account owns from the first start. */
  numbers: readonly [string, string]
}

export interface TestServerOptions extends Parts {
  /** Settings by their variables. */
  env?: Readonly<Record<string, string>>
  log?: Log
}

/** A whole server in this process, on a free port, with a database in memory and phones that answer at once. */
export async function startTestServer({ env = {}, log, ...parts }: TestServerOptions = {}): Promise<TestServer> {
  const given = {
    TRUNKLINE_PORT: '0',
    TRUNKLINE_LOG: 'error',
    TRUNKLINE_DATABASE: 'sqlite::memory:',
    TRUNKLINE_SENDER_RATE: '0',
    TRUNKLINE_SIMULATOR_DELAY: '0',
    ...env,
  }
  const settings = readSettings({ mode: 'development', flags: {}, env: given, cwd: tmpdir() })
  const server = await startServer(settings, log ?? openLog(settings.log), { pollMs: 25, ...parts })
  const { account, testAccount, numbers } = server.welcome ?? {}
  const [first, second] = numbers ?? []
  if (!account || !testAccount || first === undefined || second === undefined)
    throw new Error('The first start made no account.')
  const credentials = { sid: account.sid, token: account.authToken }
  return {
    url: server.url,
    account: { ...credentials, basic: basic(credentials) },
    test: { sid: testAccount.sid, token: testAccount.authToken },
    numbers: [first, second],
    [Symbol.asyncDispose]: () => server.stop(),
  }
}

const onItsWay: ReadonlySet<unknown> = new Set(['accepted', 'queued', 'sending', 'sent', 'receiving'])

/** Waits until none of these messages is on its way any more. */
export async function settled(
  server: TestServer,
  sids: readonly string[],
  as: Credentials = server.account,
): Promise<readonly Json[]> {
  const end = performance.now() + 10_000
  for (;;) {
    const messages = await Promise.all(
      sids.map(async (sid) => (await askJson(server, { method: 'GET', path: `/Messages/${sid}.json`, as })).json),
    )
    const waiting = messages.filter(({ status }) => onItsWay.has(status))
    if (waiting.length === 0) return messages
    if (performance.now() > end) throw new Error(`Still on their way: ${JSON.stringify(waiting)}`)
    await pause(10)
  }
}
