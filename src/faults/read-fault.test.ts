import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FaultProblem } from './form.ts'
import { faultsOf, presets } from './presets.ts'
import { mostFaults, readFault, readFaults } from './read-fault.ts'

const refusalOf = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    if (error instanceof FaultProblem) return error.message
    throw error
  }
  throw new Error('it was taken')
}

describe('a fault', () => {
  test('is read with what is usual', () => {
    expect(readFault({ on: 'webhook', effect: { do: 'drop' } })).toEqual({
      name: '',
      on: 'webhook',
      match: {},
      effect: { do: 'drop' },
      perMillion: 1_000_000,
      count: null,
      accountSid: null,
    })
  })

  test('that names one account is that account’s; a pattern is nobody’s', () => {
    const of = (account: string, also = {}) =>
      readFault({ on: 'api', match: { account }, effect: { do: 'delay', ms: 1 }, ...also }).accountSid
    expect([of('AC1'), of('AC*'), of('AC*', { accountSid: 'AC2' })]).toEqual(['AC1', null, 'AC2'])
  })

  test('that was set can be said again as it was told', () => {
    const told = { id: 'FT1', seen: 3, done: 2, on: 'api', effect: { do: 'drop', when: 'after' }, count: null }
    expect(readFault(told)).toMatchObject({ effect: { do: 'drop', when: 'after' }, count: null })
  })

  const drop = { do: 'drop' }
  const delay = { do: 'delay', ms: 5 }
  test.each<[object | null | string, string]>([
    [null, 'this is an object: a fault has name, on, match, effect, probability, count, accountSid'],
    [{ on: 'door', effect: drop }, 'on is one of api, webhook, carrier'],
    [{ effect: drop }, 'on is one of api, webhook, carrier'],
    [{ on: 'webhook' }, 'effect is an object such as {"do": "drop"}'],
    [
      { on: 'webhook', effect: {} },
      'effect.do of a fault on "webhook" is one of answer, delay, drop, duplicate, reorder, wrong-signature',
    ],
    [{ on: 'api', effect: { do: 'reorder' } }, 'effect.do of a fault on "api" is one of answer, delay, drop'],
    [{ on: 'api', effect: drop }, 'effect.when is one of before, after'],
    [{ on: 'api', effect: { do: 'toString' } }, 'effect.do of a fault on "api" is one of answer, delay, drop'],
    [{ on: 'webhook', effect: { ...drop, when: 'after' } }, 'effect.when is not known: "drop" has nothing more'],
    [{ on: 'webhook', effect: { do: 'delay', ms: 60_001 } }, 'effect.ms is a whole number from 1 to 60000'],
    [{ on: 'carrier', effect: { do: 'delay', ms: 86_400_001 } }, 'effect.ms is a whole number from 1 to 86400000'],
    [{ on: 'webhook', effect: { do: 'duplicate', copies: 51 } }, 'effect.copies is a whole number from 1 to 50'],
    [
      { on: 'carrier', effect: { do: 'fail', code: 1 } },
      'effect.code is an error code that a message can end with, such as 30003',
    ],
    [
      { on: 'carrier', effect: { do: 'reject', code: 700 } },
      'effect.code is an error code that a message can end with, such as 30003; or, for calls, a SIP code from 400 to 699',
    ],
    [
      { on: 'carrier', effect: { do: 'fail', code: 30_003, status: 'sent' } },
      'effect.status is one of undelivered, failed',
    ],
    [
      { on: 'api', effect: { do: 'answer', code: 99 } },
      'effect.status is needed, or a code of the API: 429, or code 20429',
    ],
    [{ on: 'api', effect: { do: 'answer', status: 200 } }, 'effect.status is a whole number from 400 to 599'],
    [
      { on: 'api', match: { url: '*' }, effect: delay },
      'match.url is not known: the match of a fault on "api" has method, path, account, from, to',
    ],
    [
      { on: 'webhook', match: { carrier: 'x' }, effect: delay },
      'match.carrier is not known: the match of a fault on "webhook" has url, kind, account, from, to, status',
    ],
    [{ on: 'webhook', match: { url: 'x'.repeat(201) }, effect: delay }, 'match.url is a text of 1 to 200 characters'],
    [{ on: 'api', match: { path: 1 }, effect: delay }, 'match.path is a text of 1 to 200 characters'],
    [{ on: 'api', effect: delay, probability: 1.1 }, 'probability is a number from 0 to 1'],
    [{ on: 'api', effect: delay, count: 0 }, 'count is a whole number from 1 to 1000000000, or null'],
    [{ on: 'api', effect: delay, name: 'a\0' }, 'name is a text of 0 to 100 characters'],
    [
      { on: 'api', effect: delay, often: 3 },
      'often is not known: a fault has name, on, match, effect, probability, count, accountSid',
    ],
  ])('is refused by its place, with what may be said there: %j', (fault, refusal) => {
    expect(refusalOf(() => readFault(fault))).toBe(refusal)
  })

  test('of a list is refused by its number in it', () => {
    const good = { on: 'webhook', effect: drop }
    expect(refusalOf(() => readFaults({ faults: [good, { ...good, effect: { do: 'delay' } }] }))).toBe(
      'faults[1].effect.ms is a whole number from 1 to 60000',
    )
    expect(refusalOf(() => readFaults({ faults: [good, good, { ...good, match: { to: '' } }] }))).toBe(
      'faults[2].match.to is a text of 1 to 200 characters',
    )
    expect(refusalOf(() => readFaults({ seed: -1, faults: [] }))).toBe('seed is a whole number from 0 to 2147483647')
    expect(refusalOf(() => readFaults({ faults: Array.from({ length: mostFaults + 1 }, () => good) }))).toBe(
      `faults is a list of at most ${mostFaults} faults`,
    )
    expect(refusalOf(() => readFaults([]))).toBe('this is an object: it has seed, faults')
  })

  test('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('api', 'webhook', 'carrier'), (anything, on) => {
        for (const value of [anything, { on, effect: anything }, { on, effect: drop, match: anything }]) {
          try {
            readFault(value)
          } catch (error) {
            expect(error).toBeInstanceOf(FaultProblem)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('presets', () => {
  test.each(presets)('$name is made of faults that can be set, each with luck of its own', (preset) => {
    const faults = faultsOf(preset, { account: 'AC1', count: 3 }).map((fault) => readFault(fault))
    expect(faults).toHaveLength(preset.faults.length)
    for (const fault of faults) expect(fault).toMatchObject({ accountSid: 'AC1', count: 3 })
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  })

  test('have the names that are promised', () => {
    expect(presets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['carrier-outage', 'receipt-storm', 'flaky-webhook', 'out-of-order-callbacks']),
    )
  })
})
