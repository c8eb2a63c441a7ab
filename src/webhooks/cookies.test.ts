import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cookie } from '../domain/conversation.ts'
import { cookieDate } from './cookie-date.ts'
import { cookieText, longestCookie, mostCookies, withCookiesOf, type CookiePlace } from './cookies.ts'
import { targetOf } from './target.ts'

const now = Date.UTC(2026, 0, 15, 12)
const place = (url: string): CookiePlace => targetOf(url)!
const app = 'https://app.example.com/texts/in?x=/y/'

/** The jar after one answer that came from this URL. */
const jarOf = (url: string, ...setCookies: readonly string[]) => withCookiesOf([], setCookies, place(url), now)
const sentTo = (url: string, jar: readonly Cookie[], at = now) => cookieText(jar, place(url), at)

describe('a cookie', () => {
  test('is kept with all that it says', () => {
    expect(jarOf(app, ' a = b=c ; Path=/p; Domain=.Example.COM; Secure; HttpOnly; SameSite=Lax; Max-Age=60')).toEqual([
      {
        name: 'a',
        value: 'b=c',
        domain: 'example.com',
        hostOnly: false,
        path: '/p',
        secure: true,
        expires: now + 60_000,
      },
    ])
    expect(jarOf(app, 'a="b c"')).toEqual([
      {
        name: 'a',
        value: '"b c"',
        domain: 'app.example.com',
        hostOnly: true,
        path: '/texts',
        secure: false,
        expires: null,
      },
    ])
  })

  test.for([
    ['https://app.example.com/texts/in', 'a=1'],
    ['https://app.example.com/texts', 'a=1'],
    ['https://app.example.com/textsmore', null],
    ['https://app.example.com/other/texts/', null],
    ['https://app.example.com/', null],
    ['https://app.example.com:8443/texts/', 'a=1'],
    ['http://app.example.com/texts/', 'a=1'],
    ['https://sub.app.example.com/texts/', null],
    ['https://example.com/texts/', null],
    ['https://xapp.example.com/texts/', null],
  ] as const)('without attributes goes back to its host and folder only: to %s, %j', ([url, text]) => {
    expect(sentTo(url, jarOf(app, 'a=1'))).toBe(text)
  })

  test.for([
    ['https://example.com/', 'a=1'],
    ['https://app.example.com/', 'a=1'],
    ['https://other.example.com/', 'a=1'],
    ['https://badexample.com/', null],
    ['https://example.com.evil.example/', null],
  ] as const)('of a domain goes to all hosts under it: to %s, %j', ([url, text]) => {
    expect(sentTo(url, jarOf(app, 'a=1; Domain=example.com; Path=/'))).toBe(text)
  })

  test.for([
    'Domain=other.example.com',
    'Domain=evil.example',
    'Domain=com',
    'Domain=com.',
    'Domain=..com',
    'Domain=xapp.example.com',
    'Domain=sub.app.example.com',
  ])('with %s, which is not for its host to set, is not kept', (attribute) => {
    expect(jarOf(app, `a=1; ${attribute}`)).toEqual([])
  })

  test.for([
    ['http://localhost:3000/', 'Domain=localhost', 'localhost'],
    ['http://127.0.0.1/', 'Domain=127.0.0.1', '127.0.0.1'],
    ['http://127.0.0.1/', 'Domain=0.0.1', null],
    ['http://[::1]/', '', '::1'],
    [app, 'Domain=', 'app.example.com'],
  ] as const)('from %s with %j is kept for %j', ([url, attribute, domain]) => {
    expect(jarOf(url, `a=1; ${attribute}`).map((cookie) => cookie.domain)).toEqual(domain === null ? [] : [domain])
  })

  test('of a name without a dot, or an address, goes to nothing under it', () => {
    expect(sentTo('http://x.localhost/', jarOf('http://localhost/', 'a=1; Domain=localhost'))).toBeNull()
    expect(sentTo('http://127.0.0.1/', jarOf('http://127.0.0.1/', 'a=1; Domain=127.0.0.1'))).toBe('a=1')
  })

  test('that is secure goes over TLS only', () => {
    const jar = jarOf(app, 'a=1; secure; Path=/')
    expect([sentTo('https://app.example.com/', jar), sentTo('http://app.example.com/', jar)]).toEqual(['a=1', null])
  })

  test.for(['', 'a', '=b', ' =b', 'a=\u0001', 'a=b\tc', 'a\u007f=1', 'a=é', 'a=1; Path=/\u0000'])(
    '%j is none',
    (text) => {
      expect(jarOf(app, text)).toEqual([])
    },
  )

  test('may be empty, and one whose path is no path has that of its folder', () => {
    expect(sentTo(app, jarOf(app, 'a=; Path=texts'))).toBe('a=')
  })

  test('is kept up to 4 KiB with its attributes, and not beyond', () => {
    expect(jarOf(app, `a=${'x'.repeat(longestCookie - 2)}`)).toHaveLength(1)
    expect(jarOf(app, `a=${'x'.repeat(longestCookie - 1)}`)).toEqual([])
  })
})

