import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstSidAt, isSid, mintSid, slotIn, slotOf } from './sid.ts'

const moments = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('a SID is two letters and 32 hex digits, and sorts by its moment', () => {
  fc.assert(
    fc.property(moments, moments, fc.integer({ min: 0, max: 1023 }), (a, b, slot) => {
      const sid = mintSid('SM', a, slot)
      expect(isSid('SM', sid)).toBe(true)
      expect(slotIn(sid)).toBe(slot)
      expect(sid >= firstSidAt('SM', a)).toBe(true)
      if (a < b) expect(sid < firstSidAt('SM', b)).toBe(true)
    }),
  )
})

test('SIDs of one moment sort by the order in which they were made, whatever else is made in between', () => {
  const slot = slotOf('AC1')
  const made = Array.from({ length: 2000 }, (_, i) => {
    mintSid('JB', i)
    return mintSid('SM', 5, slot)
  })
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(2000)
})

test('nobody guesses the next SID: its last twelve digits are random', () => {
  const ends = Array.from({ length: 5000 }, () => mintSid('ME', 7).slice(-12))
  expect(new Set(ends).size).toBe(5000)
  for (let place = 0; place < 12; place++) expect(new Set(ends.map((end) => end[place])).size).toBe(16)
})
