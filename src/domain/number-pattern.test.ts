import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fittings, readPattern } from './number-pattern.ts'

test.each([
  ['555****', { digits: '555****', atStart: false, atEnd: false }],
  ['STORM', { digits: '78676', atStart: false, atEnd: false }],
  ['+1415', { digits: '1415', atStart: true, atEnd: false }],
  ['1234$', { digits: '1234', atStart: false, atEnd: true }],
  ['%55%', { digits: '55', atStart: false, atEnd: false }],
])('%s is a pattern', (raw, pattern) => {
  expect(readPattern(raw)).toEqual(pattern)
})

test.each(['', '5', '12345678901234567', '4 15', '555-1234', '+', '+$', '$12', '12+', 'é1'])(
  '"%s" is no pattern',
  (raw) => {
    expect(readPattern(raw)).toBeNull()
  },
)

test('a pattern fits a template wherever none of its digits is against it', () => {
  const pattern = (raw: string) => readPattern(raw)!
  expect(fittings('1415***', pattern('15'))).toEqual(['1415***', '141515*', '1415*15'])
  expect(fittings('1415***', pattern('+1416'))).toEqual([])
  expect(fittings('1415***', pattern('77$'))).toEqual(['1415*77'])
  expect(fittings('1415', pattern('**'))).toEqual(['1415'])
})

const digit = fc.constantFrom(...'0123456789')
const template = fc.string({ unit: fc.constantFrom(...'0123456789***'), minLength: 4, maxLength: 11 })

test('what fits is like the template and holds the pattern; nothing is left out', () => {
  fc.assert(
    fc.property(
      template,
      fc.string({ unit: fc.oneof(digit, fc.constant('*')), minLength: 2, maxLength: 6 }),
      (like, raw) => {
        const pattern = readPattern(raw)!
        const matcherOf = (text: string) => new RegExp(`^${text.replaceAll('*', '[0-9*]')}$`)
        const found = fittings(like, pattern)
        for (const one of found) {
          expect(one).toMatch(matcherOf(like))
          expect(one).toMatch(new RegExp(raw.replaceAll('*', '[0-9*]')))
        }
        // Any number that is like the template and holds the pattern is like one of those found.
        const number = like.replaceAll('*', '7')
        if (new RegExp(raw.replaceAll('*', '\\d')).test(number))
          expect(found.some((one) => matcherOf(one).test(number))).toBe(true)
      },
    ),
  )
})
