import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { blockKey } from '../domain/block.ts'
import { absent, accept, add, change, type KeepResult, outcome } from '../domain/write.ts'
import { aMessage, someTime } from './records.testing.ts'
import { openStore, type Store } from './store.ts'

const pair = { accountSid: `AC${'1'.repeat(32)}`, to: '+14155552345', sender: '', kind: 'opted-out' } as const
const silence = add('block', { key: blockKey(pair), ...pair, dateCreated: someTime })
const notSilenced = absent('block', 'key', blockKey(pair))
const message = aMessage({ sid: 'SM1', body: 'first' })
const marked = change('message', message.sid, { body: 'marked' })

// One process is held in the middle of its transaction, by a row that it has to wait for. Then another one comes.
describe.each(databases.filter(({ name }) => name === 'PostgreSQL'))('two processes on $name', ({ open }) => {
  let database: TestDatabase
  let [first, second]: Store[] = []
  let holder: pg.Client
  beforeEach(async () => {
    database = await open()
    first = await openStore(database.url)
    second = await openStore(database.url)
    await first.keep(accept([add('message', message)]))
    holder = new pg.Client({ connectionString: database.url, statement_timeout: 10_000 })
    await holder.connect()
    await holder.query(`begin; select 1 from message where sid = '${message.sid}' for update`)
  })
  afterEach(async () => {
    await holder.end()
    await Promise.all([first?.[Symbol.asyncDispose](), second?.[Symbol.asyncDispose]()])
    await database[Symbol.asyncDispose]()
  })

  /** Waits until a process waits for a lock of this type. */
  const waiting = async (type: 'transactionid' | 'advisory'): Promise<'waits'> => {
    const question =
      'select 1 from pg_locks where locktype = $1 and not granted and pid in ' +
      '(select pid from pg_stat_get_activity(null) where datid = (select oid from pg_database where datname = current_database()))'
    for (let tries = 0; tries < 5000; tries++) if ((await holder.query(question, [type])).rowCount) return 'waits'
    throw new Error(`nobody waits for a lock of type ${type}`)
  }

  test('silence waits until a hand-over that found none is kept', async () => {
    const handedOver = first!.keep(outcome([marked], [notSilenced]))
    await waiting('transactionid')
    const silenced = second!.keep(accept([silence]))
    expect(await Promise.race<KeepResult | 'waits'>([silenced, waiting('advisory')])).toBe('waits')
    await holder.query('commit')
    expect([await handedOver, await silenced]).toEqual([{ kept: true }, { kept: true }])
  })

  test('a hand-over waits until silence is kept, and then finds it', async () => {
    const silenced = first!.keep(accept([silence, marked]))
    await waiting('transactionid')
    const handedOver = second!.keep(outcome([add('message', aMessage({ sid: 'SM2' }))], [notSilenced]))
    expect(await Promise.race<KeepResult | 'waits'>([handedOver, waiting('advisory')])).toBe('waits')
    await holder.query('commit')
    expect([await silenced, await handedOver]).toEqual([
      { kept: true },
      { kept: false, because: 'guard', broken: notSilenced },
    ])
  })

  test('hand-overs do not wait for each other', async () => {
    const one = first!.keep(outcome([marked], [notSilenced]))
    await waiting('transactionid')
    expect(await second!.keep(outcome([add('message', aMessage({ sid: 'SM2' }))], [notSilenced]))).toEqual({
      kept: true,
    })
    await holder.query('commit')
    expect(await one).toEqual({ kept: true })
  })
})