describe('the age of a cookie', () => {
  test.for([
    ['Max-Age=60', 60_000],
    ['Max-Age=60; Expires=Thu, 15 Jan 2026 13:00:00 GMT', 60_000],
    ['Expires=Thu, 15 Jan 2026 13:00:00 GMT', 3_600_000],
    ['Max-Age=soon; Expires=Thu, 15 Jan 2026 13:00:00 GMT', 3_600_000],
    ['Max-Age=9; Max-Age=60', 60_000],
    ['Max-Age=99999999999999999999', 400 * 86_400_000],
    ['Expires=whenever', null],
    ['', null],
  ] as const)('is, by %j, %j ms', ([attributes, age]) => {
    expect(jarOf(app, `a=1; ${attributes}`)).toMatchObject([{ expires: age === null ? null : now + age }])
  })

  test('ends it: it is sent no more, and forgotten at the next answer', () => {
    const jar = jarOf(app, 'a=1; Max-Age=60', 'b=2')
    expect(sentTo(app, jar, now + 59_999)).toBe('a=1; b=2')
    expect(sentTo(app, jar, now + 60_000)).toBe('b=2')
    expect(withCookiesOf(jar, [], place(app), now + 60_000)).toMatchObject([{ name: 'b' }])
  })

  test.for(['Max-Age=0', 'Max-Age=-1', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'])('%s removes it', (attribute) => {
    expect(withCookiesOf(jarOf(app, 'a=1', 'b=2'), [`a=; ${attribute}`], place(app), now)).toMatchObject([
      { name: 'b' },
    ])
  })
})

describe('a jar', () => {
  test('stays the same one when nothing is set, and nothing has expired', () => {
    const jar = jarOf(app, 'a=1')
    expect(withCookiesOf(jar, [], place(app), now)).toBe(jar)
    expect(withCookiesOf(jar, ['nonsense'], place(app), now)).toBe(jar)
  })

  test('replaces a cookie of the same name, domain and path, and has others of that name beside it', () => {
    const jar = jarOf(app, 'a=1', 'b=2', 'a=3', 'a=4; Path=/', 'a=5; Domain=example.com')
    expect(jar.map(({ value }) => value)).toEqual(['3', '2', '4', '5'])
  })

  test('sends what has the longest path first, then what is oldest', () => {
    const jar = jarOf(app, 'a=1; Path=/', 'b=2; Path=/texts/in', 'c=3; Path=/', 'd=4')
    expect(sentTo(app, jar)).toBe('b=2; d=4; a=1; c=3')
  })

  test('holds the newest twenty', () => {
    const jar = jarOf(app, ...Array.from({ length: 25 }, (_, i) => `c${i}=${i}`))
    expect(jar.map(({ name }) => name)).toEqual(Array.from({ length: mostCookies }, (_, i) => `c${i + 5}`))
  })
})

describe('the date of a cookie', () => {
  test.for([
    ['Wed, 09 Jun 2021 10:18:14 GMT', '2021-06-09T10:18:14Z'],
    ['Wednesday, 09-Jun-21 10:18:14 GMT', '2021-06-09T10:18:14Z'],
    ['Wed Jun  9 10:18:14 2021', '2021-06-09T10:18:14Z'],
    ['9 june 1970 1:2:3', '1970-06-09T01:02:03Z'],
    ['01 Jan 69 00:00:00', '2069-01-01T00:00:00Z'],
    ['01 Jan 70 00:00:00', '1970-01-01T00:00:00Z'],
    ['29 Feb 2024 23:59:59', '2024-02-29T23:59:59Z'],
  ])('%j is %s', ([text, at]) => {
    expect(new Date(cookieDate(text!)!).toISOString().replace('.000', '')).toBe(at)
  })

  test.for([
    '',
    'Wed, 09 Jun 2021',
    '10:18:14 Jun 2021',
    '09 Jun 1600 10:18:14',
    '31 Feb 2024 10:18:14',
    '00 Jun 2021 10:18:14',
    '09 Jun 2021 24:00:00',
    '09 Jun 2021 10:60:00',
    '09 Jun 2021 10:18:60',
    '09 Foo 2021 10:18:14',
  ])('%j is none', (text) => {
    expect(cookieDate(text)).toBeNull()
  })

  test('is read back as an HTTP date writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(cookieDate(new Date(seconds * 1000).toUTCString())).toBe(seconds * 1000)
      }),
    )
  })
})

describe('whatever is set', () => {
  const url = fc
    .tuple(
      fc.constantFrom('http://', 'https://'),
      fc.constantFrom('app.example.com', 'example.com', 'evil.example', 'localhost', '127.0.0.1', '[::1]'),
      fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/ab?/c'),
    )
    .map((parts) => parts.join(''))
  const attribute = fc.oneof(
    fc.constantFrom('Domain=example.com', 'Domain=com', 'Path=/a', 'Path=/', 'Secure', 'Max-Age=0', 'Max-Age=5'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.string({ unit: 'grapheme-ascii', maxLength: 8 }), fc.array(attribute))
      .map(([name, value, attributes]) => [`${name}=${value}`, ...attributes].join('; ')),
  )
  const answers = fc.array(fc.tuple(url, fc.array(text, { maxLength: 12 })), { maxLength: 6 })

  test('the jar keeps its bounds, has each cookie once, and goes back as a header may be written', () => {
    fc.assert(
      fc.property(answers, url, (given, to) => {
        const jar = given.reduce<readonly Cookie[]>(
          (before, [from, setCookies]) => withCookiesOf(before, setCookies, place(from), now),
          [],
        )
        expect(jar.length).toBeLessThanOrEqual(mostCookies)
        expect(new Set(jar.map(({ name, domain, path }) => `${name};${domain};${path}`)).size).toBe(jar.length)
        expect(sentTo(to, jar) ?? 'a=').toMatch(/^[\x20-\x7e]*=[\x20-\x7e]*$/)
      }),
    )
  })

  test('no cookie reaches a host that did not set it, but for hosts of one domain', () => {
    fc.assert(
      fc.property(url, fc.array(text, { maxLength: 12 }), url, (from, setCookies, to) => {
        const sent = sentTo(to, jarOf(from, ...setCookies))
        const [host, other] = [new URL(from).hostname, new URL(to).hostname]
        const related = host === other || [host, other].every((name) => /(^|\.)example\.com$/.test(name))
        if (sent !== null) expect(related).toBe(true)
      }),
    )
  })
})
