import { expect, test } from 'vitest'
import { fold } from './fold.ts'
import { gramsOf } from './grams.ts'
import { messageSearch } from './message-search.ts'
import { neededGrams } from './needed-grams.ts'
import { readSearch } from './search.ts'

const needed = (query: string) => neededGrams(readSearch(messageSearch, query, 0))
const counts = (query: string) => needed(query).map((alternatives) => alternatives.map((grams) => grams.length))

test.each<[string, number[][]]>([
  ['hello', [[3]]],
  ['hi 注', []],
  ['注文', [[1]]],
  ['-hello', []],
  ['status:failed', []],
  ['to:+8190*', [[2]]],
  ['to:+8190* to:+44*', []],
  ['to:+8190* to:*5678', [[2, 2]]],
  ['from:Acme hello', [[2], [3]]],
  ['"one two three four five six seven eight"', [[10]]],
])('what %j looks up: %j', (query, grams) => {
  expect(counts(query)).toEqual(grams)
})

test('the grams between words come first', () => {
  const [[grams] = []] = needed('"your parcel is here"')
  expect(grams?.slice(0, 3)).toEqual(['r p', 'l i', 's h'].flatMap((gap) => [...gramsOf(gap)]))
  expect(gramsOf(fold('your parcel is here')).isSupersetOf(new Set(grams))).toBe(true)
})

test('many texts together look up no more than forty grams, of one text at least', () => {
  const many = Array.from({ length: 49 }, (_, i) => `abcdefghij${i}xyz`)
  expect(counts(many.join(' ')).flat()).toEqual([10, 10, 10, 10])
  expect(counts(many.map((one) => `to:${one}`).join(' '))).toEqual([Array(49).fill(1)])
})
