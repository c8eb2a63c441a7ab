/** What must hold for a field of a record. A field that is null holds nothing but `absent`. */
export type Condition<T = object> = Test & { field: keyof T & string; not?: boolean }

export type Test =
  | { is: 'equal'; to: string | number | boolean }
  /** Letter for letter; `opens` tells at which ends there may be more. */
  | { is: 'like'; text: string; opens: 'start' | 'end' | 'both' }
  /** From the one on, below the other. */
  | { is: 'between'; from?: number; below?: number }
  | { is: 'absent' }
  /** A list with nothing in it. */
  | { is: 'empty' }

/** One of these holds; with `not`, none of them does. */
export interface ConditionGroup<T = object> {
  any: readonly Condition<T>[]
  not: boolean
}

/** Whether a record has what the group asks for. The store asks the same in its own words. */
export const groupHolds = <T extends object>({ any, not }: ConditionGroup<T>, record: T): boolean =>
  any.some((condition) => conditionHolds(condition, record)) !== not

const conditionHolds = <T extends object>(condition: Condition<T>, record: T): boolean =>
  testHolds(condition, record[condition.field]) !== (condition.not ?? false)

function testHolds(test: Test, value: unknown): boolean {
  switch (test.is) {
    case 'equal':
      return value === test.to
    case 'like':
      return typeof value === 'string' && isLike(value, test)
    case 'between':
      return typeof value === 'number' && value >= (test.from ?? value) && value < (test.below ?? Infinity)
    case 'absent':
      return value === null
    case 'empty':
      return Array.isArray(value) && value.length === 0
  }
}

const isLike = (value: string, { text, opens }: Test & { is: 'like' }): boolean =>
  opens === 'end' ? value.startsWith(text) : opens === 'start' ? value.endsWith(text) : value.includes(text)
