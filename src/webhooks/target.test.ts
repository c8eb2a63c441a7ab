import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formBody, queryText } from './form.ts'
import { redirectOf, targetOf, withBodyDigest, withQuery } from './target.ts'

describe('a target', () => {
  test.for([
    ['https://example.com/a/b?c=d#rc=2', 'https://example.com/a/b?c=d', '/a/b?c=d'],
    ['https://example.com', 'https://example.com/', '/'],
    ['https://example.com?a=1', 'https://example.com/?a=1', '/?a=1'],
    ['HTTPS://Example.COM:443/Path', 'https://example.com:443/Path', '/Path'],
    ['http://example.com:8080/', 'http://example.com:8080/', '/'],
    ['https://user:p%40ss@example.com/x', 'https://user:p%40ss@example.com/x', '/x'],
    ["https://example.com/it's?q='a'", "https://example.com/it's?q='a'", "/it's?q='a'"],
    [
      'https://example.com/日本?q=あ',
      'https://example.com/%E6%97%A5%E6%9C%AC?q=%E3%81%82',
      '/%E6%97%A5%E6%9C%AC?q=%E3%81%82',
    ],
    ['https://example.com/a b', 'https://example.com/a%20b', '/a%20b'],
    ['https://example.com/a/../b', 'https://example.com/b', '/b'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/', '/'],
    ['http://[::1]:3000/x', 'http://[::1]:3000/x', '/x'],
  ])('reads %s', ([given, url, path]) => {
    expect(targetOf(given!)).toMatchObject({ url, path })
  })

  test.for([
    '',
    'example.com',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://',
    'http://a b/',
    'https://:80/',
  ])('is none for %j', (given) => expect(targetOf(given)).toBeNull())

  test('never goes to another host than the URL Standard reads, and its path never holds what a request line may not', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1.:/@?#\\[]%&= \t\n\r\u00e9\u3002~'), maxLength: 24 })
    fc.assert(
      fc.property(text, (rest) => {
        const given = `http://${rest}`
        const target = targetOf(given)
        if (!target) return
        const standard = new URL(given)
        expect(target.host).toBe(standard.host)
        expect(new URL(target.url).host).toBe(standard.host)
        expect(target.path).toMatch(/^\/[\x21-\x7e]*$/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes a query behind the one that it has', () => {
    const added = (url: string) => withQuery(targetOf(url)!, 'x=1').url
    expect(added('http://a.example/p')).toBe('http://a.example/p?x=1')
    expect(added('http://a.example/p?q=2')).toBe('http://a.example/p?q=2&x=1')
    expect(added('http://a.example/p?')).toBe('http://a.example/p?x=1')
    expect(added('http://a.example/p?q=2&')).toBe('http://a.example/p?q=2&x=1')
    expect(added('http://a.example/p?q=?')).toBe('http://a.example/p?q=?&x=1')
    expect(withQuery(targetOf('http://a.example/p')!, '').url).toBe('http://a.example/p')
  })

  test.for([
    ['http://a.example/p', 'http://a.example/p?bodySHA256=new'],
    ['http://u:p@a.example/p?q=2', 'http://u:p@a.example/p?q=2&bodySHA256=new'],
    ['http://a.example/p?bodySHA256=old', 'http://a.example/p?bodySHA256=new'],
    ['http://a.example/p?a=?&bodySHA256=old&bodySHA256=&b=1&', 'http://a.example/p?a=?&b=1&bodySHA256=new'],
  ])('%s takes the digest of a body in place of one that it carries', ([url, digested]) => {
    const target = withBodyDigest(targetOf(url!)!, 'new')
    expect(target.url).toBe(digested)
    expect(target.url.endsWith(`a.example${target.path}`)).toBe(true)
  })
})

describe('a redirect', () => {
  const from = targetOf('https://user:secret@example.com/a/b?c=d')!
  test.for([
    ['/x', 'https://user:secret@example.com/x'],
    ['x?y=z#f', 'https://user:secret@example.com/a/x?y=z'],
    ['https://example.com/x', 'https://user:secret@example.com/x'],
    ['https://other.example/x', 'https://other.example/x'],
    ['//other.example/x', 'https://other.example/x'],
    ['http://example.com/x', 'http://example.com/x'],
    ['https://you:too@example.com/x', 'https://you:too@example.com/x'],
  ])('to %s keeps credentials for their own origin only', ([location, url]) => {
    expect(redirectOf(from, location!)).toBe(url)
  })
})

describe('parameters', () => {
  const parameters = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })))

  test('are read back from a form as they were, and an ill-formed string does not throw', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        expect([...new URLSearchParams(formBody(given))]).toEqual(given)
      }),
    )
    expect(formBody([['a', '\ud800']])).toBe('a=%EF%BF%BD')
  })

  test('are written in a form as the URL Standard writes them', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        expect(formBody(given)).toBe(new URLSearchParams(given).toString())
      }),
    )
  })

  test('have %20 for a space in a query', () => {
    expect(queryText([['Body', "it's 1+1 ~"]])).toBe('Body=it%27s%201%2B1%20%7E')
  })
})
