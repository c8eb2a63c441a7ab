import { afterEach, describe, expect, test } from 'vitest'
import type { Cookie } from '../domain/conversation.ts'
import { answering, callerWith, closeAll, get, post, receiver } from './receiver.testing.ts'

afterEach(closeAll)

/** An application that sets cookies by path. */
const setting = (byPath: Readonly<Record<string, { status?: number; location?: string; set?: string[] }>>) =>
  receiver((request, response) => {
    const { status = 204, location, set = [] } = byPath[request.url?.split('?')[0] ?? ''] ?? {}
    response.writeHead(status, { 'Set-Cookie': set, ...(location ? { Location: location } : {}) }).end()
  })

const cookie = (name: string, value: string, more: Partial<Cookie> = {}): Cookie => ({
  name,
  value,
  domain: '127.0.0.1',
  hostOnly: true,
  path: '/',
  secure: false,
  expires: null,
  ...more,
})

describe('the cookies of a call', () => {
  test('are sent where they belong, shown as they were sent, and answered as they were', async () => {
    const app = await setting({})
    const cookies = [
      cookie('seen', '3'),
      cookie('deep', '1', { path: '/in/' }),
      cookie('other', '1', { domain: 'example.com' }),
      cookie('secure', '1', { secure: true }),
    ]
    const answer = await callerWith().call({ ...post(`${app.url}/in/`), cookies })
    expect(app.got[0]!.headers.cookie).toBe('deep=1; seen=3')
    expect(answer.attempts[0]!.requestHeaders).toMatchObject({ Cookie: 'deep=1; seen=3' })
    expect(answer.cookies).toBe(cookies)
  })

  test('are those that the answer set, each of its headers one, and come back with the next call', async () => {
    const app = await setting({ '/a': { set: ['seen=1; Expires=Fri, 15 Jan 2100 13:00:00 GMT; Path=/', 'step=2'] } })
    const caller = callerWith()
    const first = await caller.call(post(`${app.url}/a`))
    expect(first.cookies).toMatchObject([
      { name: 'seen', value: '1', expires: Date.UTC(2100, 0, 15, 13) },
      { name: 'step', value: '2', expires: null },
    ])
    expect(first.attempts[0]!.responseHeaders['set-cookie']).toBe(
      'seen=1; Expires=Fri, 15 Jan 2100 13:00:00 GMT; Path=/, step=2',
    )
    await caller.call({ ...get(`${app.url}/b`), cookies: first.cookies })
    expect(app.got.map(({ headers }) => headers.cookie)).toEqual([undefined, 'seen=1; step=2'])
  })

  test('go along a redirect, with what it set, and to another host only what belongs there', async () => {
    const other = await receiver(answering(204, { 'Set-Cookie': 'theirs=1' }))
    const elsewhere = other.url.replace('127.0.0.1', 'localhost')
    const app = await setting({
      '/a': { status: 307, location: '/b', set: ['hop=1; Path=/', 'old=; Max-Age=0; Path=/'] },
      '/b': { status: 302, location: `${elsewhere}/c`, set: ['hop=2; Path=/'] },
    })
    const cookies = [cookie('old', '1'), cookie('mine', '1'), cookie('known', '1', { domain: 'localhost' })]
    const answer = await callerWith().call({ ...post(`${app.url}/a`), cookies })
    expect(answer.ok).toBe(true)
    expect([...app.got, ...other.got].map(({ headers }) => headers.cookie)).toEqual([
      'old=1; mine=1',
      'mine=1; hop=1',
      'known=1',
    ])
    expect(answer.attempts.map(({ requestHeaders }) => requestHeaders['Cookie'])).toEqual([
      'old=1; mine=1',
      'mine=1; hop=1',
      'known=1',
    ])
    expect(answer.cookies.map(({ name, value, domain }) => `${name}=${value} ${domain}`)).toEqual([
      'mine=1 127.0.0.1',
      'known=1 localhost',
      'hop=2 127.0.0.1',
      'theirs=1 localhost',
    ])
  })

  test('are also those of an answer that failed, and go along with the next try', async () => {
    const app = await setting({ '/a': { status: 500, set: ['try=1'] } })
    const answer = await callerWith().call(post(`${app.url}/a#rp=5xx`))
    expect(answer).toMatchObject({ ok: false, cookies: [{ name: 'try', value: '1' }] })
    expect(app.got.map(({ headers }) => headers.cookie)).toEqual([undefined, 'try=1'])
  })

  test('go along when a Digest challenge is answered', async () => {
    const challenge = { 'WWW-Authenticate': 'Digest realm="r", qop="auth", nonce="n1"', 'Set-Cookie': 'session=1' }
    const app = await receiver((request, response) =>
      response.writeHead(request.headers.cookie === 'session=1' ? 204 : 401, challenge).end(),
    )
    expect(await callerWith().call(post(app.url.replace('//', '//user:pass@')))).toMatchObject({ ok: true })
  })

  test('stay as they are when no request can be made', async () => {
    const cookies = [cookie('a', '1')]
    for (const url of ['nonsense', 'http://127.0.0.1:1/#rc=0', 'http://127.0.0.1:1/#rp=sometimes'])
      expect((await callerWith().call({ ...post(url), cookies })).cookies).toBe(cookies)
  })

  test('are forgotten when their time is over, and are not sent any more', async () => {
    const app = await setting({})
    const now = 1_700_000_000_000
    const cookies = [cookie('over', '1', { expires: now }), cookie('good', '1', { expires: now + 1 })]
    const answer = await callerWith().call({ ...post(app.url), cookies })
    expect(app.got[0]!.headers.cookie).toBe('good=1')
    expect(answer.cookies).toEqual([cookies[1]])
  })
})
