import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'

/**
 * Lets the leases of a process that was killed end, as they do while nobody starts another: its jobs may be taken at once. What the
 * process had sent to the database is over before.
 */
export async function endLeases(database: string): Promise<void> {
  if (database.startsWith('sqlite:')) {
    const connection = new DatabaseSync(database.slice('sqlite:'.length), { timeout: 5000 })
    connection.exec(end)
    connection.close()
    return
  }
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 5000, statement_timeout: 10_000 })
  await client.connect()
  try {
    await client.query(hangUp)
    await client.query(end)
  } finally {
    await client.end()
  }
}

const end = 'update job set hidden_until = 0 where hidden_until is not null'

/** Waits for each session to be gone, at most so many milliseconds. */
const hangUp =
  'select pg_terminate_backend(pid, 5000) from pg_stat_activity ' +
  "where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
