import { expect, test } from 'vitest'
import { rateOfSender } from './sender-rate.ts'

test.each([
  ['+14155551234', 1],
  ['+18005551234', 3],
  ['+447700900123', 10],
  ['12345', 100],
  ['ACME', 10],
  ['whatsapp:+14155551234', 80],
])('networks take of %s %d segments a second', (from, rate) => {
  expect(rateOfSender(from)).toBe(rate)
})
