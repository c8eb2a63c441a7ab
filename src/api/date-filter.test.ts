import { describe, expect, test } from 'vitest'
import { rangeOf } from './date-filter.ts'
import { readInstant } from './iso-date.ts'

const date = (text: string) => readInstant(text) ?? undefined
const at = (text: string) => Date.parse(text)

describe('a filter by date', () => {
  test('on a day takes that day in GMT', () => {
    expect(rangeOf({ on: date('2009-07-06') })).toEqual({ from: at('2009-07-06'), before: at('2009-07-07') })
  })

  test('on a time takes its day in GMT', () => {
    const range = { from: at('2020-12-12'), before: at('2020-12-13') }
    expect(rangeOf({ on: date('2020-12-12T10:53:43-08:00') })).toEqual(range)
    expect(rangeOf({ on: date('2020-12-11T22:53:43-08:00') })).toEqual(range)
  })

  test('on a month or a year takes all of it', () => {
    expect(rangeOf({ on: date('2020-02') })).toEqual({ from: at('2020-02-01'), before: at('2020-03-01') })
    expect(rangeOf({ on: date('2020') })).toEqual({ from: at('2020-01-01'), before: at('2021-01-01') })
  })

  test('on or after begins with the midnight, or with the time', () => {
    expect(rangeOf({ onOrAfter: date('2009-07-06') })).toEqual({ from: at('2009-07-06') })
    expect(rangeOf({ onOrAfter: date('2009-07-06T10:00:00Z') })).toEqual({ from: at('2009-07-06T10:00:00Z') })
  })

  test('on or before ends with the midnight at which the day begins, that second included', () => {
    expect(rangeOf({ onOrBefore: date('2009-07-06') })).toEqual({ before: at('2009-07-06T00:00:01Z') })
    expect(rangeOf({ onOrBefore: date('2009-07-06T10:00:00.500Z') })).toEqual({ before: at('2009-07-06T10:00:01Z') })
  })

  test('meets all that is asked together', () => {
    expect(rangeOf({ onOrAfter: date('2009-07-06'), onOrBefore: date('2009-07-08') })).toEqual({
      from: at('2009-07-06'),
      before: at('2009-07-08T00:00:01Z'),
    })
    expect(rangeOf({ on: date('2009-07-06'), onOrAfter: date('2009-07-06T12:00:00Z') })).toEqual({
      from: at('2009-07-06T12:00:00Z'),
      before: at('2009-07-07'),
    })
    expect(rangeOf({})).toEqual({})
  })
})
