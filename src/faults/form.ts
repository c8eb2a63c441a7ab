/** One thing that is said of a fault: how it is read, and how programs and people are told of it. */
export interface Form<T = unknown> {
  /** Undefined for what it refuses. */
  read(value: unknown): T | undefined
  /** What follows `name is`, in a refusal. */
  expects: string
  /** A JSON Schema (2020-12). */
  schema: Readonly<Record<string, unknown>>
  words: string
  required: boolean
}
export type Forms = Readonly<Record<string, Form>>

/** What was wrong in the words for a fault, and what may be said there. */
export class FaultProblem extends Error {
  override name = 'FaultProblem'
}

export const needed = <T>(form: Omit<Form<T>, 'required' | 'words'>, words: string): Form<T> => ({
  ...form,
  words,
  required: true,
})
export const possible = <T>(form: Omit<Form<T>, 'required' | 'words'>, words: string): Form<T> => ({
  ...form,
  words,
  required: false,
})

export const whole = (from: number, to: number) => ({
  read: (value: unknown) =>
    typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : undefined,
  expects: `a whole number from ${from} to ${to}`,
  schema: { type: 'integer', minimum: from, maximum: to },
})

export const word = <const Word extends string>(...words: Word[]) => ({
  read: (value: unknown) => words.find((one) => one === value),
  expects: `one of ${words.join(', ')}`,
  schema: { type: 'string', enum: words },
})

export const textFrom = (least: number, most: number) => ({
  read: (value: unknown) =>
    typeof value === 'string' && value.length >= least && value.length <= most && !value.includes('\0')
      ? value
      : undefined,
  expects: `a text of ${least} to ${most} characters`,
  schema: { type: 'string', minLength: least, maxLength: most },
})

/** Reads the parts of an object; refuses what is none of them. `at` is where it stands, in a refusal, and `about` what it is. */
export function readParts(value: unknown, forms: Forms, at: string, about: string): Record<string, unknown> {
  const names = Object.keys(forms)
  const offer = names.length > 0 ? `${about} has ${names.join(', ')}` : `${about} has nothing more`
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FaultProblem(`${at === '' ? 'this' : at} is an object: ${offer}`)
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(forms, name))
  if (stranger !== undefined) throw new FaultProblem(`${below(at, stranger)} is not known: ${offer}`)
  const read: Record<string, unknown> = {}
  for (const [name, form] of Object.entries(forms)) {
    const given = (value as Record<string, unknown>)[name]
    if (given === undefined && !form.required) continue
    read[name] = form.read(given)
    if (read[name] === undefined) throw new FaultProblem(`${below(at, name)} is ${form.expects}`)
  }
  return read
}

export const below = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)
