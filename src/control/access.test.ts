import { describe, expect, test } from 'vitest'
import { type Access, type Asker, doorkeeper } from './access.ts'
import type { ConsoleSession } from '../domain/console-door.ts'
import { ControlProblem } from './control-problem.ts'
import type { Visit } from './door/visit.ts'
import { nearOnly, runningControl } from './running-control.testing.ts'

const token = 'a-token-of-more-than-32-characters'
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const far = { address: '192.0.2.7' }

const session: ConsoleSession = { key: 'k', login: 'l', epoch: 0, begun: 0, minted: 0, seen: 0, until: null }
/** Somebody shows a login that counts by `Cookie: counts`. */
const visitOf = async (cookies: string | undefined): Promise<Visit | null> =>
  cookies === 'counts' ? { kind: 'secure', session } : null

/** How somebody is let in: 200, or why not. */
async function askAs(
  access: Partial<Access>,
  { address = '127.0.0.1', method = 'GET', headers = {} }: Partial<Asker>,
): Promise<{ status: number; error: string }> {
  try {
    const letIn = doorkeeper({ ...nearOnly, ...access }, visitOf)
    await letIn({ address, method, headers: { host: 'localhost:4010', ...headers } })
    return { status: 200, error: '' }
  } catch (error) {
    const { statusCode, message } = error as ControlProblem
    expect(error).toBeInstanceOf(ControlProblem)
    return { status: statusCode, error: message }
  }
}

describe('development without a token', () => {
  test.each([
    ['this machine', {}],
    ['this machine by IPv6', { address: '::1', headers: { host: '[::1]:4010' } }],
    ['this machine by IPv4 within IPv6', { address: '::ffff:127.0.0.1', headers: { host: '127.1.2.3' } }],
    ['a page of this machine', { headers: { origin: 'http://localhost:5173' } }],
    ['a page of this machine over TLS', { headers: { origin: 'https://127.0.0.1' } }],
    ['a token that nobody asked for', { headers: bearer('anything') }],
  ])('answers %s', async (_who, asked) => {
    expect((await askAs({}, asked)).status).toBe(200)
  })

  test.each([
    ['another machine', far, 'answers this machine only: set TRUNKLINE_CONTROL_TOKEN'],
    ['another machine with some token', { ...far, headers: bearer(token) }, 'answers this machine only'],
    ['what a proxy passes on', { headers: { 'x-forwarded-for': '192.0.2.7' } }, 'answers this machine only'],
    ['what a newer proxy passes on', { headers: { forwarded: 'for=192.0.2.7' } }, 'answers this machine only'],
    ['a name that a web page chose', { headers: { host: 'rebound.example' } }, 'does not answer as "rebound.example"'],
    ['a name that only begins well', { headers: { host: 'localhost.example' } }, 'does not answer as'],
    ['a user before the name', { headers: { host: 'localhost:1@rebound.example' } }, 'does not answer as'],
    ['a page from elsewhere', { headers: { origin: 'https://elsewhere.example' } }, 'pages of https://elsewhere'],
    ['a page in a sandbox', { headers: { origin: 'null' } }, 'pages of null'],
    ['a page of another scheme', { headers: { origin: 'ftp://localhost' } }, 'pages of ftp://localhost'],
  ])('refuses %s, and says why', async (_who, asked, words) => {
    const { status, error } = await askAs({}, asked)
    expect([status, error]).toEqual([403, expect.stringContaining(words)])
  })
})

