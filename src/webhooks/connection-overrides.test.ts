import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectionOverrides } from './connection-overrides.ts'

const valid = (fragment: string) => {
  const reading = connectionOverrides(fragment)
  if (!reading.valid) throw new Error(reading.error)
  return { ...reading.overrides, retryOn: [...reading.overrides.retryOn] }
}
const defaults = {
  connectTimeout: 5_000,
  readTimeout: 15_000,
  totalTimeout: 15_000,
  retries: 1,
  retryOn: ['ct'],
  serverName: true,
}

describe('the fragment of a webhook URL', () => {
  test('leaves everything at its default when it is empty, or an anchor', () => {
    expect(valid('')).toEqual(defaults)
    expect(valid('top')).toEqual(defaults)
    expect(valid('unknown=1&CT=200')).toEqual(defaults)
  })

  test('sets each of its keys', () => {
    expect(valid('ct=2000&rt=3000&tt=4000&rc=5&rp=4xx,5xx&e=dublin,ashburn&sni=n')).toEqual({
      connectTimeout: 2_000,
      readTimeout: 3_000,
      totalTimeout: 4_000,
      retries: 5,
      retryOn: ['4xx', '5xx'],
      serverName: false,
    })
    expect(valid('rp=all').retryOn).toEqual(['all'])
    expect(valid('rp=ct%2Crt').retryOn).toEqual(['ct', 'rt'])
  })

  test.for([
    ['ct', 'connectTimeout', 100, 10_000],
    ['rt', 'readTimeout', 100, 15_000],
    ['tt', 'totalTimeout', 100, 15_000],
    ['rc', 'retries', 0, 5],
  ] as const)('takes %s within its range, and ignores it outside', ([key, field, least, most]) => {
    expect(valid(`${key}=${least}`)[field]).toBe(least)
    expect(valid(`${key}=${most}`)[field]).toBe(most)
    for (const bad of [least - 1, most + 1, '', 'x', '1e3', '0x64', '2.5', ' 200', '99999999999999999999'])
      expect(valid(`${key}=${bad}`)[field]).toBe(defaults[field])
  })

  test.for([
    ['e=atlantis', 11240],
    ['e=ashburn,atlantis', 11240],
    ['e=roaming', 11241],
    ['e=london-ix', 11242],
    ['rp=6xx', 11243],
    ['rp=ct,never', 11243],
  ] as const)('%s is the error %i', ([fragment, errorCode]) => {
    expect(connectionOverrides(fragment)).toMatchObject({ valid: false, errorCode })
  })

  test('never throws, and never leaves its ranges', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ctrptesni=&,019%x'), maxLength: 30 }), (fragment) => {
        const reading = connectionOverrides(fragment)
        if (!reading.valid) return
        const { connectTimeout, readTimeout, totalTimeout, retries } = reading.overrides
        expect(connectTimeout >= 100 && connectTimeout <= 10_000).toBe(true)
        expect(readTimeout >= 100 && readTimeout <= 15_000).toBe(true)
        expect(totalTimeout >= 100 && totalTimeout <= 15_000).toBe(true)
        expect(retries >= 0 && retries <= 5).toBe(true)
      }),
    )
  })
})
