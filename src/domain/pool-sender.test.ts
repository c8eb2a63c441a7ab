import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPoolSender } from '../store/records.testing.ts'
import { chooseFrom, type PoolSender } from './pool-sender.ts'
import { mintSid } from './sid.ts'

const name = aPoolSender({ kind: 'alphanumeric', sender: 'Acme', country: null, capabilities: ['SMS'] })
const shortCode = aPoolSender({ kind: 'short-code', sender: '12345', country: 'US', capabilities: ['SMS', 'MMS'] })
const american = aPoolSender({ sender: '+14155550100', country: 'US' })
const canadian = aPoolSender({ sender: '+14165550100', country: 'CA' })
const tollFree = aPoolSender({ sender: '+18005550100', country: 'US' })
const british = aPoolSender({ sender: '+447400123456', country: 'GB', capabilities: ['Voice', 'SMS'] })
const everyone = [name, shortCode, american, canadian, tollFree, british]

const chosen = (pool: readonly PoolSender[], to: string, isMms = false) =>
  chooseFrom(pool, { messageSid: mintSid(isMms ? 'MM' : 'SM', 0), to, isMms })?.sender ?? null

const inCalifornia = '+14155552345'
const inToronto = '+14165552345'
const inLondon = '+447700900123'
const inParis = '+33612345678'

describe('who sends a message of a service', () => {
  test.each([
    ['a short code of the country, before all others', everyone, inCalifornia, false, ['12345']],
    ['a number of the country, where the short code is of another', everyone, inToronto, false, ['+14165550100']],
    ['a number of the country, although names are taken there', everyone, inLondon, false, ['+447400123456']],
    ['a name, where names are taken and nobody is at home', everyone, inParis, false, ['Acme']],
    ['a number of another country, where names are not taken', [name, british], inCalifornia, false, ['+447400123456']],
    ['any number, where nobody is at home', [american, british], inParis, false, ['+14155550100', '+447400123456']],
    ['nobody who only carries text, for media', [british, name], inLondon, true, [null]],
    ['a number that carries media, for media', [british, american, name], inLondon, true, ['+14155550100']],
    ['no short code of another country', [shortCode], inParis, false, [null]],
    ['no name where names are not taken', [name], inToronto, false, [null]],
    ['a toll-free number within North America', [tollFree], inToronto, false, ['+18005550100']],
    ['no toll-free number beyond it', [tollFree], inParis, false, [null]],
    ['nobody, for a channel', everyone, `whatsapp:${inParis}`, false, [null]],
    ['nobody to himself', [american], american.sender, false, [null]],
    ['nobody out of an empty pool', [], inCalifornia, false, [null]],
  ] as const)('is %s', (_, pool, to, isMms, expected) => {
    expect(expected).toContain(chosen(pool, to, isMms))
  })

  test('is the same whenever it is asked again, and whoever comes into the pool without being an equal', () => {
    const pool = Array.from({ length: 7 }, () => aPoolSender())
    fc.assert(
      fc.property(fc.nat(), (at) => {
        const destination = { messageSid: mintSid('SM', at), to: inCalifornia, isMms: false }
        expect(chooseFrom([...pool, british, canadian], destination)).toBe(chooseFrom(pool, destination))
      }),
    )
  })

  test('is each of its equals about as often', () => {
    const pool = Array.from({ length: 4 }, () => aPoolSender())
    const counts = new Map<string | null, number>()
    for (let i = 0; i < 4000; i++) {
      const one = chosen(pool, inCalifornia)
      counts.set(one, (counts.get(one) ?? 0) + 1)
    }
    expect(new Set(counts.keys())).toEqual(new Set(pool.map(({ sender }) => sender)))
    // Six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(165)
  })
})
