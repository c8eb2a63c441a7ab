import { expect, test } from 'vitest'
import { scriptOf } from './call-script.ts'

const delays = { ring: 100, answer: 1000, slowAnswer: 20_000 }
const heardOf = (...asked: Parameters<typeof scriptOf>) =>
  scriptOf(...asked).map(({ after, happens }) => `${happens.event} after ${after}`)

test('whoever answers at the last moment answers', () => {
  expect(heardOf('online', { ringFor: 1 }, delays, null)).toEqual(['ringing after 100', 'answered after 1000'])
  expect(heardOf('slow', { ringFor: 20 }, delays, null)).toEqual(['ringing after 100', 'answered after 20000'])
})

test('after that nobody does', () => {
  expect(heardOf('online', { ringFor: 0 }, delays, null)).toEqual(['ringing after 100', 'unanswered after 0'])
  expect(heardOf('slow', { ringFor: 19 }, delays, null)).toEqual(['ringing after 100', 'unanswered after 19000'])
  expect(heardOf('no-answer', { ringFor: 600 }, delays, null)).toEqual(['ringing after 100', 'unanswered after 600000'])
})

test('only a phone that is online has somebody who presses the code', () => {
  expect(heardOf('online', { ringFor: 60 }, delays, '123456')).toEqual([
    'ringing after 100',
    'answered after 1000',
    'digits after 1000',
  ])
  expect(heardOf('landline', { ringFor: 60 }, delays, '123456')).toEqual(['ringing after 100', 'answered after 1000'])
})
