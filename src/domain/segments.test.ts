import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gsmBasic, gsmExtension, smartReplacements } from './gsm7.ts'
import { segmentsOf, smartEncode } from './segments.ts'

const times = (count: number, text = 'a') => text.repeat(count)

describe('counting segments', () => {
  test.for([
    ['an empty body is one segment', '', 'GSM-7', 1, 0],
    ['160 GSM-7 characters are one', times(160), 'GSM-7', 1, 160],
    ['161 are two', times(161), 'GSM-7', 2, 161],
    ['306 fill two parts of 153', times(306), 'GSM-7', 2, 306],
    ['307 are three', times(307), 'GSM-7', 3, 307],
    ['70 UCS-2 units are one', times(70, 'я'), 'UCS-2', 1, 70],
    ['71 are two', times(71, 'я'), 'UCS-2', 2, 71],
    ['134 fill two parts of 67', times(134, 'я'), 'UCS-2', 2, 134],
    ['135 are three', times(135, 'я'), 'UCS-2', 3, 135],
    ['one foreign character makes the whole body UCS-2', times(152) + '—', 'UCS-2', 3, 153],
    ['a character of the extension table takes two septets', '{' + times(158), 'GSM-7', 1, 160],
    ['so one character more overflows', '{' + times(159), 'GSM-7', 2, 161],
    ['the euro is in the extension table', times(80, '€'), 'GSM-7', 1, 160],
    ['an escape pair is not split: parts of 152', times(153, '€'), 'GSM-7', 3, 306],
    ['an escape pair at the seam moves on whole', times(152) + '€' + times(152), 'GSM-7', 3, 306],
    ['a surrogate pair takes two units', '😜' + times(68), 'UCS-2', 1, 70],
    ['a surrogate pair is not split: parts of 66', times(67, '😜'), 'UCS-2', 3, 134],
    ['a lone surrogate is one unit', times(70, '\ud83d'), 'UCS-2', 1, 70],
    ['a CRLF counts two and stays GSM-7', times(80, '\r\n'), 'GSM-7', 1, 160],
    ['a letter with a combining accent is UCS-2', 'e\u0301', 'UCS-2', 1, 2],
    ['a backtick is not in GSM-7', '`', 'UCS-2', 1, 1],
    ['Greek capitals, form feed and pound are', 'ΔΦΓΛΩ\f£', 'GSM-7', 1, 8],
  ] as const)('%s', ([, body, encoding, numSegments, units]) => {
    expect(segmentsOf(body)).toEqual({ encoding, numSegments, units })
  })

  test('the tables are whole: 127 basic characters and 10 of the extension', () => {
    expect(new Set(gsmBasic).size).toBe(127)
    expect(new Set(gsmExtension).size).toBe(10)
    expect(segmentsOf(gsmBasic).encoding).toBe('GSM-7')
    expect(segmentsOf(gsmExtension).units).toBe(20)
  })

  const alphabet = fc.constantFrom('a', 'Z', ' ', '€', '{', '\r', '\n', 'é', 'Ω', 'я', '😜', '\ud83d', '\ude1c', '`')
  const gsmAlphabet = fc.constantFrom('a', '€', '|', '\n', 'é')
  const body = fc.oneof(
    fc.string({ unit: alphabet, maxLength: 500 }),
    fc.string({ unit: gsmAlphabet, maxLength: 700 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
  )

  test('the count is that of a splitter that builds the parts', () => {
    fc.assert(
      fc.property(body, (text) => {
        const { encoding, numSegments, units } = segmentsOf(text)
        const parts = partsOf(text)
        expect(encoding).toBe(parts.encoding)
        expect(numSegments).toBe(parts.texts.length)
        expect(units).toBe(parts.texts.reduce((sum, part) => sum + parts.sizeOf(part), 0))
      }),
    )
  })

  test('no part holds more than it may, and the parts make up the body', () => {
    fc.assert(
      fc.property(body, (text) => {
        const { encoding, numSegments, units } = segmentsOf(text)
        const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67]
        expect(units).toBeLessThanOrEqual(numSegments === 1 ? single : numSegments * part)
        // At most one unit of a part stays empty, for a pair that did not fit.
        if (numSegments > 1) expect(units).toBeGreaterThan((numSegments - 1) * (part - 1))
        expect(partsOf(text).texts.join('')).toBe(text)
      }),
    )
  })
})

describe('smart encoding', () => {
  test('has 270 replacements, each of one character that is given once', () => {
    const characters = smartReplacements.flatMap(([, each]) => [...each])
    expect(characters).toHaveLength(270)
    expect(new Set(characters).size).toBe(270)
    expect(characters.every((character) => character.length === 1)).toBe(true)
  })

  test.for([
    ['“quoted” and ‘so’', `"quoted" and 'so'`],
    ['a – b — c…', 'a - b - c...'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['½ ‼ ABC', '1/2 !! ABC'],
    ['`tick`', "'tick'"],
    ['plain text stays, 100% [as] {it} is', 'plain text stays, 100% [as] {it} is'],
    ['Привет', 'Привет'],
  ])('%s', ([from, to]) => {
    expect(smartEncode(from!)).toBe(to)
  })

  test('only ever writes GSM-7, and once is enough', () => {
    const every = smartReplacements.map(([, characters]) => characters).join('')
    expect(segmentsOf(smartEncode(every)).encoding).toBe('GSM-7')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...every, 'a', 'я', '😜') }), (text) => {
        const encoded = smartEncode(text)
        expect(smartEncode(encoded)).toBe(encoded)
      }),
    )
  })
})

/** Builds the parts one character after the other, as a handset would get them. */
function partsOf(text: string) {
  const gsm = [...text].every((character) => gsmBasic.includes(character) || gsmExtension.includes(character))
  const sizeOf = (part: string) =>
    gsm ? [...part].reduce((sum, character) => sum + (gsmExtension.includes(character) ? 2 : 1), 0) : part.length
  const [single, most] = gsm ? [160, 153] : [70, 67]
  const encoding = gsm ? 'GSM-7' : 'UCS-2'
  if (sizeOf(text) <= single) return { encoding, sizeOf, texts: [text] }
  const texts: string[] = ['']
  for (const character of text) {
    const last = texts.at(-1)!
    if (sizeOf(last) + sizeOf(character) > most) texts.push(character)
    else texts[texts.length - 1] = last + character
  }
  return { encoding, sizeOf, texts }
}
