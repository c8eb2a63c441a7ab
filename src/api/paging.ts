import type { Instant } from '../domain/clock.ts'
import type { Anchor, Page, PageRequest } from '../domain/page.ts'
import { Problem } from '../domain/problem.ts'
import type { Form } from './form.ts'
import { integer, text } from './kind.ts'
import { inputReader, param } from './param.ts'
import type { PageView } from './wire/style.ts'

const defaultSize = 50
const maximumSize = 1000
/** Pages that are counted instead of found by key end here: nothing may ask the store to pass over more rows. */
const mostSkipped = 1_000_000_000

/** The parameters that every list takes. */
export const pageParams = {
  pageSize: param(
    integer(),
    `How many rows a page holds, 1 to ${maximumSize}; ${defaultSize} unless said. More is taken as ${maximumSize}.`,
  ),
  page: param(integer(), 'The page, counted from 0. Follow `next_page_uri` instead where you can.'),
  pageToken: param(text, 'Where the page starts, as `next_page_uri` and `previous_page_uri` say it.'),
}

/** Where a row stands in its list. */
export interface Standing {
  sid: string
  /** What the list is sorted by; null for a message that is neither sent nor failed. */
  at: Instant | null
  created: Instant
}

/** A page as a client asked for it. */
export interface PageAsked {
  readonly page: number
  readonly size: number
  readonly token: string | undefined
  readonly request: PageRequest
}

const readPageParams = inputReader(pageParams)

export function readPage(query: Form, sidPrefixes: readonly string[]): PageAsked {
  // Some clients send every parameter, also those that they have no value for.
  const { pageSize = defaultSize, page = 0, pageToken } = readPageParams(query.filter(([, value]) => value !== ''))
  const size = Math.min(Math.max(pageSize, 1), maximumSize)
  const number = Math.max(page, 0)
  const skip = Math.min(number * size, mostSkipped)
  const request =
    pageToken === undefined ? { size, skip } : { size, skip: 0, anchor: readToken(pageToken, sidPrefixes) }
  return { page: number, size, token: pageToken, request }
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

export interface Listed<T> extends Page<T> {
  /** How many rows the whole list has; null where counting would take too long, absent where the list does not count. */
  readonly total?: number | null
}

/** The page beside its rows. `path` is the one requested; `filters` are those that were understood, as they were sent. */
export function pageView<T>(
  path: string,
  filters: Form,
  { page, size, token }: PageAsked,
  { rows, hasNext, hasPrevious, total }: Listed<T>,
  standingOf: ((row: T) => Standing) | undefined,
): PageView {
  const filtered = filters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}&`).join('')
  const uri = (number: number, pageToken?: string) =>
    `${path}?${filtered}PageSize=${size}&Page=${number}${pageToken === undefined ? '' : `&PageToken=${encodeURIComponent(pageToken)}`}`
  const tokenAt = (row: T | undefined, direction: Anchor['direction']) =>
    row !== undefined && standingOf ? pageToken(standingOf(row), direction) : undefined
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

function totalsOf(total: number, size: number, uri: (page: number) => string) {
  const numPages = Math.ceil(total / size)
  return { total, numPages, lastPageUri: uri(Math.max(numPages - 1, 0)) }
}
