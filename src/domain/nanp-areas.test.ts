import { describe, expect, test } from 'vitest'
import { areaOf, areas, nanpCountryOf, rateCenterOf } from './nanp-areas.ts'
import { isValidInArea } from './phone-number.ts'

describe('the areas of North America', () => {
  test('give each area code once', () => {
    const codes = areas.flatMap(({ areaCodes }) => areaCodes)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((code) => !/^[2-9]\d\d$/.test(code))).toEqual([])
  })

  test('are places on the map, in the United States and Canada with a region, a postal code and a LATA', () => {
    const wrong = areas.filter(({ latitude, longitude }) => !(Math.abs(latitude) < 72 && Math.abs(longitude) <= 180))
    expect(wrong).toEqual([])
    const north = areas.filter(({ isoCountry }) => isoCountry === 'US' || isoCountry === 'CA')
    for (const { isoCountry, region, postalCode, lata } of north) {
      expect(region).toMatch(/^[A-Z]{2}$/)
      expect(postalCode).toMatch(isoCountry === 'US' ? /^\d{5}$/ : /^[A-Z]\d[A-Z]$/)
      expect(lata).toMatch(/^\d{3}$/)
    }
  })

  test('know every area code in which numbers are given out', () => {
    const all = Array.from({ length: 800 }, (_, i) => String(i + 200))
    // Codes of services, not of places: 5xx for machines and persons, 7xx and 9xx for carriers, and those whose calls are paid by the called.
    const services = /^(5(00|2[1-9]|32|33|44|66|77|88)|600|622|633|700|710|8(00|22|33|44|55|66|77|88)|900)$/
    const assigned = all.filter((code) => ['2345678', '7654321'].some((line) => isValidInArea(`+1${code}${line}`)))
    expect(assigned.filter((code) => !areaOf(code) && !services.test(code))).toEqual([])
  })

  test.each([
    ['415', 'San Francisco', 'CA', 'US'],
    ['416', 'Toronto', 'ON', 'CA'],
    ['787', 'San Juan', 'PR', 'PR'],
    ['876', 'Kingston', null, 'JM'],
  ])('%s is %s', (code, locality, region, isoCountry) => {
    expect(areaOf(code)).toMatchObject({ locality, region, isoCountry })
    expect(nanpCountryOf(code)).toBe(isoCountry)
  })

  test('a code of no place counts as one of the United States, or of Canada where it is theirs', () => {
    expect(['800', '500', '622'].map((code) => areaOf(code))).toEqual([null, null, null])
    expect(['800', '500', '622'].map(nanpCountryOf)).toEqual(['US', 'US', 'CA'])
  })

  test('an exchange is named in ten capitals at most', () => {
    const names = areas.map(rateCenterOf)
    expect(names.filter((name) => !/^[A-Z ]{3,10}$/.test(name))).toEqual([])
    expect(rateCenterOf(areaOf('314')!)).toBe('ST LOUIS')
  })
})
