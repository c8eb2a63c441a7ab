import { migrations } from './migrations/all.ts'

interface MigrationTarget {
  sqlite: boolean
  /** The names of those applied already, read under the lock that keeps other processes out. */
  applied: readonly string[]
  run(sql: string): unknown
  note(name: string): unknown
}

/** Applies what is missing. The caller holds a lock and one transaction around it, so that two processes may start at once. */
export function applyMigrations({ sqlite, applied, run, note }: MigrationTarget): unknown[] {
  const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name))
  if (unknown.length > 0)
    throw new Error(
      `it was written by a newer version (${unknown.join(', ')} is unknown here): use that version, or another database`,
    )
  return migrations
    .filter(({ name }) => !applied.includes(name))
    .flatMap(({ name, statements }) => [...statements(sqlite).map(run), note(name)])
}
