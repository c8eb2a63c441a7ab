import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { askPostgres } from '../../test/ask-postgres.ts'
import { databases, sharedDatabases } from '../../test/databases.ts'
import { storeProgram } from '../../test/program.ts'
import { requirement } from '../../test/requires.ts'
import { accept, add, change, count, outcome, present } from '../domain/write.ts'
import { StoreUnavailable } from './engine.ts'
import { aMessage, aNumber, aPhone, anAccount } from './records.testing.ts'
import { openStore } from './store.ts'
import { migrations } from './migrations/all.ts'
import { nouns, tables } from './tables.ts'

/** Asks a database behind the store's back. */
async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  if (url.startsWith('sqlite:')) {
    const connection = new DatabaseSync(url.slice('sqlite:'.length))
    try {
      return connection.prepare(text).all()
    } finally {
      connection.close()
    }
  }
  return askPostgres(url, text)
}

const refusal = (url: string) =>
  openStore(url).then(
    () => expect.unreachable('the store was opened'),
    (error: unknown) => error as Error,
  )

describe.each(sharedDatabases)('a store on $name', ({ openNew: open }) => {
  test('keeps everything when it is closed and opened again', async () => {
    await using database = await open()
    const [account, number, message, phone] = [anAccount(), aNumber(), aMessage(), aPhone()]
    {
      await using store = await openStore(database.url)
      const operations = [
        add('account', account),
        add('incomingPhoneNumber', number),
        add('message', message),
        add('virtualPhone', phone),
      ]
      await store.keep(accept([...operations, count(account.sid, 'messages', 3)]))
      // Closing waits for what was handed in.
      void store.keep(
        outcome([change('message', message.sid, { status: 'sending' }), count(account.sid, 'messages', 2)]),
      )
    }
    await using store = await openStore(database.url)
    expect(await store.accounts.first('live')).toEqual(account)
    expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toEqual(number)
    expect(await store.messages.find(message.accountSid, message.sid)).toEqual({ ...message, status: 'sending' })
    expect(await store.phones.list(9)).toEqual([phone])
    expect(await store.messages.count(account.sid, {}, 0)).toBe(5)
  })

  test('has the tables that the code speaks of, column by column', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const all = await ask(
      database.url,
      store.database === 'sqlite'
        ? "select m.name as of, c.name from sqlite_schema as m, pragma_table_info(m.name) as c where m.type = 'table'"
        : 'select table_name as of, column_name as name from information_schema.columns',
    )
    const columnsOf = (table: string) => new Set(all.filter((column) => column.of === table).map(({ name }) => name))
    for (const noun of nouns) {
      const { name, columns } = tables[noun]
      expect([name, columnsOf(name)]).toEqual([name, new Set(columns.map(({ column }) => column))])
    }
    expect(columnsOf('counter')).toEqual(new Set(['account_sid', 'name', 'value', 'writer']))
    expect(columnsOf('lane')).toEqual(new Set(['free_at', 'lane']))
  })

  test('may be opened by many at once when it is new', async () => {
    await using database = await open()
    const stores = await Promise.all([1, 2, 3].map(() => openStore(database.url)))
    const results = await Promise.all(stores.map((store) => store.keep(accept([count('ACone', 'messages', 1)]))))
    expect(results.every(({ kept }) => kept)).toBe(true)
    expect(await stores[0]!.messages.count('ACone', {}, 0)).toBe(3)
    for (const store of stores) await store[Symbol.asyncDispose]()
    expect((await ask(database.url, 'select name from migration')).length).toBe(migrations.length)
  })

  test('may be opened by many processes at once when it is new', async () => {
    await using database = await open()
    const program = `
      const { openStore } = await import(${JSON.stringify(storeProgram)})
      const store = await openStore(${JSON.stringify(database.url)})
      const keep = () => store.keep({ kind: 'accept', operations: [{ do: 'count', accountSid: 'ACone', counter: 'messages', by: 1 }], guards: [] })
      const results = await Promise.all(Array.from({ length: 50 }, keep))
      await store[Symbol.asyncDispose]()
      console.log(results.filter(({ kept }) => kept).length)`
    const run = promisify(execFile)
    const processes = [1, 2].map(() => run(process.execPath, ['--input-type=module', '--eval', program]))
    for (const { stdout } of await Promise.all(processes)) expect(stdout).toBe('50\n')
    await using store = await openStore(database.url)
    expect(await store.messages.count('ACone', {}, 0)).toBe(100)
  })

  test('that a newer version wrote is refused', async () => {
    await using database = await open()
    await (await openStore(database.url))[Symbol.asyncDispose]()
    await ask(database.url, "insert into migration values ('9999-from-the-future', 0) returning name")
    const error = await refusal(database.url)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error.message).toMatch(/newer version \(9999-from-the-future is unknown here\): use that version/)
    expect(error.message).not.toContain('\n')
  })

  test('is written by two at once without harm', async () => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using other = await openStore(database.url)
    const messages = Array.from({ length: 20 }, () => aMessage())
    await one.keep(accept(messages.map((message) => add('message', message))))
    // Both move the same messages on, in opposite directions and in several groups at once. One only gets each.
    const moves = Array.from({ length: 5 }, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return Promise.all(
        [one, other].flatMap((store) =>
          (store === one ? messages : messages.toReversed()).map((message) =>
            store.keep(
              outcome(
                [change('message', message.sid, { status: 'sending' }), count('ACone', 'messages', 1)],
                [present('message', message.sid, { status: ['queued'] })],
              ),
            ),
          ),
        ),
      )
    })
    const results = (await Promise.all(moves)).flat()
    expect(results.filter(({ kept }) => kept).length).toBe(20)
    expect(results.every((result) => result.kept || result.because === 'guard')).toBe(true)
    expect(await other.messages.count('ACone', {}, 0)).toBe(20)
  })
})

