import { describe, expect, test } from 'vitest'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { numberPool } from './number-pool.ts'

describe('the pool of numbers', () => {
  const pool = numberPool()

  test('offers numbers of an area code, the same to everybody, each once, all of them valid', async () => {
    const first = await pool.inAreaCode('415', 'local', 0, 1000)
    expect(await numberPool().inAreaCode('415', 'local', 0, 1000)).toEqual(first)
    expect(await pool.inAreaCode('415', 'local', 500, 10)).toEqual(first.slice(500, 510))
    expect(new Set(first.map(({ phoneNumber }) => phoneNumber)).size).toBe(1000)
    for (const { phoneNumber, type, isoCountry } of first) {
      expect(phoneNumber).toMatch(/^\+1415[2-9](?!11)\d{6}$/)
      expect(isValidPhoneNumber(phoneNumber)).toBe(true)
      expect([type, isoCountry]).toEqual(['local', 'US'])
    }
  })

  test.each([
    ['604', 'local', 'CA'],
    ['212', 'local', 'US'],
    ['800', 'tollfree', 'US'],
    ['833', 'tollfree', 'US'],
  ] as const)('has area code %s, %s in %s', async (areaCode, type, isoCountry) => {
    expect(await pool.inAreaCode(areaCode, type, 0, 2)).toMatchObject(Array(2).fill({ type, isoCountry }))
  })

  test.each(['500', '533', '876', '999', '211', '900', '1', 'abc', ''])(
    'has nothing in area code "%s"',
    async (areaCode) => {
      expect(await pool.inAreaCode(areaCode, 'local', 0, 10)).toEqual([])
    },
  )

  test('has nothing of another type than the area code is of', async () => {
    expect(await pool.inAreaCode('800', 'local', 0, 10)).toEqual([])
    expect(await pool.inAreaCode('415', 'tollfree', 0, 10)).toEqual([])
  })

  test.each([
    ['+14155552671', 'local', 'US'],
    ['+18005551234', 'tollfree', 'US'],
    ['+447400123456', 'mobile', 'GB'],
    ['+442079460000', 'local', 'GB'],
    ['+448081570192', 'tollfree', 'GB'],
    ['+819012345678', 'mobile', 'JP'],
  ] as const)('sells %s as %s in %s', async (phoneNumber, type, isoCountry) => {
    expect(await pool.find(phoneNumber)).toMatchObject({ phoneNumber, type, isoCountry })
  })

  test.each(['+15005550006', '+15005550000', '+15005530003', '+19995550123', '+10000000000', '+19005550123'])(
    'does not sell %s',
    async (phoneNumber) => {
      expect(await pool.find(phoneNumber)).toBeNull()
    },
  )
})
