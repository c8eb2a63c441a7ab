import { tmpdir } from 'node:os'
import { request } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAccount } from '../../src/accounts/open-account.ts'
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { type Log, silentLog } from '../../src/log.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { openStore } from '../../src/store/store.ts'
import { runCli } from '../cli.ts'
import { type DatabaseKind, type TestDatabase, sharedDatabases } from '../databases.ts'
import { heldCarrier } from '../held-carrier.ts'
import { type Browser, openBrowser } from './browser.ts'

const origin = 'https://console.example'
const controlToken = 'a-token-of-more-than-32-characters'
const password = 'correct horse battery'
const minute = 60_000
const hour = 60 * minute

describe.each(sharedDatabases)('the door of the console on $name', ({ open }) => {
  const { start, chosen, browse, tokenOf, statusOf, now, pass, url } = doorOn(open)

  test('keeps nothing by which somebody who reads the database comes in', async () => {
    const { server, browser } = await chosen()
    const store = await openStore(url())
    const kept = JSON.stringify([await store.consoleDoor.find(), await store.consoleDoor.sessions(10)])
    await store[Symbol.asyncDispose]()
    const id = browser.cookie()?.split('=')[1] ?? ''
    for (const secret of [id, tokenOf(server), password]) {
      expect(secret.length).toBeGreaterThan(10)
      expect(kept).not.toContain(secret)
    }
    expect(kept).toContain('scrypt$32768$8$3$')
  })

  test('is one for several processes: one token, used once, and a login at each', async () => {
    const [one, two] = await Promise.all([start(), start()])
    const tokens = [tokenOf(one), tokenOf(two)].filter((token) => token !== '')
    expect(tokens).toHaveLength(1)
    expect([one.login, two.login]).toContainEqual({ waitsUntil: now() + 24 * hour })
    const shown = { token: tokens[0], newPassword: password }
    const browsers = [browse(one), browse(two)]
    const answers = await Promise.all(browsers.map((browser) => browser.ask('POST', '/session', shown)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]))
    const cookie = browsers.map((browser) => browser.cookie()).find((one) => one !== null) ?? ''
    for (const server of [one, two])
      expect((await browse(server).ask('GET', '/v1/messages', undefined, { cookie })).status).toBe(200)
  })

  test('exchanges the id of a session each hour, and takes the one before for a minute', async () => {
    const { server, browser } = await chosen()
    const before = browser.cookie() ?? ''
    const asBefore = () => browse(server).ask('GET', '/v1/messages', undefined, { cookie: before })
    pass(hour - 1)
    await browser.ask('GET', '/v1/messages')
    expect(browser.cookie()).toBe(before)
    pass(1)
    // Of requests that come at once, one is told.
    const answers = await Promise.all(
      [1, 2, 3].map(() => browse(server).ask('GET', '/v1/messages', undefined, { cookie: before })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const told = answers.flatMap(({ headers }) => headers['set-cookie'] ?? [])
    expect(told).toHaveLength(1)
    const after = /^[^;]+/.exec(told[0] ?? '')?.[0] ?? ''
    expect(after).not.toBe(before)
    pass(minute - 1)
    expect((await asBefore()).status).toBe(200)
    pass(1)
    expect((await asBefore()).status).toBe(403)
    const asAfter = await browse(server).ask('GET', '/session', undefined, { cookie: after })
    expect(asAfter.json['login']).toBe('in')
  })

  test('lets out one, or everybody', async () => {
    const { server, browser } = await chosen({ TRUNKLINE_CONTROL_TOKEN: controlToken })
    const others = [browse(server), browse(await start({ TRUNKLINE_CONTROL_TOKEN: controlToken }))]
    for (const other of others) await other.ask('POST', '/session', { token: controlToken })
    const cookie = browser.cookie() ?? ''
    const out = await browser.ask('DELETE', '/session')
    expect([out.status, out.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect((await browser.ask('GET', '/v1/messages', undefined, { cookie })).status).toBe(401)
    expect((await browser.ask('DELETE', '/sessions')).status).toBe(401)
    for (const other of others) expect(await statusOf(other)).toBe(200)
    expect((await others[0]!.ask('DELETE', '/sessions')).status).toBe(204)
    for (const other of others) expect(await statusOf(other)).toBe(401)
  })
})

describe('the door of the console', () => {
  const { start, chosen, browse, tokenOf, statusOf, now, pass, url } = doorOn(sharedDatabases[0]!.open)

  test('opens once with the token that the first start shows, and then with the password that was chosen', async () => {
    const server = await start()
    const token = tokenOf(server)
    const browser = browse(server)
    const asked = await browser.ask('GET', '/session')
    expect(asked.json).toEqual({ mode: 'production', login: 'needed', passwordSet: false })
    expect(asked.headers['cache-control']).toBe('no-store')
    expect(await statusOf(browser)).toBe(403)

    const short = await browser.ask('POST', '/session', { token, newPassword: 'too short' })
    expect([short.status, short.json['error']]).toEqual([400, 'newPassword is a text of 12 to 1024 characters'])
    expect((await browser.ask('POST', '/session', { token })).json['error']).toContain('choose a password')
    const opened = await browser.ask('POST', '/session', { token, newPassword: password })
    expect(opened.json).toEqual({ mode: 'production', login: 'in', passwordSet: true })
    expect(opened.headers['set-cookie']).toMatch(
      /^__Host-trunkline=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure$/,
    )
    expect(await statusOf(browser)).toBe(200)
    expect(await statusOf(browser, '/v1/phones')).toBe(404)

    const other = browse(server)
    expect((await other.ask('POST', '/session', { token, newPassword: password })).status).toBe(401)
    expect((await other.ask('POST', '/session', { password })).status).toBe(200)
    expect((await start()).login).toBeNull()
  })

  test('shows another token when the first was not used for a day', async () => {
    const first = await start()
    pass(24 * hour)
    const browser = browse(first)
    const late = await browser.ask('POST', '/session', { token: tokenOf(first), newPassword: password })
    expect(late.status).toBe(401)
    const token = tokenOf(await start())
    expect((await browser.ask('POST', '/session', { token, newPassword: password })).status).toBe(200)
  })

  test('closes after half a day without use, and after a week', async () => {
    const { server, browser } = await chosen()
    const idle = browse(server)
    await idle.ask('POST', '/session', { password })
    for (let day = 0; day < 7; day += 0.25) {
      expect(await statusOf(browser), `day ${day}`).toBe(200)
      expect(await statusOf(browser, '/session')).toBe(200)
      pass(6 * hour)
    }
    expect((await idle.ask('GET', '/session')).json['login']).toBe('needed')
    expect(await statusOf(browser)).toBe(403)
  })

  test('ends every other login when the password is changed', async () => {
    const { server, browser } = await chosen()
    const other = browse(server)
    await other.ask('POST', '/session', { password, newPassword: 'another password' })
    expect([await statusOf(browser), await statusOf(other)]).toEqual([403, 200])
    expect((await browser.ask('POST', '/session', { password })).status).toBe(401)
  })

  test('answers whatever is wrong alike, and no more than ten times in a quarter of an hour', async () => {
    const { server } = await chosen()
    const browser = browse(server)
    const wrong = [{ password: 'wrong' }, { token: 'wrong' }, { password: '' }, { token: tokenOf(server) }]
    const answers = await Promise.all(wrong.map((shown) => browser.ask('POST', '/session', shown)))
    expect(new Set(answers.map(({ status, json }) => `${status} ${String(json['error'])}`)).size).toBe(1)
    for (let i = wrong.length; i < 10; i++)
      expect((await browser.ask('POST', '/session', { token: `wrong ${i}` })).status).toBe(401)
    const refused = await browser.ask('POST', '/session', { password })
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '900'])
    pass(15 * minute)
    expect((await browser.ask('POST', '/session', { password })).status).toBe(200)
  })

  test('does not let other pages act for somebody who is in', async () => {
    const { server, browser } = await chosen()
    const replay = (headers: Record<string, string>) => browser.ask('POST', '/v1/webhooks/WH1/replay', {}, headers)
    expect((await replay({})).status).toBe(404)
    expect((await replay({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await replay({ origin: 'https://elsewhere.example' })).status).toBe(403)
    const bare = { host: 'console.example', cookie: browser.cookie() ?? '' }
    for (const [method, path] of [
      ['POST', '/v1/webhooks/WH1/replay'],
      ['DELETE', '/session'],
      ['DELETE', '/sessions'],
    ] as const) {
      const answer = await request(`${server.url}/_trunkline${path}`, { method, headers: bare })
      expect([path, answer.statusCode]).toEqual([path, 403])
      await answer.body.dump()
    }
    expect(await statusOf(browser)).toBe(200)
  })

  test('takes the token of programs, too, with which another password may be chosen', async () => {
    const { server, browser } = await chosen({ TRUNKLINE_CONTROL_TOKEN: controlToken })
    const other = browse(server)
    expect((await other.ask('POST', '/session', { token: controlToken })).status).toBe(200)
    expect([await statusOf(browser), await statusOf(other)]).toEqual([200, 200])
    const newPassword = 'chosen by the operator'
    expect((await other.ask('POST', '/session', { token: controlToken, newPassword })).status).toBe(200)
    expect((await browser.ask('POST', '/session', { password })).status).toBe(401)
    expect((await browser.ask('POST', '/session', { password: newPassword })).status).toBe(200)
  })

  test('is reached by https alone in production, and on the same machine', async () => {
    const { server } = await chosen()
    const plain = await browse(server, 'http://console.example').ask('POST', '/session', { password })
    expect([plain.status, plain.json['error']]).toEqual([403, expect.stringContaining('plain http')])
    const tunnel = await browse(server, 'http://localhost:4010').ask('POST', '/session', { password })
    expect(tunnel.headers['set-cookie']).toMatch(/^__Host-.*; Secure$/)
    const renamed = browse(server)
    const cookie = `trunkline=${String(tunnel.headers['set-cookie']).slice('__Host-trunkline='.length).split(';')[0]}`
    expect((await renamed.ask('GET', '/v1/messages', undefined, { cookie })).status).toBe(403)
  })

  test('of a development server is for those from elsewhere, and warns once of plain http', async () => {
    const warned: string[] = []
    const log: Log = { ...silentLog, warn: (_fields, event) => void warned.push(event) }
    const near = await start({}, 'development')
    expect(near.login).toBeNull()
    expect((await (await fetch(`${near.url}/_trunkline/session`)).json()) as object).toMatchObject({ login: 'none' })

    const server = await start({ TRUNKLINE_HOST: '0.0.0.0' }, 'development', log)
    const browser = browse(server, 'http://console.example')
    const { headers } = await browser.ask('POST', '/session', { token: tokenOf(server), newPassword: password })
    expect(headers['set-cookie']).toMatch(/^trunkline=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/)
    expect([await statusOf(browser), await statusOf(browser, '/v1/phones')]).toEqual([200, 200])
    await browser.ask('POST', '/session', { password })
    expect(warned.filter((event) => event.includes('plain http'))).toHaveLength(1)
  })

  test('is opened anew by the command that forgets the password', async () => {
    const { server, browser } = await chosen()
    const words = ['console', 'reset', '--public-url', origin]
    const { code, output } = await runCli(tmpdir(), words, { TRUNKLINE_DATABASE: url() })
    expect(code).toBe(0)
    expect(await statusOf(browser)).toBe(403)
    expect((await browser.ask('POST', '/session', { password })).status).toBe(401)
    const token = /^\s*https:\/\/console\.example\/_trunkline\/login#token=(\S+)$/m.exec(output)?.[1]
    pass(Date.now() - now())
    const again = await browse(server).ask('POST', '/session', { token, newPassword: 'another password' })
    expect(again.status).toBe(200)
  })
})

test('a database in memory has no password to forget', async () => {
  const { code, error } = await runCli(tmpdir(), ['console', 'reset', '--database', 'sqlite::memory:'])
  expect([code, error]).toEqual([1, expect.stringContaining('only its server knows')])
})

/** What each test has: a database with an account, servers on it that are stopped, and a clock that is theirs. */
function doorOn(open: DatabaseKind['open']) {
  let database: TestDatabase
  let now = 0
  const running: RunningServer[] = []
  beforeEach(async () => {
    now = Date.UTC(2026, 0, 2)
    database = await open()
    const store = await openStore(database.url)
    await openAccount({}, { ledger: store, clock: systemClock })
    await store[Symbol.asyncDispose]()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()))
    await database[Symbol.asyncDispose]()
  })

  async function start(env: Record<string, string> = {}, mode: 'production' | 'development' = 'production', log?: Log) {
    const given = {
      TRUNKLINE_PORT: '0',
      TRUNKLINE_DATABASE: database.url,
      TRUNKLINE_CONTROL_API: 'on',
      TRUNKLINE_CONTROL_HOSTS: 'localhost,127.0.0.0/8,console.example',
      ...env,
    }
    const settings = readSettings({ mode, flags: {}, env: given, cwd: tmpdir() })
    const carrier = mode === 'production' ? { carrier: heldCarrier() } : {}
    const server = await startServer(settings, log ?? silentLog, { ...carrier, clock: { now: () => now } })
    running.push(server)
    return server
  }

  const browse = ({ url }: RunningServer, from = origin): Browser => openBrowser(url, from)
  const tokenOf = ({ login }: RunningServer): string => {
    const address = login && 'address' in login ? login.address : ''
    return /\/_trunkline\/login#token=([\w-]{43})$/.exec(address)?.[1] ?? ''
  }
  /** A server on which the password was chosen, and the browser in which it was. */
  async function chosen(env: Record<string, string> = {}) {
    const server = await start(env)
    const browser = browse(server)
    const { status } = await browser.ask('POST', '/session', { token: tokenOf(server), newPassword: password })
    expect(status).toBe(200)
    return { server, browser }
  }
  const statusOf = async (browser: Browser, path = '/v1/messages') => (await browser.ask('GET', path)).status

  return {
    start,
    chosen,
    browse,
    tokenOf,
    statusOf,
    now: () => now,
    pass: (time: number) => void (now += time),
    url: () => database.url,
  }
}
