import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from './engine.ts'

/** Opens one connection with the settings that all of ours share. */
export function openConnection(path: string, use: 'read' | 'write'): DatabaseSync {
  try {
    const connection = new DatabaseSync(path, { readOnly: use === 'read', timeout: 5000 })
    if (use === 'write')
      connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000')
    return connection
  } catch (error) {
    throw new StoreUnavailable(`the database file ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
