import type { Instant } from '../domain/clock.ts'

/** Reads the date of a cookie as loosely as RFC 6265 §5.1.1 asks for; null when it is none. */
export const cookieDate = (text: string): Instant | null => {
  const found: Partial<Record<keyof typeof parts, RegExpExecArray>> = {}
  for (const token of text.split(delimiters)) {
    for (const part of order) {
      const match = found[part] ? null : parts[part].exec(token)
      if (!match) continue
      found[part] = match
      break
    }
  }
  const { time, day, month, year } = found
  if (!time || !day || !month || !year) return null
  const [hours, minutes, seconds] = time.slice(1, 4).map(Number) as [number, number, number]
  const at = new Date(0)
  at.setUTCFullYear(fourDigits(Number(year[1])), months.indexOf(month[1]!.toLowerCase()), Number(day[1]))
  // A day that the month does not have would move the date on.
  const exists = at.getUTCDate() === Number(day[1]) && at.getUTCFullYear() >= 1601
  return exists && hours < 24 && minutes < 60 && seconds < 60 ? at.setUTCHours(hours, minutes, seconds) : null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const delimiters = /[\t -/;-@[-`{-~]+/
const parts = {
  time: /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/,
  day: /^(\d{1,2})(?!\d)/,
  month: new RegExp(`^(${months.join('|')})`, 'i'),
  year: /^(\d{2,4})(?!\d)/,
}
const order = ['time', 'day', 'month', 'year'] as const

const fourDigits = (year: number): number => (year >= 100 ? year : year + (year < 70 ? 2000 : 1900))
