import type { Instant } from '../clock.ts'
import type { Test } from './condition.ts'

/** What the value of a key may be, and how it is read. */
export interface ValueKind<T = Test> {
  name: 'word' | 'text' | 'number' | 'duration' | 'moment'
  /** What follows `key: wants`. */
  expects: string
  /** All that may be written, where that is few. */
  values?: readonly string[]
  /** Null for what it refuses. */
  read(value: string, now: Instant): T | null
}

/** One of some words. */
export const oneOf = <const Word extends string>(words: readonly Word[]): ValueKind<Word> => ({
  name: 'word',
  expects: words.length === 2 ? words.join(' or ') : `one of ${words.join(', ')}`,
  values: words,
  read: (value) => words.find((word) => word === value.toLowerCase()) ?? null,
})

/** A text as it is kept, perhaps with `*` at its ends. `*` alone is whatever there is. */
export const pattern: ValueKind = {
  name: 'text',
  expects: 'a text, with * only at its beginning or end',
  read(value) {
    const opensStart = value.startsWith('*')
    const opensEnd = value.endsWith('*')
    const text = value.replace(/^\*+|\*+$/g, '')
    if (text.includes('*') || text.includes('\0')) return null
    if (!opensStart && !opensEnd) return { is: 'equal', to: text }
    return { is: 'like', text, opens: opensStart ? (opensEnd ? 'both' : 'start') : 'end' }
  },
}

/** `30003`, `30xxx` for all numbers that begin so, or `>=500`. */
export const number: ValueKind = {
  name: 'number',
  expects: 'a whole number such as 404, 4xx, or >=400',
  read(value) {
    const [, digits, xs] = /^(\d{0,9})(x{0,9})$/i.exec(value) ?? []
    if (digits !== undefined && xs !== undefined && value !== '' && digits.length + xs.length <= 9) {
      const width = 10 ** xs.length
      if (xs === '') return { is: 'equal', to: Number(digits) }
      const from = Number(digits) * width
      // Without a digit in front, the least number of that length.
      return { is: 'between', from: digits === '' ? width / 10 : from, below: from + width }
    }
    return compared(value, (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null))
  },
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** In milliseconds. */
function durationOf(text: string): number | null {
  const [, count, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? []
  return count === undefined ? null : Math.round(Number(count) * units[unit as keyof typeof units])
}

/** `>1s`, `<=200ms`. */
export const duration: ValueKind = {
  name: 'duration',
  expects: 'a time such as >1s, <200ms, >=1.5m',
  read: (value) => compared(value, durationOf),
}

function compared(value: string, read: (text: string) => number | null): Test | null {
  const [, sign, text = ''] = /^(>=|<=|>|<)(.+)$/.exec(value) ?? []
  const bound = read(text)
  if (bound === null) return null
  switch (sign) {
    case '>':
      return { is: 'between', from: bound + 1 }
    case '>=':
      return { is: 'between', from: bound }
    case '<':
      return { is: 'between', below: bound }
    default:
      return { is: 'between', below: bound + 1 }
  }
}

/** A day or a moment in ISO 8601, in UTC unless it says otherwise, or how long ago. */
export const moment: ValueKind<Instant> = {
  name: 'moment',
  expects: 'a day such as 2026-01-02, a moment such as 2026-01-02T03:04:05Z, or how long ago: -30m, -1h, -3d',
  read(value, now) {
    if (value.startsWith('-')) {
      const ago = durationOf(value.slice(1))
      return ago === null ? null : Math.floor(now) - ago
    }
    const [, day, time, seconds = '', zone = 'Z'] = isoMoment.exec(value) ?? []
    if (day === undefined || !isDay(day)) return null
    const at = Date.parse(`${day}T${time ?? '00:00'}${seconds}${zone.toUpperCase()}`)
    return Number.isNaN(at) ? null : at
  },
}

const isoMoment = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/i

/** `Date.parse` takes the 30th of February for the 2nd of March. */
const isDay = (day: string): boolean => {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
