import { firstTables } from './0001-first-tables.ts'

export interface Migration {
  name: string
  statements(sqlite: boolean): readonly string[]
}

/** Every migration in the order in which they are applied. They are added, never edited. */
export const migrations: readonly Migration[] = [firstTables]
