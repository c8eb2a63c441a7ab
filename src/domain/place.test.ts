import { expect, test } from 'vitest'
import { areaOf } from './nanp-areas.ts'
import { isAt, milesBetween } from './place.ts'

const sanFrancisco = areaOf('415')!
const oakland = areaOf('510')!
const newYork = areaOf('212')!

test('distances are those of the map', () => {
  expect(milesBetween(sanFrancisco, oakland)).toBeCloseTo(8.4, 0)
  expect(milesBetween(sanFrancisco, newYork)).toBeCloseTo(2565, -2)
  expect(milesBetween(newYork, newYork)).toBe(0)
})

test.each([
  [{}, true],
  [{ region: 'ca' }, true],
  [{ region: 'NY' }, false],
  [{ locality: 'SAN FRANCISCO', region: 'CA' }, true],
  [{ locality: 'San Francisco', region: 'NY' }, false],
  [{ postalCode: '94103', lata: '722', rateCenter: 'San Franci' }, true],
  [{ postalCode: '94104' }, false],
  [{ near: { ...oakland, miles: 9 } }, true],
  [{ near: { ...oakland, miles: 5 } }, false],
])('San Francisco where %j is wanted: %s', (wanted, expected) => {
  expect(isAt(sanFrancisco, wanted)).toBe(expected)
})

test('what is at no known place is only where no place is wanted', () => {
  expect(isAt(null, {})).toBe(true)
  expect(isAt(null, { region: 'CA' })).toBe(false)
  expect(isAt(null, { near: { ...oakland, miles: 500 } })).toBe(false)
})
