import type { Instant } from '../domain/clock.ts'

/** The time that a date names, from its first millisecond until the first one that it does not name any more. */
export interface Span {
  readonly from: Instant
  readonly until: Instant
}

const shape =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/

/** Reads a year, a month, a day or a time in ISO 8601; without an offset it is GMT. Null for anything else, 30 February too. */
export function readInstant(raw: string): Span | null {
  const [matched, year = '', month, day, hour, minute, second, fraction, offset] = shape.exec(raw.trim()) ?? []
  if (matched === undefined) return null
  const parts = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)] as const
  const start = utc(...parts)
  if (start === null) return null
  if (month === undefined) return spanUntil(start, utc(parts[0] + 1, 0, 1))
  if (day === undefined)
    return spanUntil(start, parts[1] === 11 ? utc(parts[0] + 1, 0, 1) : utc(parts[0], parts[1] + 1, 1))
  if (hour === undefined) return spanUntil(start, start + 86_400_000)
  const time = [Number(hour), Number(minute), Number(second ?? 0)] as const
  if (time[0] > 23 || time[1] > 59 || time[2] > 59) return null
  const ahead = minutesAhead(offset ?? 'Z')
  if (ahead === null) return null
  const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1000)
  const from = start + ((time[0] * 60 + time[1] - ahead) * 60 + time[2]) * 1000 + milliseconds
  return { from, until: from - (from % 1000) + 1000 }
}

/** Null for a day that its month does not have. The year 0 to 99 is not the twentieth century here. */
function utc(year: number, month: number, day: number): Instant | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date.getTime() : null
}

const spanUntil = (from: Instant, until: Instant | null): Span | null => (until === null ? null : { from, until })

/** Minutes that `+09:00`, `-0800` or `+01` is ahead of GMT. */
function minutesAhead(offset: string): number | null {
  if (offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', '') || 0)
  if (hours > 23 || minutes > 59) return null
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
