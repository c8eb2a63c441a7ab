import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readInstant } from './iso-date.ts'

const at = (text: string) => Date.parse(text)

describe('a date', () => {
  test.each([
    ['2020', '2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'],
    ['2020-12', '2020-12-01T00:00:00Z', '2021-01-01T00:00:00Z'],
    ['2020-02', '2020-02-01T00:00:00Z', '2020-03-01T00:00:00Z'],
    ['2009-07-06', '2009-07-06T00:00:00Z', '2009-07-07T00:00:00Z'],
    ['2011-05-01T10:30:00Z', '2011-05-01T10:30:00Z', '2011-05-01T10:30:01Z'],
    ['2011-05-01T10:30:00', '2011-05-01T10:30:00Z', '2011-05-01T10:30:01Z'],
    ['2011-05-01 10:30', '2011-05-01T10:30:00Z', '2011-05-01T10:30:01Z'],
    ['2020-12-12T10:53:43-08:00', '2020-12-12T18:53:43Z', '2020-12-12T18:53:44Z'],
    ['2020-12-12T10:53:43.000-0800', '2020-12-12T18:53:43Z', '2020-12-12T18:53:44Z'],
    ['2020-12-12T10:53:43.250+09', '2020-12-12T01:53:43.250Z', '2020-12-12T01:53:44Z'],
    ['0099-01-01', '0099-01-01T00:00:00Z', '0099-01-02T00:00:00Z'],
  ])('%s begins and ends', (raw, from, until) => {
    expect(readInstant(raw)).toEqual({ from: at(from), until: at(until) })
  })

  test.each([
    'yesterday',
    '',
    '>=2017-02-28',
    '2017-02-29',
    '2017-13-01',
    '2017-00-01',
    '2017-1-1',
    '17-01-01',
    '2017-01-01T24:00:00Z',
    '2017-01-01T10:60:00Z',
    '2017-01-01T10:30:00+24:00',
    '2017-01-01Tnoon',
    '2017-01-01T10',
  ])('%o is none', (raw) => {
    expect(readInstant(raw)).toBeNull()
  })

  test('reads back every time that it can name', () => {
    const times = fc.date({
      min: new Date('0000-01-01'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(times, (time) => {
        expect(readInstant(time.toISOString())?.from).toBe(time.getTime())
      }),
    )
  })
})
