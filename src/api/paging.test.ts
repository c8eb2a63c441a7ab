import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Form } from './form.ts'
import { pageReader, pageToken, pageView, type Standing } from './paging.ts'

const prefixes = ['SM', 'MM']
const read = pageReader(prefixes)
const ask = (...query: Form) => read(query)
const row = (digit: string, at: number | null): Standing => ({ sid: `SM${digit.repeat(32)}`, at, created: 7 })
const path = '/2010-04-01/Accounts/AC/Messages.json'

describe('what a page is asked by', () => {
  test.each([
    [[], 50, 0],
    [[['PageSize', '1']], 1, 0],
    [[['PageSize', '1000']], 1000, 0],
    [[['PageSize', '5000']], 1000, 0],
    [[['PageSize', '0']], 1, 0],
    [[['PageSize', '-3']], 1, 0],
    [[['PageSize', '']], 50, 0],
    [[['Page', '3']], 50, 150],
    [[['Page', '-1']], 50, 0],
    [
      [
        ['Page', '2147483647'],
        ['PageSize', '1000'],
      ],
      1000,
      1_000_000_000,
    ],
    [[['PageToken', '']], 50, 0],
  ] as [Form, number, number][])('%j is %i rows after %i', (query, size, skip) => {
    expect(ask(...query).request).toEqual({ size, skip })
  })

  test('refuses a size or a page that is no number', () => {
    expect(() => ask(['PageSize', 'many'])).toThrow("invalid literal for int() with base 10: 'many'")
    expect(() => ask(['Page', '1.5'])).toThrow("invalid literal for int() with base 10: '1.5'")
  })

  test.each([
    'PA',
    'nonsense',
    `PASM${'0'.repeat(32)}`,
    `PAPN${'0'.repeat(32)}-1`,
    `PXSM${'0'.repeat(32)}-1`,
    `PASM${'g'.repeat(32)}-1`,
    `PASM${'0'.repeat(32)}-!`,
  ])('refuses the token %s', (token) => {
    expect(() => ask(['PageToken', token])).toThrow('Invalid PageToken')
  })

  test('a token leads back to where it was made', () => {
    const standings = fc.record({
      sid: fc.tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^[0-9a-f]{32}$/)).map((parts) => parts.join('')),
      at: fc.option(fc.integer({ min: 0, max: 253_402_300_799_999 })),
      created: fc.integer({ min: 0, max: 253_402_300_799_999 }),
    })
    fc.assert(
      fc.property(standings, fc.constantFrom('after', 'before'), fc.nat({ max: 1000 }), (standing, direction, page) => {
        const { sid, at, created } = standing
        const { request } = ask(['PageToken', pageToken(standing, direction)], ['Page', String(page)])
        expect(request).toEqual({ size: 50, skip: 0, anchor: { sid, at, direction, ...(at === null && { created }) } })
      }),
    )
  })
})

describe('what a page says of itself', () => {
  test('filters come first, then size, page and token', () => {
    const filters: Form = [
      ['DateSent>', '2009-07-06'],
      ['To', '+1 555'],
    ]
    const rows = [row('a', 1000), row('b', 36)]
    const view = pageView(
      path,
      filters,
      ask(['Page', '1'], ['PageSize', '2']),
      { rows, hasNext: true, hasPrevious: true },
      (it) => it,
    )
    const asked = `${path}?DateSent%3E=2009-07-06&To=%2B1%20555&PageSize=2`
    expect(view).toEqual({
      uri: `${asked}&Page=1`,
      firstPageUri: `${asked}&Page=0`,
      nextPageUri: `${asked}&Page=2&PageToken=PASM${'b'.repeat(32)}-10`,
      previousPageUri: `${asked}&Page=0&PageToken=PBSM${'a'.repeat(32)}-rs`,
      page: 1,
      pageSize: 2,
      start: 2,
      end: 3,
    })
  })

  test('a message that waits is found again by when it was created', () => {
    const view = pageView(
      path,
      [],
      ask(['PageSize', '1']),
      { rows: [row('a', null)], hasNext: true, hasPrevious: false },
      (it) => it,
    )
    expect(view.nextPageUri).toBe(`${path}?PageSize=1&Page=1&PageToken=PASM${'a'.repeat(32)}_7`)
    expect(view.previousPageUri).toBeNull()
  })

  test('a list that counts tells its length and its last page', () => {
    const page = { rows: [row('a', 1)], hasNext: true, hasPrevious: false }
    const totals = (total: number | null) =>
      pageView(path, [], ask(['PageSize', '50']), { ...page, total }, (it) => it).totals
    expect(totals(101)).toEqual({ total: 101, numPages: 3, lastPageUri: `${path}?PageSize=50&Page=2` })
    expect(totals(100)).toEqual({ total: 100, numPages: 2, lastPageUri: `${path}?PageSize=50&Page=1` })
    expect(totals(0)).toEqual({ total: 0, numPages: 0, lastPageUri: `${path}?PageSize=50&Page=0` })
    expect(totals(null)).toBeUndefined()
  })

  test('an empty page ends where it starts, and leads back by number', () => {
    const view = pageView(
      path,
      [],
      ask(['Page', '2']),
      { rows: [], hasNext: false, hasPrevious: true },
      (it: Standing) => it,
    )
    expect(view).toMatchObject({
      start: 100,
      end: 100,
      nextPageUri: null,
      previousPageUri: `${path}?PageSize=50&Page=1`,
    })
  })
})
