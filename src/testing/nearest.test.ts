import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const closest = (wanted: string | RegExp, ...texts: string[]) => nearest(wanted, texts, (text) => text)?.one ?? null

test('a text with a letter missing is the closest', () => {
  expect(closest('Your code is 123456', 'Welcome to the shop', 'Your cod is 123456', 'Bye')).toBe('Your cod is 123456')
})

test('of a pattern the words count that stand in it, not what stands for others', () => {
  const pattern = /verification (?:code|pin): (?<code>\d{6})\b/i
  expect(closest(pattern, 'Your parcel is there', 'Your verification word: tree')).toBe('Your verification word: tree')
  expect(nearest(pattern, ['Your verification code: none'], (text) => text)?.shared).toEqual(['verification', 'code'])
})

test('what has nothing in common is not shown as close', () => {
  expect(closest('Your code is 123456', 'zzzz', '????')).toBeNull()
  expect(closest(/\d{6}/, 'Your code is none')).toBeNull()
  expect(closest('anything')).toBeNull()
})

test('other scripts have words, too', () => {
  expect(closest(/認証コード/, 'こんにちは', '認証コートは次です')).toBe('認証コートは次です')
})
