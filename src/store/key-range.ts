import type { Condition, ConditionGroup } from '../domain/search/condition.ts'
import { behindAll } from '../domain/search/text-block.ts'
import { type SidPrefix, firstSidAt } from '../domain/sid.ts'

/** Keys from `least` on, below `before`. */
export interface KeyRange {
  least: string
  before: string
}

/** A record may be made so many milliseconds before or after its key. */
const slack = 60_000
const lastMoment = 2 ** 48 - 1

/** Where all is that a search can find: keys tell the time, and the search may name them. */
export function keyRange<T>(
  prefix: SidPrefix,
  groups: readonly ConditionGroup<T>[],
  { key, at }: { key: keyof T & string; at: keyof T & string },
): KeyRange {
  const whole: KeyRange = { least: prefix, before: `${prefix}${behindAll}` }
  return groups.reduce<KeyRange>((range, { any: [condition, ...others], not }) => {
    if (not || !condition || condition.not || others.length > 0) return range
    const { least, before } = rangeOf(prefix, condition, key, at)
    return {
      least: least !== undefined && least > range.least ? least : range.least,
      before: before !== undefined && before < range.before ? before : range.before,
    }
  }, whole)
}

/** What is left of a range for who has come so far. */
export const startingAt = (before: string | undefined, range: KeyRange): KeyRange =>
  before !== undefined && before < range.before ? { ...range, before } : range

function rangeOf<T>(prefix: SidPrefix, condition: Condition<T>, key: string, at: string): Partial<KeyRange> {
  if (condition.field === at && condition.is === 'between')
    return {
      ...(condition.from !== undefined && { least: firstKey(prefix, condition.from - slack) }),
      ...(condition.below !== undefined && { before: firstKey(prefix, condition.below + slack) }),
    }
  if (condition.field !== key) return {}
  const begins =
    condition.is === 'equal'
      ? String(condition.to)
      : condition.is === 'like' && condition.opens === 'end'
        ? condition.text
        : ''
  return begins === '' ? {} : { least: begins, before: begins + behindAll }
}

const firstKey = (prefix: SidPrefix, at: number): string =>
  at > lastMoment ? prefix + behindAll : firstSidAt(prefix, Math.max(0, at))
