import { hash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, sharedDatabases, type TestDatabase } from '../../test/databases.ts'
import type { Account } from '../domain/account.ts'
import { type Store, openStore } from '../store/store.ts'
import { changeAccount } from './change-account.ts'
import { createKey } from './create-key.ts'
import { deleteKey } from './delete-key.ts'
import { openAccount } from './open-account.ts'
import { renameKey } from './rename-key.ts'

const start = Date.UTC(2026, 0, 2)
const clock = { at: start, now: () => clock.at }
const all = { size: 50, skip: 0 }

describe.each(databases)('keys on $name', ({ open }) => {
  let database: TestDatabase
  let ledger: Store
  let has: { ledger: Store; clock: typeof clock }
  let account: Account
  beforeAll(async () => {
    database = await open()
    ledger = await openStore(database.url)
    has = { ledger, clock }
  })
  afterAll(async () => {
    await ledger[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    account = await openAccount({}, has)
  })

  test('have a secret of 32 characters, of which only the hash is kept', async () => {
    const { secret, ...key } = await createKey(account, 'CI', has)
    expect(secret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(key).toMatchObject({ friendlyName: 'CI', accountSid: account.sid, dateCreated: clock.at })
    const kept = await ledger.apiKeys.named(key.sid)
    expect(kept).toEqual({ ...key, secretHash: hash('sha256', secret) })
    expect(await ledger.apiKeys.find(account.sid, key.sid)).toEqual(kept)
    expect(await ledger.apiKeys.find(`AC${'0'.repeat(32)}`, key.sid)).toBeNull()
    expect((await createKey(account, undefined, has)).secret).not.toBe(secret)
  })

  test('are listed newest first, each under its account', async () => {
    const made = []
    for (const name of ['1', '2', '3']) {
      clock.at++
      made.push((await createKey(account, name, has)).sid)
    }
    const { rows } = await ledger.apiKeys.list(account.sid, {}, all)
    expect(rows.map(({ sid }) => sid)).toEqual(made.reverse())
  })

  test('are renamed; an empty name changes nothing, a long one is refused', async () => {
    const key = await createKey(account, undefined, has)
    expect(key.friendlyName).toBe('')
    clock.at += 1000
    const renamed = await renameKey(key, 'Other', has)
    expect(await ledger.apiKeys.named(key.sid)).toMatchObject({ friendlyName: 'Other', dateUpdated: clock.at })
    expect(await renameKey(renamed, '', has)).toMatchObject({ friendlyName: 'Other' })
    await expect(renameKey(renamed, 'x'.repeat(65), has)).rejects.toMatchObject({ code: 20002 })
    await expect(createKey(account, 'x'.repeat(65), has)).rejects.toMatchObject({ code: 20002 })
  })

  test('that are deleted are gone at once, and cannot be renamed any more', async () => {
    const key = await createKey(account, 'CI', has)
    expect(await ledger.apiKeys.named(key.sid)).not.toBeNull()
    await deleteKey(key, has)
    expect(await ledger.apiKeys.named(key.sid)).toBeNull()
    await expect(renameKey(key, 'Other', has)).rejects.toMatchObject({ code: 20409 })
    await deleteKey(key, has)
  })

  test('go when their account is closed, and an account that is not active gets none', async () => {
    const sub = await openAccount({ owner: account }, has)
    const key = await createKey(sub, 'CI', has)
    await changeAccount(sub, { status: 'closed' }, has)
    expect(await ledger.apiKeys.named(key.sid)).toBeNull()
    await expect(createKey(sub, 'CI', has)).rejects.toMatchObject({ code: 20005 })
  })
})

test.each(sharedDatabases)(
  'a key that another process deleted is forgotten within moments on $name',
  async ({ open }) => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using other = await openStore(database.url)
    const account = await openAccount({}, { ledger: one, clock })
    const key = await createKey(account, 'CI', { ledger: one, clock })
    expect(await other.apiKeys.named(key.sid)).not.toBeNull()
    await deleteKey(key, { ledger: one })
    await vi.waitFor(async () => expect(await other.apiKeys.named(key.sid)).toBeNull(), { timeout: 1500, interval: 50 })
  },
)
