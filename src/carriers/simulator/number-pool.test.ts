import { describe, expect, test } from 'vitest'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import type { NumberSearch } from '../../domain/inventory.ts'
import { readPattern } from '../../domain/number-pattern.ts'
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

describe('a search of the pool', () => {
  const pool = numberPool()
  const numbersOf = async (search: NumberSearch, skip = 0, limit = 30, from = pool) =>
    (await from.search(search, skip, limit)).map(({ phoneNumber }) => phoneNumber)
  const local = { isoCountry: 'US', type: 'local' } as const

  test('shows the same to everybody, each once, from many places, and all of it can be bought', async () => {
    const all = await numbersOf(local, 0, 200)
    expect(await numbersOf(local, 0, 200, numberPool())).toEqual(all)
    expect(await numbersOf(local, 50, 10)).toEqual(all.slice(50, 60))
    expect(new Set(all).size).toBe(200)
    expect(new Set(all.map((number) => number.slice(2, 5))).size).toBeGreaterThan(100)
    for (const number of all) expect(await pool.find(number)).toMatchObject({ phoneNumber: number, ...local })
  })

  test.each([
    [{ ...local, areaCode: '510' }, /^\+1510/],
    [{ ...local, pattern: readPattern('STORM')! }, /78676/],
    [{ ...local, pattern: readPattern('510555****')! }, /^\+1510555/],
    [{ ...local, areaCode: '415', pattern: readPattern('99$')! }, /^\+1415\d{5}99$/],
    [{ ...local, place: { region: 'VT' } }, /^\+1802/],
    [{ ...local, place: { near: { latitude: 41.88, longitude: -87.63, miles: 3 } } }, /^\+1(312|773|872)/],
    [{ isoCountry: 'CA', type: 'local', place: { locality: 'Toronto' } }, /^\+1(416|437|647|942)/],
    [{ isoCountry: 'US', type: 'tollfree', areaCode: '855' }, /^\+1855/],
    [{ isoCountry: 'GB', type: 'mobile', pattern: readPattern('+447')! }, /^\+447/],
    [{ isoCountry: 'DE', type: 'local' }, /^\+4930/],
  ] satisfies [NumberSearch, RegExp][])('%j', async (search, expected) => {
    const found = await numbersOf(search)
    expect(found).toHaveLength(30)
    for (const number of found) expect(number).toMatch(expected)
  })

  test.each([
    { ...local, areaCode: '604' },
    { ...local, areaCode: '500' },
    { ...local, pattern: readPattern('+1911')! },
    { ...local, place: { region: 'ZZ' } },
    { ...local, capabilities: { fax: true } },
    { isoCountry: 'GB', type: 'local', place: { region: 'CA' } },
    { isoCountry: 'GB', type: 'mobile', capabilities: { mms: true } },
    { isoCountry: 'US', type: 'mobile' },
    { isoCountry: 'ZZ', type: 'local' },
  ] satisfies NumberSearch[])('finds nothing for %j', async (search) => {
    expect(await numbersOf(search)).toEqual([])
  })

  test('a number that is named is the only one of its kind', async () => {
    expect(await numbersOf({ ...local, pattern: readPattern('4155552671')! })).toEqual(['+14155552671'])
  })

  test('sells something of each kind in every country that it names', async () => {
    const markets = await pool.markets()
    expect(markets.find(({ isoCountry }) => isoCountry === 'US')).toEqual({
      isoCountry: 'US',
      types: ['local', 'tollfree'],
    })
    for (const { isoCountry, types } of markets) {
      for (const type of types) expect(await numbersOf({ isoCountry, type }, 0, 5)).toHaveLength(5)
    }
  })
})
