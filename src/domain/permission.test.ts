import { expect, test } from 'vitest'
import { allows, readCountries } from './permission.ts'

test.each([
  [['all'], 'FR', 'US', true],
  [[], 'US', 'US', false],
  [['FR'], 'FR', 'US', true],
  [['FR'], 'US', 'US', false],
  [['home'], 'US', 'US', true],
  [['home'], 'FR', 'US', false],
  [['home', 'FR'], 'FR', 'US', true],
  // A name has no country, so that it is at home nowhere.
  [['home'], 'FR', null, false],
  // A sender that is not chosen yet may be at home there.
  [['home'], 'FR', undefined, true],
  [['DE'], 'FR', undefined, false],
])('%j allows %s from %s: %s', (countries, to, home, expected) => {
  expect(allows(countries, to, home)).toBe(expected)
})

test('codes of countries are read in letters of any case, and nothing else is', () => {
  expect(readCountries(['home', 'gb', 'FR'])).toEqual(['home', 'GB', 'FR'])
  expect(readCountries([])).toEqual([])
  expect(readCountries(['everywhere'])).toBeNull()
  expect(readCountries(['all', ''])).toBeNull()
  expect(readCountries(['UK'])).toBeNull()
})
