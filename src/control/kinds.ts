import type { Instant } from '../domain/clock.ts'
import { kindOfSender } from '../domain/sender.ts'
import { normalizeNumber } from '../domain/phone-number.ts'
import { type Schema, type Shape, listOf, oneOf as oneOfShape, orNull as orNullShape } from './shape.ts'

/** A shape that is also read: what is sent to us may be anything. */
export interface Kind<T> extends Shape<T> {
  /** Undefined for what it refuses. */
  read(value: unknown): T | undefined
  /** What follows `name is`, in a refusal. */
  expects: string
  /** The whole refusal, where it is another. */
  refusal?(value: unknown): string
}

export const kind = <T>(schema: Schema, expects: string, read: Kind<T>['read']): Kind<T> => ({ schema, expects, read })

export const oneOf = <const Word extends string>(words: readonly Word[]): Kind<Word> => ({
  ...oneOfShape(words),
  expects: `one of ${words.join(', ')}`,
  read: (value) => words.find((word) => word === value),
})

export const orNull = <T>(inner: Kind<T>): Kind<T | null> => ({
  ...inner,
  ...orNullShape(inner),
  read: (value) => (value === null ? null : inner.read(value)),
})

export const textUpTo = (most: number, least = 0): Kind<string> =>
  kind(
    { type: 'string', maxLength: most, ...(least > 0 && { minLength: least }) },
    `a text of ${least > 0 ? `${least} to ${most}` : `at most ${most}`} characters`,
    (value) => (isText(value) && value.length <= most && value.length >= least ? value : undefined),
  )

/** No text that is kept can hold a NUL. */
const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0')

export const matching = (pattern: RegExp, expects: string): Kind<string> =>
  kind({ type: 'string', pattern: pattern.source }, expects, (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined,
  )

/** A whole number, also as a query has it. */
export const numberFrom = (least: number, most: number): Kind<number> =>
  kind({ type: 'integer', minimum: least, maximum: most }, `a whole number from ${least} to ${most}`, (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
      ? number
      : undefined
  })

export const yes: Kind<true> = kind({ const: true }, 'true, or not there', (value) =>
  value === true || value === 'true' ? true : undefined,
)

export const listUpTo = <T>(inner: Kind<T>, most: number, expects: string): Kind<readonly T[]> =>
  kind({ ...listOf(inner).schema, maxItems: most }, expects, (value) => {
    if (!Array.isArray(value) || value.length > most) return undefined
    const read = value.map((one) => inner.read(one))
    return read.includes(undefined) ? undefined : (read as readonly T[])
  })

/** In E.164, however it was written. */
export const phoneNumber: Kind<string> = {
  ...kind({ type: 'string' }, 'a phone number such as +15551234567', (value) =>
    typeof value === 'string' ? (normalizeNumber(value) ?? undefined) : undefined,
  ),
  refusal: (value) => `"${String(value)}" is not a phone number: write it as +15551234567`,
}

/** As messages keep it, whatever way it was written. */
export const address: Kind<string> = kind(
  { type: 'string' },
  'a number such as +15551234567, a channel address, or another sender',
  (value) => {
    const sender = typeof value === 'string' ? kindOfSender(value) : { kind: 'invalid' as const }
    return sender.kind === 'invalid' ? undefined : sender.value
  },
)

/** Something that is looked for as it was written: what is not found is told by whoever looks. */
export const anyText: Kind<string> = kind({ type: 'string' }, 'a text', (value) =>
  typeof value === 'string' ? value : undefined,
)

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const longestDuration = 36_500 * milliseconds.d

/** In milliseconds, as it is read. */
export const duration: Kind<number> = kind(
  {
    anyOf: [
      { type: 'number', minimum: 0 },
      { type: 'string', pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$' },
    ],
  },
  'a number of seconds or a time such as 35d, 1h30m, 90s or 500ms, 100 years at most',
  (value) => {
    const read = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? inWords(value) : NaN
    return read >= 0 && read <= longestDuration ? Math.round(read) : undefined
  },
)

function inWords(text: string): number {
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d))+$/.test(text)) return NaN
  const parts = text.matchAll(/([\d.]+)([a-z]+)/g)
  return [...parts].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * milliseconds[unit as keyof typeof milliseconds],
    0,
  )
}

/** As milliseconds, as it is read. */
export const momentKind: Kind<Instant> = kind(
  { type: 'string', format: 'date-time' },
  'a moment such as 2026-01-02T03:04:05Z, in this millennium',
  (value) => {
    if (typeof value !== 'string') return undefined
    if (!/^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined
    const at = Date.parse(value)
    return Number.isNaN(at) ? undefined : at
  },
)
