import type { Problem } from '../domain/problem.ts'
import type { Form } from './form.ts'
import type { Read } from './kind.ts'
import { toPascal } from './wire/names.ts'

/** What a form or a query may say. */
export interface Param<V> {
  readonly doc: string
  readonly kind: Read<unknown>
  /** Whether it may come more than once; otherwise the first counts. */
  readonly many: boolean
  /** How it is spelled, where that does not follow from its name. */
  readonly wireName?: string
  /** It must be given; the deed refuses a request without it, in its own words. */
  readonly required?: true
  /** Said in the examples of the reference. */
  readonly example?: string
  /** What to answer to a value that the kind cannot read; an empty value is refused in the kind's own words. */
  readonly or?: (raw: string) => Problem
  /** Only for the compiler: what is read. */
  readonly value?: V
}

export type Params = Readonly<Record<string, Param<unknown>>>
export type InputOf<P extends Params> = { readonly [Name in keyof P]?: P[Name] extends Param<infer V> ? V : never }

type Exceptions = Pick<Param<unknown>, 'wireName' | 'or' | 'required' | 'example'>

/** Declares a parameter. */
export const param = <V>(kind: Read<V>, doc: string, exceptions: Exceptions = {}): Param<V> => ({
  doc,
  kind,
  many: false,
  ...exceptions,
})

/** Declares a parameter that may be repeated. */
export const params = <V>(kind: Read<V>, doc: string, exceptions: Exceptions = {}): Param<readonly V[]> => ({
  doc,
  kind,
  many: true,
  ...exceptions,
})

export const wireNameOf = (name: string, { wireName }: Param<unknown>): string => wireName ?? toPascal(name)

/** Compiles parameters into a function that reads them from a form. What they do not name is passed over. */
export function inputReader<P extends Params>(declared: P): (form: Form) => InputOf<P> {
  const byWireName = new Map(
    Object.entries(declared).map(([name, declaration]) => [wireNameOf(name, declaration), { name, declaration }]),
  )
  return (form) => {
    const input: Record<string, unknown> = {}
    for (const [wireName, raw] of form) {
      const found = byWireName.get(wireName)
      if (found === undefined) continue
      const { name, declaration } = found
      const before = input[name]
      if (before !== undefined && !declaration.many) continue
      const value = readValue(declaration, raw, wireName)
      if (value === undefined) continue
      if (!declaration.many) input[name] = value
      else if (Array.isArray(before)) before.push(value)
      else input[name] = [value]
    }
    return input as InputOf<P>
  }
}

function readValue({ kind, or }: Param<unknown>, raw: string, wireName: string): unknown {
  if (or === undefined || raw === '') return kind.read(raw, wireName)
  try {
    return kind.read(raw, wireName)
  } catch {
    throw or(raw)
  }
}
