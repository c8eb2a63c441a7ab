import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseForm, refuseNul } from './form.ts'

describe('a form', () => {
  test('keeps repeated names and their order', () => {
    expect(parseForm('MediaUrl=a&To=%2B1555&MediaUrl=b')).toEqual([
      ['MediaUrl', 'a'],
      ['To', '+1555'],
      ['MediaUrl', 'b'],
    ])
  })

  test('reads an inequality in a name, typed or encoded', () => {
    expect(parseForm('DateSent>=2009-07-06')).toEqual([['DateSent>', '2009-07-06']])
    expect(parseForm('DateSent%3E=2009-07-06')).toEqual([['DateSent>', '2009-07-06']])
    expect(parseForm('DateSent%3E%3D2009-07-06')).toEqual([['DateSent>=2009-07-06', '']])
  })

  test('tells an empty value from none', () => {
    expect(parseForm('Body=')).toEqual([['Body', '']])
    expect(parseForm('')).toEqual([])
  })

  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('%', '%2', '%zz', '+', '&', '=', '%E2%82', '%C3%A9', '%00', ';', '?'),
  )
  test('reads whatever it gets as the URL standard does', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const encoded = pieces.join('')
        // A leading `&` only keeps the standard's parser from dropping a leading `?`.
        expect(parseForm(encoded)).toEqual([...new URLSearchParams(`&${encoded}`)])
      }),
    )
  })

  test('with a NUL is refused', () => {
    expect(() => refuseNul(parseForm('Body=a%00b'))).toThrow('Bad request')
    expect(() => refuseNul(parseForm('Bo%00dy=a'))).toThrow('Bad request')
  })
})
