import { randomBytes } from 'node:crypto'
import { mostSnapshots, type SnapshotQueries } from '../domain/snapshot.ts'
import type { Operation } from '../domain/write.ts'
import type { Engine } from './engine.ts'
import { nouns, tables } from './tables.ts'

/** What a snapshot has. */
const copied: readonly string[] = [...nouns.map((noun) => tables[noun].name), 'counter']

/** What is emptied where the world becomes another: turns were given out in real time, and the feed tells of things that may be gone. */
const emptied: readonly string[] = [...copied, 'lane', 'feed']

/** Whoever follows the feed past this has missed something. */
const anotherWorld = `insert into feed (noun, ids) values ('world', '["another"]')`

/**
 * Snapshots are copies of the tables beside them, made and restored each in one transaction. `changed` is called when everything may be
 * another: nothing that was remembered is worth anything then.
 */
export function snapshotQueries(engine: Engine, changed: () => void): SnapshotQueries {
  const { reader, name } = engine
  const empty =
    name === 'postgres'
      ? [`truncate ${emptied.map((table) => `"${table}"`).join(', ')}`]
      : emptied.map((table) => `delete from "${table}"`)

  const find = (id: string) => reader.selectFrom('snapshot').selectAll().where('id', '=', id).executeTakeFirst()
  const newestMigration = async () =>
    (
      await reader
        .selectFrom('migration')
        .select(({ fn }) => fn.max('name').as('name'))
        .executeTakeFirstOrThrow()
    ).name

  async function become(statements: readonly string[], operations: readonly Operation[] = []): Promise<void> {
    await engine.transact([...empty, ...statements, anotherWorld], operations)
    changed()
  }

  return {
    async list() {
      const rows = await reader.selectFrom('snapshot').select(['id', 'at']).orderBy('taken_at').orderBy('id').execute()
      return rows.map(({ id, at }) => ({ id, at }))
    },
    async take(at) {
      if ((await this.list()).length >= mostSnapshots) return null
      const id = randomBytes(6).toString('hex')
      const about = `('${id}', ${at}, ${Date.now()}, '${await newestMigration()}')`
      await engine.transact([
        ...copied.map((table) => `create table "${copyOf(id, table)}" as select * from "${table}"`),
        `insert into snapshot (id, at, taken_at, migration) values ${about}`,
      ])
      return { id, at }
    },
    async restore(id) {
      const row = await find(id)
      if (!row) return 'unknown'
      if (row.migration !== (await newestMigration())) return 'outdated'
      await become(copied.map((table) => `insert into "${table}" select * from "${copyOf(row.id, table)}"`))
      return 'restored'
    },
    async remove(id) {
      const row = await find(id)
      if (!row) return false
      await engine.transact([
        ...copied.map((table) => `drop table if exists "${copyOf(row.id, table)}"`),
        `delete from snapshot where id = '${row.id}'`,
      ])
      return true
    },
    clear: (operations) => become([], operations),
  }
}

const copyOf = (id: string, table: string) => `snapshot_${id}_${table}`
