import { type RawBuilder, sql } from 'kysely'
import type { Noun, Records } from '../domain/records.ts'
import type { Condition, ConditionGroup } from '../domain/search/condition.ts'
import { columnOf, toValue } from './tables.ts'

/** What a search asks of records, in SQL: the same as `groupHolds` asks. */
export const conditionsOf = <N extends Noun>(
  noun: N,
  groups: readonly ConditionGroup<Records[N]>[],
): RawBuilder<boolean>[] =>
  groups.map(({ any, not }) => {
    const one = sql.join(
      any.map((condition) => conditionOf(noun, condition)),
      sql` or `,
    )
    return not ? sql<boolean>`not (${one})` : sql<boolean>`(${one})`
  })

/** The fields that a search asks about. */
export const fieldsOf = (groups: readonly ConditionGroup<never>[]): string[] =>
  groups.flatMap(({ any }) => any.map(({ field }) => field))

function conditionOf<N extends Noun>(noun: N, condition: Condition<Records[N]>): RawBuilder<boolean> {
  const { column, kind } = columnOf(noun, condition.field)
  const value = sql.ref(column)
  const asked = testOf(value, condition, (to) => toValue(kind, to))
  // What is null is neither this nor that, and answers as if it were not so.
  const holds = sql<boolean>`(${value} is not null and ${asked})`
  const test = condition.is === 'absent' ? sql<boolean>`${value} is null` : holds
  return condition.not ? sql<boolean>`not ${test}` : test
}

function testOf(
  value: RawBuilder<unknown>,
  test: Condition<never>,
  stored: (to: string | number | boolean) => unknown,
): RawBuilder<boolean> {
  switch (test.is) {
    case 'equal':
      return sql`${value} = ${stored(test.to)}`
    case 'like':
      return likeOf(value, test.text, test.opens)
    case 'between': {
      const bounds = [sql<boolean>`1 = 1`]
      if (test.from !== undefined) bounds.push(sql`${value} >= ${test.from}`)
      if (test.below !== undefined) bounds.push(sql`${value} < ${test.below}`)
      return sql`${sql.join(bounds, sql` and `)}`
    }
    case 'absent':
      return sql`1 = 0`
    case 'empty':
      return sql`${value} = '[]'`
  }
}

/** Letter for letter on every database, which LIKE is not. */
function likeOf(value: RawBuilder<unknown>, text: string, opens: 'start' | 'end' | 'both'): RawBuilder<boolean> {
  if (text === '') return sql`1 = 1`
  // Told as a value, so that the statement is the same for all texts.
  const length = sql`cast(${[...text].length} as integer)`
  if (opens === 'end') return sql`substr(${value}, 1, ${length}) = ${text}`
  if (opens === 'start')
    return sql`length(${value}) >= ${length} and substr(${value}, length(${value}) - ${length} + 1) = ${text}`
  return sql`replace(${value}, ${text}, '') <> ${value}`
}
