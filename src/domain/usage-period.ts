import type { Instant } from './clock.ts'

/** A day in GMT, counted from 1970-01-01. */
export type Day = number

const millisecondsOfDay = 86_400_000

export const dayOf = (at: Instant): Day => Math.floor(at / millisecondsOfDay)
export const startOfDay = (day: Day): Instant => day * millisecondsOfDay
/** `2026-01-02` */
export const dateOf = (day: Day): string => new Date(startOfDay(day)).toISOString().slice(0, 10)

/** Days from one to another, both included. */
export interface Period {
  from: Day
  to: Day
}

/** Into what a stretch of time is divided; `all` leaves it whole. */
export type PeriodLength = 'day' | 'month' | 'year' | 'all'

/** How many characters of a date name the period in which it lies. */
export const charactersOfName: Readonly<Record<PeriodLength, number>> = { day: 10, month: 7, year: 4, all: 0 }

/** `2026-01-02`, `2026-01`, `2026`, or nothing for all. */
export const nameOfPeriod = ({ from }: Period, length: PeriodLength): string =>
  dateOf(from).slice(0, charactersOfName[length])

interface Division {
  /** Counts the periods, so that later ones have higher numbers. */
  numberOf(day: Day): number
  firstDayOf(number: number): Day
}

const divisions: Readonly<Record<PeriodLength, Division>> = {
  day: { numberOf: (day) => day, firstDayOf: (number) => number },
  month: {
    numberOf(day) {
      const date = new Date(startOfDay(day))
      return date.getUTCFullYear() * 12 + date.getUTCMonth()
    },
    firstDayOf: (number) => firstOf(Math.floor(number / 12), number % 12),
  },
  year: {
    numberOf: (day) => new Date(startOfDay(day)).getUTCFullYear(),
    firstDayOf: (number) => firstOf(number, 0),
  },
  all: { numberOf: () => 0, firstDayOf: (number) => (number <= 0 ? -Infinity : Infinity) },
}

/** The years up to 99 are not those of the twentieth century here. */
const firstOf = (year: number, month: number): Day => dayOf(new Date(0).setUTCFullYear(year, month, 1))

/** The period in which a day lies, `ago` periods earlier. */
export function periodOf(length: PeriodLength, day: Day, ago = 0): Period {
  const { numberOf, firstDayOf } = divisions[length]
  const number = numberOf(day) - ago
  return { from: firstDayOf(number), to: firstDayOf(number + 1) - 1 }
}

/** How many periods of this length a stretch of time touches. */
export function periodsIn({ from, to }: Period, length: PeriodLength): number {
  const { numberOf } = divisions[length]
  return from > to ? 0 : numberOf(to) - numberOf(from) + 1
}

/** One of them, counted backwards from the last; of the first and the last only the days that lie in the stretch. */
export const periodFromEnd = (stretch: Period, length: PeriodLength, index: number): Period =>
  overlap(periodOf(length, stretch.to, index), stretch)

/** The days that two have in common; it ends before it begins when there are none. */
export const overlap = (one: Period, other: Period): Period => ({
  from: Math.max(one.from, other.from),
  to: Math.min(one.to, other.to),
})
