import type { Instant } from '../domain/clock.ts'
import type { Anchor, Page, PageRequest } from '../domain/page.ts'
import { Problem } from '../domain/problem.ts'
import type { Form } from './form.ts'
import { integer, text } from './kind.ts'
import { inputReader, param } from './param.ts'
import type { PageNames, PageView } from './wire/style.ts'

const defaultSize = 50
const maximumSize = 1000
/** Pages that are counted instead of found by key end here: nothing may ask the store to pass over more rows. */
const mostSkipped = 1_000_000_000

const usualNames: PageNames = { page: 'Page', pageSize: 'PageSize', pageToken: 'PageToken' }

/** The parameters that every list takes. */
export const pageParams = ({ page, pageSize, pageToken } = usualNames) => ({
  pageSize: param(
    { ...integer(), schema: { type: 'integer', minimum: 1, maximum: maximumSize, default: defaultSize } },
    'How many rows a page holds; what is more than the most is taken for the most.',
    { wireName: pageSize },
  ),
  page: param(integer(), 'The page, counted from 0. Follow the link to the next page instead where you can.', {
    wireName: page,
  }),
  ...(pageToken !== undefined && {
    pageToken: param(text, 'Where the page starts, as the links to the next and the previous page say it.', {
      wireName: pageToken,
    }),
  }),
})

/** Where a row stands in its list. */
export interface Standing {
  sid: string
  /** What the list is sorted by; null for a message that is neither sent nor failed. */
  at: Instant | null
  created: Instant
}

/**
 * How the pages of a list are found again: by where a row stands, or, in a list that is computed and has no rows to stand on, by how many
 * rows come before.
 */
export type Standings<T> = ((this: void, row: T) => Standing) | 'by-count'

/** A page as a client asked for it. */
export interface PageAsked {
  readonly page: number
  readonly size: number
  readonly token: string | undefined
  readonly request: PageRequest
}

/** Compiles a function that reads from a query which page of a list is asked for. */
export function pageReader(
  sidPrefixes: readonly string[],
  names?: PageNames,
  standingOf?: Standings<never>,
): (query: Form) => PageAsked {
  const read = inputReader(pageParams(names))
  return (query) => {
    // Some clients send every parameter, also those that they have no value for.
    const { pageSize = defaultSize, page = 0, pageToken } = read(query.filter(([, value]) => value !== ''))
    const size = Math.min(Math.max(pageSize, 1), maximumSize)
    const number = Math.max(page, 0)
    const skip = Math.min(number * size, mostSkipped)
    const request =
      pageToken === undefined
        ? { size, skip }
        : standingOf === 'by-count'
          ? { size, skip: readCount(pageToken) }
          : { size, skip: 0, anchor: readToken(pageToken, sidPrefixes) }
    return { page: number, size, token: pageToken, request }
  }
}

const tokenShape = /^P([AB])([A-Z]{2})([0-9a-fA-F]{32})([-_])([0-9a-z]{1,10})$/

/** `PA` (after) or `PB` (before), the SID of a row, and what the list is sorted by: the row may be gone when the token is used. */
export function pageToken({ sid, at, created }: Standing, direction: Anchor['direction']): string {
  return `${direction === 'after' ? 'PA' : 'PB'}${sid}${at === null ? '_' : '-'}${(at ?? created).toString(36)}`
}

function readToken(token: string, sidPrefixes: readonly string[]): Anchor {
  const [, letter, prefix = '', digits = '', kind, key = ''] = tokenShape.exec(token) ?? []
  if (!sidPrefixes.includes(prefix)) throw new Problem('pageTokenInvalid')
  const anchor = { sid: prefix + digits, direction: letter === 'A' ? 'after' : 'before' } as const
  const time = Number.parseInt(key, 36)
  return kind === '_' ? { ...anchor, at: null, created: time } : { ...anchor, at: time }
}

/** `AP`, and the number in Base64. */
const countToken = (rowsBefore: number): string => `AP${btoa(String(rowsBefore))}`

function readCount(token: string): number {
  const rowsBefore = /^AP[0-9A-Za-z+/]+=*$/.test(token) ? Buffer.from(token.slice(2), 'base64').toString() : ''
  if (!/^\d{1,9}$/.test(rowsBefore)) throw new Problem('pageTokenInvalid')
  return Number(rowsBefore)
}

export interface Listed<T> extends Page<T> {
  /** How many rows the whole list has; null where counting would take too long, absent where the list does not count. */
  readonly total?: number | null
}

/** The page beside its rows. `path` is the one requested; `filters` are those that were understood, as they were sent. */
export function pageView<T>(
  path: string,
  filters: Form,
  { page, size, token, request }: PageAsked,
  { rows, hasNext, hasPrevious, total }: Listed<T>,
  standingOf: Standings<T> | undefined,
): PageView {
  const filtered = filters.map((filter) => `${inQuery(filter)}&`).join('')
  const uri = (number: number, pageToken?: string) =>
    `${path}?${filtered}PageSize=${size}&Page=${number}${pageToken === undefined ? '' : `&PageToken=${encodeURIComponent(pageToken)}`}`
  const tokenAt = (row: T | undefined, direction: Anchor['direction']) => {
    if (standingOf === 'by-count') return countToken(Math.max(request.skip + (direction === 'after' ? size : -size), 0))
    return row !== undefined && standingOf ? pageToken(standingOf(row), direction) : undefined
  }
  const start = page * size
  return {
    uri: uri(page, token),
    firstPageUri: uri(0),
    nextPageUri: hasNext ? uri(page + 1, tokenAt(rows.at(-1), 'after')) : null,
    previousPageUri: hasPrevious && page > 0 ? uri(page - 1, tokenAt(rows[0], 'before')) : null,
    page,
    pageSize: size,
    start,
    end: start + Math.max(rows.length - 1, 0),
    ...(typeof total === 'number' && { totals: totalsOf(total, size, uri) }),
  }
}

const inQuery = ([name, value]: Form[number]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`

/** Where a list is that has no pages. */
export const filteredUri = (path: string, filters: Form): string =>
  filters.length > 0 ? `${path}?${filters.map(inQuery).join('&')}` : path

function totalsOf(total: number, size: number, uri: (page: number) => string) {
  const numPages = Math.ceil(total / size)
  return { total, numPages, lastPageUri: uri(Math.max(numPages - 1, 0)) }
}
