import { keyOf, type Noun } from '../domain/records.ts'
import type { Write } from '../domain/write.ts'
import { keyIn } from './postgres-group.ts'

/**
 * Nouns whose absence others rely on that do not add them themselves. A row that is not there cannot be locked: who asks for its absence and
 * who adds it take the same lock, the one shared, the other alone, until their transactions end.
 */
const watched: ReadonlySet<Noun> = new Set(['block'])

/** First of the two numbers of each lock: any, if no other program of this database uses it. */
const space = 7_468_413

/** So many locks there are: keys that share one wait for each other sometimes, and a transaction holds a bounded number. */
const most = 256

/**
 * The statement that takes all locks of a group, in an order that is the same everywhere; null when it needs none. Its values, all of them
 * numbers of ours, stand in the text: so it is sent together with the one that begins the transaction.
 */
export function locksOf(writes: readonly Write[]): string | null {
  const alone = new Map<number, boolean>()
  for (const { operations, guards } of writes) {
    for (const guard of guards)
      if (guard.require === 'absent' && watched.has(guard.noun) && guard.field === keyOf[guard.noun]) {
        const lock = lockOf(guard.noun, guard.value)
        if (!alone.has(lock)) alone.set(lock, false)
      }
    for (const operation of operations)
      if (operation.do === 'add' && watched.has(operation.noun))
        alone.set(lockOf(operation.noun, keyIn(operation)), true)
  }
  if (alone.size === 0) return null
  const sorted = [...alone].sort(([a], [b]) => a - b)
  const [locks, isAlone] = [sorted.map(([lock]) => lock).join(), sorted.map(([, one]) => one).join()]
  return (
    `select case when alone then pg_advisory_xact_lock(${space}, lock) else pg_advisory_xact_lock_shared(${space}, lock) end ` +
    `from unnest('{${locks}}'::int[], '{${isAlone}}'::bool[]) as v(lock, alone)`
  )
}

function lockOf(noun: Noun, key: string): number {
  const name = `${noun} ${key}`
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % most
}
