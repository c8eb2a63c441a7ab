import { expect, test } from 'vitest'
import { scriptOf } from './call-script.ts'

const delays = { ring: 100, answer: 1000, slowAnswer: 20_000, talk: 2000 }
const known = { code: null, byHand: false, isDialed: false }
const heardOf = (...asked: Parameters<typeof scriptOf>) =>
  scriptOf(...asked).map(({ after, happens }) => `${happens.event} after ${after}`)

test('whoever answers at the last moment answers', () => {
  expect(heardOf('online', { ringFor: 1 }, delays, known)).toEqual(['ringing after 100', 'answered after 1000'])
  expect(heardOf('slow', { ringFor: 20 }, delays, known)).toEqual(['ringing after 100', 'answered after 20000'])
})

test('after that nobody does', () => {
  expect(heardOf('online', { ringFor: 0 }, delays, known)).toEqual(['ringing after 100', 'unanswered after 0'])
  expect(heardOf('slow', { ringFor: 19 }, delays, known)).toEqual(['ringing after 100', 'unanswered after 19000'])
  expect(heardOf('no-answer', { ringFor: 600 }, delays, known)).toEqual([
    'ringing after 100',
    'unanswered after 600000',
  ])
})

test('only a phone that is online has somebody who presses the code', () => {
  expect(heardOf('online', { ringFor: 60 }, delays, { ...known, code: '123456' })).toEqual([
    'ringing after 100',
    'answered after 1000',
    'digits after 1000',
  ])
  expect(heardOf('landline', { ringFor: 60 }, delays, { ...known, code: '123456' })).toEqual([
    'ringing after 100',
    'answered after 1000',
  ])
})

test('a phone that is answered by hand rings until somebody takes the call', () => {
  expect(heardOf('online', { ringFor: 60 }, delays, { ...known, code: '123456', byHand: true })).toEqual([
    'ringing after 100',
    'unanswered after 60000',
  ])
  expect(heardOf('busy', { ringFor: 60 }, delays, { ...known, byHand: true })).toEqual(['unanswered after 100'])
})

test('whoever was called by another call hangs up when they have talked', () => {
  expect(heardOf('online', { ringFor: 60 }, delays, { ...known, isDialed: true })).toEqual([
    'ringing after 100',
    'answered after 1000',
    'hung-up after 2000',
  ])
})
