import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPrice, priceOf, readPrice } from './price.ts'

const text = { segments: 1, media: 0, direction: 'outbound-api' } as const

test('a text to the United States costs what the Messages document shows', () => {
  expect(priceOf({ ...text, country: 'US' })).toBe(-750)
  expect(formatPrice(-750)).toBe('-0.00750')
})

test('a message with media costs what the Messages document shows, however long its text', () => {
  expect(formatPrice(priceOf({ ...text, country: 'US', media: 1 }))).toBe('-0.02000')
  expect(priceOf({ ...text, country: 'US', media: 10, segments: 3 })).toBe(-2000)
})

test('each segment is billed, in every direction', () => {
  expect(priceOf({ ...text, country: 'US', segments: 3 })).toBe(-2250)
  expect(priceOf({ ...text, country: 'US', segments: 2, direction: 'outbound-reply' })).toBe(-1500)
  expect(priceOf({ ...text, country: 'GB', segments: 2, direction: 'inbound' })).toBe(-1500)
  expect(priceOf({ ...text, country: 'US', media: 1, direction: 'inbound' })).toBe(-1000)
})

test('the tariff follows the country, and there is one for those not named', () => {
  expect(priceOf({ ...text, country: 'GB' })).toBe(-4000)
  expect(priceOf({ ...text, country: 'ZZ' })).toBe(-8000)
  expect(priceOf({ ...text, country: 'constructor' })).toBe(-8000)
})

test('where media cannot be sent, the text is billed', () => {
  expect(priceOf({ ...text, country: 'GB', media: 2, segments: 2 })).toBe(-8000)
})

test('nothing sent is nothing billed', () => {
  expect(Object.is(priceOf({ ...text, country: 'US', segments: 0 }), 0)).toBe(true)
  expect(formatPrice(0)).toBe('0.00000')
})

test('a price is written with five decimals, exactly', () => {
  expect(formatPrice(-100000)).toBe('-1.00000')
  expect(formatPrice(-1234567)).toBe('-12.34567')
  expect(formatPrice(5)).toBe('0.00005')
  fc.assert(
    fc.property(fc.integer(), (price) => {
      expect(formatPrice(price)).toMatch(/^-?\d+\.\d{5}$/)
      expect(Math.round(Number(formatPrice(price)) * 100_000)).toBe(price)
    }),
  )
})

test('an amount is read as it is written, and nothing else is', () => {
  fc.assert(fc.property(fc.integer({ min: -1e13, max: 1e13 }), (price) => readPrice(formatPrice(price)) === price))
  expect(['20', '0.5', '-0', '0.00001'].map(readPrice)).toEqual([2_000_000, 50_000, 0, 1])
  for (const raw of ['', '1.', '.5', '1.000001', '1e3', '+1', '$1', '1,50']) expect(readPrice(raw)).toBeNull()
})
