import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Term, parseQuery, writeQuery } from './query.ts'

const bare = (query: string): Term[] => parseQuery(query).map(({ at: _at, valueAt: _valueAt, ...term }) => term)
const text = (words: string, negated = false): Term => ({ negated, text: words })
const key = (name: string, value: string, negated = false): Term => ({ negated, key: name, value })

describe('a query is read:', () => {
  test.each<[string, Term[]]>([
    ['', []],
    ['  hello   world ', [text('hello'), text('world')]],
    ['hello\u3000世界', [text('hello'), text('世界')]],
    ['to:+8190* Status:failed', [key('to', '+8190*'), key('status', 'failed')]],
    ['"one phrase" -not -"nor this"', [text('one phrase'), text('not', true), text('nor this', true)]],
    ['-to:"whatsapp:+1 555"', [key('to', 'whatsapp:+1 555', true)]],
    [String.raw`"say \"hi\" \\ there"`, [text(String.raw`say "hi" \ there`)]],
    ['*middle* 12:30 - --x 5"disk', [text('middle'), text('12:30'), text('-'), text('-x', true), text('5"disk')]],
    ['"a*b"', [text('a*b')]],
  ])('%j', (query, terms) => {
    expect(bare(query)).toEqual(terms)
  })
})

describe('what cannot be read says where, and what may be written:', () => {
  test.each([
    ['hello "wor', 'at character 7: this quote is not closed: write " at the end of the phrase'],
    ['to: +1', 'at character 4: to: wants a value right behind it'],
    ['to:', 'at character 4: to: wants a value right behind it'],
    ['ab*cd', 'at character 3: * may stand at the beginning or the end only; in quotes it is a character as any other'],
    ['x *', 'at character 3: write something beside *'],
    ['""', 'at character 1: there is nothing between the quotes'],
    ['"a"b', 'at character 4: write a space behind the closing quote'],
    [
      '👍👍 a*b',
      'at character 5: * may stand at the beginning or the end only; in quotes it is a character as any other',
    ],
    ['x'.repeat(1001), 'at character 1001: a query has 1000 characters at most'],
    ['x '.repeat(51), 'at character 101: a query has 50 terms at most'],
  ])('%j', (query, words) => {
    expect(() => parseQuery(query)).toThrow(words)
  })
})

const someText = fc.string({ unit: fc.constantFrom(...'ab:*"\\- \u3000日+1é'), minLength: 1, maxLength: 12 })
const someTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ negated: fc.boolean(), text: someText }),
  fc.record({ negated: fc.boolean(), key: fc.constantFrom('to', 'from', 'x-y'), value: someText }),
)

test('terms that are written are read as the same terms', () => {
  fc.assert(
    fc.property(fc.array(someTerm, { maxLength: 6 }), (terms) => {
      expect(bare(writeQuery(terms))).toEqual(terms)
    }),
    { numRuns: 2000 },
  )
})

test('whatever is typed is read, or refused with a place in it; and what was read is written to be read the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab:*"\\- \t日+1t'), maxLength: 30 }), (query) => {
      let terms: Term[]
      try {
        terms = bare(query)
      } catch (error) {
        expect(error).toMatchObject({ name: 'SearchProblem' })
        const { at } = error as { at: number }
        expect(at).toBeGreaterThan(0)
        expect(at).toBeLessThanOrEqual([...query].length + 1)
        return
      }
      const written = writeQuery(terms)
      expect(bare(written)).toEqual(terms)
      expect(writeQuery(bare(written))).toBe(written)
    }),
    { numRuns: 5000 },
  )
})