describe('development with a token', () => {
  test.each([
    ['this machine without it', {}],
    ['another machine with it', { ...far, headers: bearer(token) }],
    ['a proxy with it', { headers: { 'x-forwarded-for': '192.0.2.7', ...bearer(token) } }],
  ])('answers %s', async (_who, asked) => {
    expect((await askAs({ token }, asked)).status).toBe(200)
  })

  test.each([
    ['another machine without it', far, 'wants a token'],
    ['a proxy without it', { headers: { 'x-real-ip': '192.0.2.7' } }, 'wants a token'],
    ['another token', { ...far, headers: bearer(`${token}x`) }, 'not the token'],
    ['another token of this machine', { headers: bearer('x') }, 'not the token'],
    ['another scheme', { ...far, headers: { authorization: `Basic ${token}` } }, 'wants a token'],
  ])('asks %s for it', async (_who, asked, words) => {
    const { status, error } = await askAs({ token }, asked)
    expect([status, error]).toEqual([401, expect.stringContaining(words)])
  })

  test('answers under the names that were allowed, and pages of theirs', async () => {
    const hosts = ['*.internal', '10.0.0.0/8', '2001:db8::/32']
    for (const host of ['control.internal:4010', '10.1.2.3:4010', '[2001:db8::1]:4010']) {
      const headers = { host, origin: `https://${host}`, ...bearer(token) }
      expect((await askAs({ token, hosts }, { ...far, headers })).status).toBe(200)
    }
    expect((await askAs({ token, hosts }, { headers: bearer(token) })).status).toBe(403)
  })
})

describe('production', () => {
  test('asks this machine for the token, too', async () => {
    await using control = await runningControl({ mode: 'production' }, { ...nearOnly, token, tokenAlways: true })
    const refused = await control.ask('/retention')
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect((await control.ask('/retention', { headers: bearer(token) })).status).toBe(200)
  })

  test('without a token answers nobody but those who logged in', async () => {
    expect((await askAs({ tokenAlways: true }, {})).status).toBe(403)
    expect((await askAs({ tokenAlways: true }, { headers: { cookie: 'counts' } })).status).toBe(200)
  })

  test('shows, and changes nothing: there are no phones', async () => {
    await using control = await runningControl({ mode: 'production' })
    expect((await control.ask('/phones')).status).toBe(404)
    expect((await control.ask(`/accounts/AC${'0'.repeat(32)}`, { method: 'PATCH', payload: {} })).status).toBe(404)
    const { json } = await control.ask('/openapi.json')
    const paths = json.paths as Record<string, object>
    expect(Object.keys(paths['/accounts/{sid}'] ?? {})).toEqual(['get'])
    expect(paths).not.toHaveProperty('/phones')
  })
})

describe('a login', () => {
  const cookie = 'counts'
  const own = { origin: 'http://localhost:4010' }
  const sites = (site: string) => ({ 'sec-fetch-site': site })

  test.each([
    ['a look', 'GET', {}],
    ['a look from an own page', 'GET', sites('same-origin')],
    ['an address that was typed', 'GET', sites('none')],
    ['a change from an own page', 'POST', { ...own, ...sites('same-origin') }],
    ['a change from an own page of an older browser', 'DELETE', own],
    [
      'a change behind a proxy that renames the server',
      'POST',
      { origin: 'https://localhost', ...sites('same-origin') },
    ],
  ])('lets in %s', async (_what, method, headers) => {
    expect(await askAs({ token }, { ...far, method, headers: { cookie, ...headers } })).toMatchObject({ status: 200 })
  })

  test.each([
    ['a change without an Origin', 'POST', {}],
    ['a change without an Origin by whatever says it is from here', 'POST', sites('same-origin')],
    ['a change from another port of the same host', 'PATCH', { origin: 'http://localhost:5173' }],
    ['the same from a newer browser', 'PATCH', { ...own, ...sites('same-site') }],
    ['a change that no page asked for', 'PUT', { ...own, ...sites('none') }],
    ['a look of a page of another port', 'GET', sites('same-site')],
    ['a look of a page of elsewhere', 'GET', sites('cross-site')],
  ])('does not open to %s', async (_what, method, headers) => {
    const { status, error } = await askAs({ token }, { ...far, method, headers: { cookie, ...headers } })
    expect([status, error]).toEqual([403, expect.stringContaining('pages of this server only')])
  })

  test('that is over, or comes with a wrong token, does not count', async () => {
    expect((await askAs({ token }, { ...far, headers: { cookie: 'over' } })).status).toBe(401)
    expect((await askAs({ token }, { ...far, headers: { cookie, ...bearer('wrong') } })).status).toBe(401)
  })

  test('is not needed by who has the token, nor by this machine in development', async () => {
    expect((await askAs({ token }, { ...far, method: 'POST', headers: bearer(token) })).status).toBe(200)
    expect((await askAs({ token }, { method: 'POST', headers: { cookie } })).status).toBe(200)
  })
})
