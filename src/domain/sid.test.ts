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

test.each([
  ['the clock tells real time', 12, () => Date.now()],
  ['the clock was moved', 6, () => 7],
])('nobody guesses the next SID: where %s, its last %i digits are random', (_, random, now) => {
  const ends = Array.from({ length: 5000 }, () => mintSid('ME', now()).slice(-random))
  expect(new Set(ends).size).toBeGreaterThan(random === 12 ? 4999 : 4900)
  for (let place = 0; place < random; place++) expect(new Set(ends.map((end) => end[place])).size).toBe(16)
})

test('where the clock stands, SIDs sort in the order of real time, also those of another process', async () => {
  const standing = Date.now() - 86_400_000
  // Imported under another name, a module begins anew.
  const processes = await Promise.all(
    ['one', 'two'].map((name) => import(new URL(`./sid.ts?${name}`, import.meta.url).href)),
  )
  const made: string[] = []
  for (let i = 0; i < 20; i++) {
    const { mintSid: mint } = processes[i % 2] as { mintSid: typeof mintSid }
    for (let j = 0; j < 10; j++) made.push(mint('SM', standing, 3))
    const before = Date.now()
    while (Date.now() < before + 2);
  }
  expect(made.toSorted()).toEqual(made)
})

test('a million SIDs of one moment are all different, and in order', () => {
  const standing = Date.now() + 86_400_000
  let last = ''
  for (let i = 0; i < 1_000_000; i++) {
    const sid = mintSid('SM', standing)
    if (sid <= last) expect.unreachable(`${sid} after ${last}`)
    last = sid
  }
})