describe.each(databases)('a store on $name', ({ open }) => {
  test('that was closed takes nothing more, and does not hang', async () => {
    await using database = await open()
    const store = await openStore(database.url)
    expect(await store.ready()).toBe(true)
    await store[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await expect(store.keep(accept([add('virtualPhone', aPhone())]))).rejects.toThrow(
      /has ended|is not open|after calling end/,
    )
    await expect(store.jobs.claim({ deeds: ['any'], limit: 1, now: 0, lease: 1, rateOf: () => 1 })).rejects.toThrow(
      /has ended|is not open|after calling end/,
    )
    expect(await store.ready()).toBe(false)
  })
})

describe('a SQLite store', () => {
  const kind = databases.find(({ name }) => name === 'SQLite')!
  const folders: string[] = []
  const newFolder = () => {
    folders.push(mkdtempSync(join(tmpdir(), 'trunkline-store-')))
    return folders.at(-1)!
  }
  afterEach(() => {
    vi.restoreAllMocks()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  test('whose writer died rejects what waits and what comes, and is not ready', async () => {
    await using database = await kind.open()
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    await using store = await openStore(database.url)
    expect(await store.keep(accept([count('ACone', 'messages', 1)]))).toEqual({ kept: true })
    const writer = posted.mock.contexts.at(-1) as Worker
    const waiting = store.keep(accept([count('ACone', 'messages', 1)]))
    await Promise.all([expect(waiting).rejects.toThrow(/writer has ended/), writer.terminate()])
    await expect(store.keep(outcome([count('ACone', 'messages', 1)]))).rejects.toThrow(/writer has ended/)
    expect(await store.ready()).toBe(false)
  })

  test('makes the folders on the way to its file', async () => {
    await using store = await openStore(`sqlite:${join(newFolder(), 'a', 'b', 'trunkline.db')}`)
    expect(await store.keep(accept([count('ACone', 'messages', 1)]))).toEqual({ kept: true })
  })

  test('says in one line why it cannot be opened', async () => {
    const folder = newFolder()
    const text = join(folder, 'text.txt')
    writeFileSync(text, 'This is no database, but a text that is long enough to be mistaken for one. '.repeat(20))
    for (const [url, says] of [
      [`sqlite:${folder}`, /^the database file .+ cannot be opened: .+/],
      [`sqlite:${join(text, 'trunkline.db')}`, /^the folder of the database file .+ cannot be made: .+/],
      [`sqlite:${text}`, /^the database file .+ cannot be opened: .*not a database/],
      ['sqlite:', /names no file: try sqlite:PATH or sqlite::memory:/],
    ] as const) {
      const error = await refusal(url)
      expect(error).toBeInstanceOf(StoreUnavailable)
      expect(error.message).toMatch(says)
      expect(error.message).not.toContain('\n')
    }
  })
})

test('an address of an unknown kind is refused, without its password', async () => {
  const error = await refusal('mysql://root:s3cret@127.0.0.1/trunkline')
  expect(error).toBeInstanceOf(StoreUnavailable)
  expect(error.message).toMatch(/of no kind that is known: try sqlite:PATH, sqlite::memory: or postgres:\/\//)
  expect(error.message).not.toContain('s3cret')
})

describe('a PostgreSQL store', () => {
  test('that does not answer is refused in one line, without its password', async () => {
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    for (const url of [
      `postgres://user:s3cr@et@127.0.0.1:${port}/trunkline`,
      `postgresql://user@127.0.0.1:${port}/trunkline?password=s3cr%40et&application_name=x`,
    ]) {
      const error = await refusal(url)
      expect(error).toBeInstanceOf(StoreUnavailable)
      expect(error.message).toMatch(
        /^the database postgres(ql)?:\/\/user.*127\.0\.0\.1:\d+\/trunkline.* cannot be opened: .*ECONNREFUSED/,
      )
      expect(error.message).not.toMatch(/s3cr|et@|%40et|\n/)
    }
  })

  test.skipIf(!requirement('postgres'))('tries again when it was chosen to end a deadlock', async () => {
    await using database = await databases.find(({ name }) => name === 'PostgreSQL')!.open()
    const name = new URL(database.url).pathname.slice(1)
    await ask(database.url, `alter database ${name} set deadlock_timeout = '200ms'`)
    await using store = await openStore(database.url)
    const [first, second] = [aMessage({ sid: 'SM1' }), aMessage({ sid: 'SM2' })]
    await store.keep(accept([add('message', first), add('message', second)]))
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    try {
      await other.query("set deadlock_timeout = '10s'; begin; update message set body = 'other' where sid = 'SM2'")
      const result = store.keep(
        outcome([change('message', 'SM1', { body: 'ours' }), change('message', 'SM2', { body: 'ours' })]),
      )
      const isWaiting = async () =>
        (
          await other.query(
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
          )
        ).rowCount
      for (let tries = 0; tries < 1000 && (await isWaiting()) === 0; tries++)
        await new Promise((resolve) => setImmediate(resolve))
      await other.query("update message set body = 'other' where sid = 'SM1'; commit")
      expect(await result).toEqual({ kept: true })
    } finally {
      await other.end()
    }
    expect((await store.messages.many(['SM1', 'SM2'])).get('SM2')?.body).toBe('ours')
  })

  test.skipIf(!requirement('postgres'))('that does not exist is refused', async () => {
    const url = new URL(requirement('postgres')!.url)
    url.pathname = '/trunkline_that_is_not_there'
    const error = await refusal(url.href)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error.message).toMatch(/"trunkline_that_is_not_there" does not exist/)
  })
})
