import type { Instant } from '../domain/clock.ts'
import { Problem } from '../domain/problem.ts'
import { readInstant, type Span } from './iso-date.ts'
import type { Read } from './kind.ts'

/** A day, a time, a month or a year to filter by. */
export const dateSpan: Read<Span> = {
  read(raw) {
    if (raw === '') return undefined
    const span = readInstant(raw)
    if (span === null) throw new Problem('dateInvalid')
    return span
  },
  schema: { type: 'string', pattern: '^\\d{4}(-\\d{2}(-\\d{2}([T ].+)?)?)?$' },
}

/** The dates that a list's three parameters ask for together. */
export interface DateFilter {
  readonly on?: Span
  readonly onOrAfter?: Span
  readonly onOrBefore?: Span
}

const second = 1000
const day = 86_400_000

/**
 * Meets all of them: from the first moment inclusive, until the second exclusive. A time alone means its day in GMT; "on or before"
 * a day ends with that day's midnight, as the Messages document says, which is the last second that counts.
 */
export function rangeOf({ on, onOrAfter, onOrBefore }: DateFilter): { from?: Instant; before?: Instant } {
  const whole = on && (on.until - on.from < day ? dayOf(on.from) : on)
  const starts = [whole?.from, onOrAfter?.from].filter((at) => at !== undefined)
  const ends = [whole?.until, onOrBefore && Math.floor(onOrBefore.from / second) * second + second].filter(
    (at) => at !== undefined,
  )
  return {
    ...(starts.length > 0 && { from: Math.max(...starts) }),
    ...(ends.length > 0 && { before: Math.min(...ends) }),
  }
}

function dayOf(at: Instant): Span {
  const from = Math.floor(at / day) * day
  return { from, until: from + day }
}
