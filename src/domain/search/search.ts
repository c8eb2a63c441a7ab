import type { Instant } from '../clock.ts'
import { type Condition, type ConditionGroup, groupHolds } from './condition.ts'
import { fold } from './fold.ts'
import { nearest } from './nearest.ts'
import { type PlacedTerm, parseQuery, writeQuery } from './query.ts'
import { SearchProblem } from './search-problem.ts'
import type { ValueKind } from './value-kinds.ts'

/** What may be written in front of a colon. */
export interface SearchKey<T = object> {
  /** What it asks for, a sentence of the reference. */
  words: string
  kind: Pick<ValueKind<unknown>, 'name' | 'expects' | 'values'>
  /** Null for a value that it refuses. */
  read(value: string, now: Instant): Condition<T> | null
}

/** A list that can be searched: declared once, and every description follows. */
export interface SearchList<T = object> {
  keys: Readonly<Record<string, SearchKey<T>>>
  /** In which fields a text is looked for. */
  texts: readonly (keyof T & string)[]
}

/** What is looked for: every group must hold, and every text be found, or not be. */
export interface Search<T = object> {
  groups: readonly ConditionGroup<T>[]
  /** Folded, as `fold` does. */
  texts: readonly { text: string; not: boolean }[]
  fields: readonly (keyof T & string)[]
  /** The query as one would usually write it. */
  query: string
}

/** Declares a key by the kind of its value and what that asks of a record. */
export const key = <T, V>(
  kind: ValueKind<V>,
  words: string,
  conditionOf: (value: V) => Condition<T>,
): SearchKey<T> => ({
  words,
  kind: { name: kind.name, expects: kind.expects, ...(kind.values && { values: kind.values }) },
  read(value, now) {
    const read = kind.read(value, now)
    return read === null ? null : conditionOf(read)
  },
})

/** Understands a query of a list. Several values of one key: one of them; everything else: all of it. Throws a `SearchProblem`. */
export function readSearch<T extends object>(list: SearchList<T>, query: string, now: Instant): Search<T> {
  const terms = parseQuery(query)
  const groups = new Map<string, { any: Condition<T>[]; not: boolean }>()
  const texts: Search['texts'][number][] = []
  for (const term of terms) {
    const { negated: not } = term
    if (!('key' in term)) {
      texts.push({ text: fold(term.text), not })
      continue
    }
    const name = `${not ? '-' : ''}${term.key}`
    const group = groups.get(name) ?? { any: [], not }
    group.any.push(conditionOf(term, list, query, now))
    groups.set(name, group)
  }
  return { groups: [...groups.values()], texts, fields: list.texts, query: writeQuery(terms) }
}

/** Whether a record is what is looked for. */
export const fits = <T extends object>(search: Search<T>, record: T): boolean =>
  search.groups.every((group) => groupHolds(group, record)) && textsFit(search, record)

/** Whether the texts are found in a record, of which only the fields that hold texts need be there. */
export function textsFit<T extends object>({ texts, fields }: Search<T>, record: Partial<T>): boolean {
  if (texts.length === 0) return true
  const folded = fields.map((field) => {
    const value = record[field]
    return typeof value === 'string' ? fold(value) : ''
  })
  return texts.every(({ text, not }) => folded.some((value) => value.includes(text)) !== not)
}

function conditionOf<T>(
  term: PlacedTerm & { key: string; value: string },
  { keys }: SearchList<T>,
  query: string,
  now: Instant,
): Condition<T> {
  const known = Object.hasOwn(keys, term.key) ? keys[term.key] : undefined
  if (!known) {
    const near = nearest(term.key, Object.keys(keys))
    throw new SearchProblem(
      query,
      term.at,
      `there is no key "${term.key}"${near === null ? '.' : `: did you mean ${near}?`} There are ${Object.keys(keys).join(', ')}; a text with a colon is written in quotes`,
    )
  }
  const condition = known.read(term.value, now)
  if (!condition) throw new SearchProblem(query, term.valueAt, `${term.key}: wants ${known.kind.expects}`)
  return condition
}
