import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cookieText, sessionCookieIn } from './cookie.ts'

const id = 'x'.repeat(43)
const both = ['secure', 'plain'] as const

test('a browser that was given a cookie shows it, among whatever others', () => {
  const other = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,12}=[\w!#$%&'()*+./:<=>?@[\]^`{|}~-]{0,30}$/)
  fc.assert(
    fc.property(
      fc.array(
        other.filter((pair) => !/^(__Host-)?trunkline=/.test(pair)),
        { maxLength: 5 },
      ),
      fc.stringMatching(/^[\w-]{43}$/),
      fc.constantFrom(...both),
      fc.nat(5),
      (others, given, kind, place) => {
        const [pair = ''] = cookieText(kind, given).split(';')
        const shown = others.toSpliced(Math.min(place, others.length), 0, pair).join('; ')
        expect(sessionCookieIn(shown, both)).toEqual({ kind, id: given })
      },
    ),
  )
})

test('whatever is sent as cookies is read, or shows nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (header) => {
      const found = sessionCookieIn(header, both)
      if (found) expect(header).toContain(found.id)
    }),
  )
})

test.each([
  ['none', undefined],
  ['an id of another length', `__Host-trunkline=${id}x`],
  ['an id of other characters', `__Host-trunkline=${'é'.repeat(43)}`],
  ['a name that only ends well', `x__Host-trunkline=${id}`],
  ['a name in other letters', `__host-trunkline=${id}`],
  ['a plain cookie where none is given', `trunkline=${id}`],
  ['one that was taken away', '__Host-trunkline='],
])('%s is no session', (_what, header) => {
  expect(sessionCookieIn(header, ['secure'])).toBeNull()
})
