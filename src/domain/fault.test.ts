import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceOf, type Facts, fits, happensAt, isMeantFor } from './fault.ts'

/** What a pattern means, said slowly. */
const meant = (pattern: string, text: string): boolean => {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(text)
}

describe('patterns', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', '/'), maxLength: 8 })

  test('a star stands for any characters, and everything else for itself', () => {
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        expect(fits(pattern, text)).toBe(meant(pattern, text))
      }),
      { numRuns: 2000 },
    )
  })

  test('a pattern of nothing but stars takes no longer than any other', () => {
    const began = performance.now()
    expect(fits(`${'*a'.repeat(100)}b`, 'a'.repeat(100_000))).toBe(false)
    expect(performance.now() - began).toBeLessThan(1000)
  })

  const asked: Facts['api'] = {
    method: 'POST',
    path: '/2010-04-01/Accounts/AC1/Messages.json',
    account: 'AC1',
    from: undefined,
    to: '+15558675310',
  }
  const isMet = (match: object, accountSid: string | null = null) => isMeantFor({ match, accountSid }, asked)

  test.each([
    ['/Messages', true],
    ['/messages.json', true],
    ['/Messages*', true],
    ['/Accounts/*/Messages', true],
    ['/Message', false],
    ['/Messages/*', false],
    ['Calls*', false],
  ])('a path is known by its end, with or without its form: %s', (path, met) => {
    expect(isMet({ path })).toBe(met)
  })

  test('all that is said must fit, and what is not known fits nothing', () => {
    expect(isMet({})).toBe(true)
    expect(isMet({ to: '+1555*', method: 'POST' })).toBe(true)
    expect(isMet({ to: '+1555*', method: 'GET' })).toBe(false)
    expect(isMet({ from: '*' })).toBe(false)
  })

  test('a fault of one account meets nothing of another', () => {
    expect(isMet({}, 'AC1')).toBe(true)
    expect(isMet({}, 'AC2')).toBe(false)
  })
})

describe('luck', () => {
  const luck = fc.record({ seed: fc.nat(), luck: fc.string(), time: fc.nat() })

  test('is the same for the same seed, name and time, and from 0 up to 1', () => {
    fc.assert(
      fc.property(luck, ({ seed, luck, time }) => {
        const chance = chanceOf(seed, luck, time)
        expect(chance).toBe(chanceOf(seed, luck, time))
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThan(1)
      }),
    )
  })

  test('never happens without probability, and always with all of it', () => {
    fc.assert(
      fc.property(luck, ({ seed, luck, time }) => {
        expect(happensAt({ luck, perMillion: 0 }, seed, time)).toBe(false)
        expect(happensAt({ luck, perMillion: 1_000_000 }, seed, time)).toBe(true)
      }),
    )
  })

  test('comes as often as its probability says', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 1_000_000 }), (seed, perMillion) => {
        const times = 2000
        const happened = Array.from({ length: times }, (_, i) => happensAt({ luck: 'x', perMillion }, seed, i)).filter(
          Boolean,
        )
        // Five times what is usual (the standard deviation is at most 22).
        expect(Math.abs(happened.length - (times * perMillion) / 1_000_000)).toBeLessThan(115)
      }),
      { numRuns: 30 },
    )
  })

  test('another seed, and another name, are other luck', () => {
    const first = (seed: number, luck: string) =>
      Array.from({ length: 64 }, (_, i) => happensAt({ luck, perMillion: 500_000 }, seed, i)).join()
    expect(new Set([first(1, 'a'), first(2, 'a'), first(1, 'b'), first(11, 'a')]).size).toBe(4)
  })
})
