import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countAttempts, placeOf } from './attempts.ts'

const bounds = { window: 1000, perAddress: 3, inAll: 5, addresses: 4 }
const address = (i: number) => `192.0.2.${i}`

test('an address may try so often in a while, and again after it', () => {
  const attempts = countAttempts(bounds)
  expect([0, 100, 200].map((now) => attempts.take(address(1), now))).toEqual([0, 0, 0])
  expect([attempts.take(address(1), 300), attempts.take(address(1), 999)]).toEqual([700, 1])
  expect(attempts.take(address(2), 300)).toBe(0)
  expect(attempts.take(address(1), 1000)).toBe(0)
})

test('whoever was let in starts anew', () => {
  const attempts = countAttempts(bounds)
  for (let i = 0; i < 3; i++) attempts.take(address(1), 0)
  attempts.forgive(address(1))
  expect(attempts.take(address(1), 0)).toBe(0)
})

test('guesses are counted in all, whoever makes them; tokens still open then', () => {
  const attempts = countAttempts(bounds)
  for (let i = 0; i < 5; i++) expect(attempts.takeGuess(address(i), 0)).toBe(0)
  expect(attempts.takeGuess(address(9), 400)).toBe(600)
  expect(attempts.take(address(9), 400)).toBe(0)
  expect(attempts.takeGuess(address(9), 1000)).toBe(0)
})

test('an address that may not try uses up nobody else’s guesses', () => {
  const attempts = countAttempts(bounds)
  for (let i = 0; i < 20; i++) attempts.takeGuess(address(1), 0)
  expect(attempts.takeGuess(address(2), 0)).toBe(0)
})

test('of more addresses than are remembered, the one longest unused is forgotten', () => {
  const attempts = countAttempts(bounds)
  for (let i = 0; i < 3; i++) attempts.take(address(1), 0)
  for (const i of [2, 3, 4]) attempts.take(address(i), 0)
  expect(attempts.take(address(1), 0)).toBeGreaterThan(0)
  attempts.take(address(5), 0)
  expect(attempts.take(address(1), 0)).toBe(0)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is of %s', (given, place) => {
  expect(placeOf(given)).toBe(place)
})

test('two addresses of one network of 64 bits are of one place, however they are written', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16))
  const four = fc.array(group, { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(four, four, four, (network, one, other) => {
      const written = [...network, ...one].join(':')
      const short = new URL(`http://[${[...network, ...other].join(':')}]`).hostname.slice(1, -1)
      expect(placeOf(short)).toBe(placeOf(written))
    }),
  )
})
