import { describe, expect, test } from 'vitest'
import { Problem } from '../domain/problem.ts'
import { decimal, flag, httpMethod, integer, jsonObject, moment, oneOf, type Read, sid, text, url } from './kind.ts'
import { inputReader, param, params } from './param.ts'

const ap = `AP${'0'.repeat(32)}`

const table: [name: string, kind: Read<unknown>, raw: string, read: unknown][] = [
  ['text', text, '', ''],
  ['a flag', flag, 'TRUE', true],
  ['a flag', flag, 'False', false],
  ['a flag', flag, '', undefined],
  ['an integer', integer(), ' -12 ', -12],
  ['an integer', integer(1, 5), '5', 5],
  ['a decimal', decimal, '0.05', 0.05],
  ['a decimal', decimal, '', undefined],
  ['a word', oneOf(['retain', 'discard']), 'retain', 'retain'],
  ['a word', oneOf(['retain', 'discard']), '', undefined],
  ['a method', httpMethod, 'get', 'GET'],
  ['a time', moment, '2020-12-12T10:53:43-08:00', Date.UTC(2020, 11, 12, 18, 53, 43)],
  ['a SID', sid('AP'), ap, ap],
  ['a SID', sid('AP'), '', ''],
  ['an address', url, '', ''],
  [
    'an address',
    url,
    'HTTPS://user:secret@example.com:8443/a?b=c#rc=2',
    'HTTPS://user:secret@example.com:8443/a?b=c#rc=2',
  ],
  ['an object', jsonObject, '{"1": "x"}', '{"1": "x"}'],
]
test.each(table)('%s reads %3$j from %2$j', (_, kind, raw, read) => {
  expect(kind.read(raw, 'Param')).toEqual(read)
})

const refused: [name: string, kind: Read<unknown>, raw: string, words: string][] = [
  ['a flag', flag, 'yes', 'Invalid value for Param'],
  ['an integer', integer(), '', "invalid literal for int() with base 10: ''"],
  ['an integer', integer(), '1.5', "invalid literal for int() with base 10: '1.5'"],
  ['an integer', integer(), '99999999999', 'Invalid value for Param'],
  ['an integer', integer(1, 5), '6', 'Invalid value for Param'],
  ['a decimal', decimal, 'cheap', 'Invalid value for Param'],
  ['a decimal', decimal, ' ', 'Invalid value for Param'],
  ['a decimal', decimal, 'Infinity', 'Invalid value for Param'],
  ['a word', oneOf(['retain']), 'Retain', 'Invalid value for Param'],
  ['a method', httpMethod, 'PUT', 'Param is not a valid method: PUT'],
  ['a time', moment, 'soon', 'Invalid date value.'],
  ['a SID', sid('AP'), `PN${'0'.repeat(32)}`, 'Invalid value for Param'],
  ['an address', url, 'ftp://example.com', 'Param is not a valid URL: ftp://example.com'],
  ['an address', url, 'example.com/a', 'Param is not a valid URL: example.com/a'],
  ['an address', url, 'http://', 'Param is not a valid URL: http://'],
  ['an address', url, 'http://my_host/a', 'Param is not a valid URL: http://my_host/a'],
  ['an address', url, `http://a/${'b'.repeat(4000)}`, `Param is not a valid URL: http://a/${'b'.repeat(4000)}`],
  ['an object', jsonObject, '[1]', 'Invalid value for Param'],
  ['an object', jsonObject, '{', 'Invalid value for Param'],
]
test.each(refused)('%s refuses %2$j', (_, kind, raw, words) => {
  expect(() => kind.read(raw, 'Param')).toThrow(words)
})

describe('an input', () => {
  const read = inputReader({
    to: param(text, ''),
    mediaUrl: params(text, ''),
    attempt: param(integer(), ''),
    maxPrice: param(decimal, '', { or: () => new Problem('maxPriceInvalid') }),
    validityPeriod: param(integer(1, 10), '', { or: () => new Problem('validityPeriodInvalid') }),
    onOrAfter: param(text, '', { wireName: 'DateSent>' }),
  })

  test('has what was sent under its names, and nothing else', () => {
    const form = [
      ['To', '+1'],
      ['to', '+2'],
      ['MediaUrl', 'a'],
      ['Unknown', 'x'],
      ['MediaUrl', ''],
      ['DateSent>', '2009'],
      ['__proto__', 'x'],
    ] as const
    expect(read(form)).toEqual({ to: '+1', mediaUrl: ['a', ''], onOrAfter: '2009' })
  })

  test('takes the first of a repeated name', () => {
    expect(
      read([
        ['To', '+1'],
        ['To', '+2'],
      ]),
    ).toEqual({ to: '+1' })
  })

  test('is refused in the words that the parameter declares', () => {
    expect(() => read([['MaxPrice', 'cheap']])).toThrow('Max Price must be a valid float')
    expect(() => read([['ValidityPeriod', '11']])).toThrow('Invalid validity period value')
    expect(() => read([['ValidityPeriod', '']])).toThrow("invalid literal for int() with base 10: ''")
    expect(() => read([['Attempt', 'x']])).toThrow("invalid literal for int() with base 10: 'x'")
  })
})
