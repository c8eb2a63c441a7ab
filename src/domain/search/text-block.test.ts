import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mintSid } from '../sid.ts'
import { fold } from './fold.ts'
import { gramsOf } from './grams.ts'
import { nearest } from './nearest.ts'
import { blockBuilder, blockSize, countPlaces, partKey, partOfGram, partOfSid, placesIn, sidIn } from './text-block.ts'

const someText = fc.string({ unit: fc.constantFrom(...'abcABCｱｲ123 -+.日本語かなカナ한글é👍'), maxLength: 30 })

function unpacked(content: string | undefined, gram: number, total: number): number[] {
  const counts = new Uint8Array(total)
  countPlaces(placesIn(content, gram)!, counts)
  return [...counts.keys()].filter((place) => counts[place] === 1)
}

test('a text that is part of another has no gram that the other has not', () => {
  fc.assert(
    fc.property(someText, someText, someText, (before, part, after) => {
      const [whole, sought] = [fold(before + part + after), fold(part)]
      if (!whole.includes(sought)) return
      expect(gramsOf(whole).isSupersetOf(gramsOf(sought))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['ab', 0],
  ['abc', 1],
  ['abcd', 2],
  ['ab cd', 3],
  ['ab-cd', 0],
  ['注文', 1],
  ['ご注文番号', 4],
  ['👍', 1],
  ['+8190', 2],
])('%j has %i grams', (text, count) => {
  expect(gramsOf(text).size).toBe(count)
})

describe('a block', () => {
  test('tells of every gram at which places it is, and which SIDs are there', () => {
    fc.assert(
      fc.property(fc.array(someText, { maxLength: 150 }), (bodies) => {
        const builder = blockBuilder()
        const messages = bodies.map((body, i) => ({ sid: mintSid('SM', 1e12 + i), body, to: `+1555${i}`, from: null }))
        for (const message of messages) builder.add(message)
        const block = { last: builder.last, version: 3, total: builder.total }
        const parts = new Map([...builder.parts(block)].map(({ key, content }) => [key, content]))
        const all = new Map<number, number[]>()
        messages.forEach(({ body, to }, place) => {
          for (const gram of gramsOf(fold(body)).union(gramsOf(to))) all.set(gram, [...(all.get(gram) ?? []), place])
        })
        for (const [gram, places] of all)
          expect(unpacked(parts.get(partKey(block, partOfGram(gram))), gram, block.total)).toEqual(places)
        messages.forEach(({ sid }, place) =>
          expect(sidIn(parts.get(partKey(block, partOfSid(place)))!, place)).toBe(sid),
        )
        const absent = [...gramsOf('zzz')][0]!
        if (!all.has(absent)) expect(placesIn(parts.get(partKey(block, partOfGram(absent))), absent)).toBeNull()
      }),
      { numRuns: 50 },
    )
  })

  test('is full with so many messages, or with fewer that say much', () => {
    const short = blockBuilder()
    for (let i = 0; i < blockSize; i++) short.add({ sid: mintSid('SM', i), body: '', to: '', from: null })
    expect(short.isFull).toBe(true)
    const long = blockBuilder()
    const body = Array.from({ length: 1600 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 37) % 3000))).join('')
    for (let i = 0; i < 400; i++) long.add({ sid: mintSid('SM', i), body, to: '', from: null })
    expect([long.isFull, long.total]).toEqual([true, 400])
  })
})

test.each([
  ['statis', 'status'],
  ['form', 'from'],
  ['dir', 'direction'],
  ['zzzzzz', null],
])('what is nearest to %j is %j', (word, near) => {
  expect(nearest(word, ['to', 'from', 'status', 'direction'])).toBe(near)
})
