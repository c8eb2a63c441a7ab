import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { absent, accept, add, change, count, outcome, present, remove } from '../domain/write.ts'
import { mintSid } from '../domain/sid.ts'
import {
  aJob,
  aMessage,
  aNumber,
  aPart,
  aPhone,
  aReceipt,
  anAccount,
  anAttempt,
  anEvent,
  someTime,
} from './records.testing.ts'
import { type Store, openStore } from './store.ts'

describe.each(databases)('a write on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  let accountSid: string
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    accountSid = mintSid('AC', someTime)
  })

  test('adds records of every kind, and they are found as they were', async () => {
    const account = anAccount()
    const number = aNumber({ accountSid: account.sid, beta: true })
    const message = aMessage({
      accountSid: account.sid,
      from: null,
      mediaUrls: ['http://127.0.0.1/a,b', '{"}'],
      price: -750,
      options: { maxPrice: 1, persistentAction: ['a', 'b'] },
    })
    const event = anEvent({ messageSid: message.sid, detail: { code: 30003, retried: false, why: null } })
    const part = aPart({ messageSid: message.sid })
    const receipt = aReceipt({ status: 'undelivered', code: 30003 })
    const attempt = anAttempt({ subject: message.sid, responseStatus: null, error: 'no answer', errorCode: 11200 })
    const phone = aPhone()
    const result = await store.keep(
      accept([
        add('account', account),
        add('incomingPhoneNumber', number),
        add('message', message),
        add('messageEvent', event),
        add('handedPart', part),
        add('earlyReceipt', receipt),
        add('webhookAttempt', attempt),
        add('virtualPhone', phone),
        count(account.sid, 'messages', 1),
      ]),
    )

    expect(result).toEqual({ kept: true })
    expect(await store.accounts.find(account.sid)).toEqual(account)
    expect(await store.incomingPhoneNumbers.find(account.sid, number.sid)).toEqual(number)
    expect(await store.messages.find(account.sid, message.sid)).toEqual(message)
    expect(await store.messages.events(message.sid)).toEqual([event])
    expect(await store.handedParts.many([part.key, 'another:key'])).toEqual(new Map([[part.key, part]]))
    expect(await store.handedParts.ofMessages([message.sid])).toEqual([part])
    expect(await store.earlyReceipts.many([receipt.key])).toEqual(new Map([[receipt.key, receipt]]))
    expect(await store.webhookAttempts.about(message.sid)).toEqual([attempt])
    expect(await store.phones.find(phone.phoneNumber)).toEqual(phone)
    expect(await store.messages.count(account.sid, {}, 0)).toBe(1)
  })

  test('changes what it names and nothing else, and removes', async () => {
    const [changed, untouched, removed] = [aMessage(), aMessage(), aMessage({ errorCode: 30003 })]
    await store.keep(accept([changed, untouched, removed].map((message) => add('message', message))))

    const values = { status: 'failed', errorCode: 30001, dateListed: 5, options: { attempt: 2 } } as const
    const result = await store.keep(
      outcome([change('message', changed.sid, values), remove('message', removed.sid), remove('message', 'SMnone')]),
    )

    expect(result).toEqual({ kept: true })
    const found = await store.messages.many([changed.sid, untouched.sid, removed.sid])
    expect(found).toEqual(
      new Map([
        [changed.sid, { ...changed, ...values }],
        [untouched.sid, untouched],
      ]),
    )
    await store.keep(
      outcome([change('message', changed.sid, { errorCode: null }), change('message', untouched.sid, {})]),
    )
    expect((await store.messages.find(changed.accountSid, changed.sid))?.errorCode).toBeNull()
    expect(await store.messages.find(untouched.accountSid, untouched.sid)).toEqual(untouched)
  })

  test('may do several things to one record, in order', async () => {
    const phone = aPhone()
    const key = phone.phoneNumber
    await store.keep(accept([add('virtualPhone', phone), change('virtualPhone', key, { name: 'first' })]))
    expect(await store.phones.find(key)).toEqual({ ...phone, name: 'first' })

    await store.keep(
      outcome([
        change('virtualPhone', key, { name: 'second', behaviour: 'slow' }),
        change('virtualPhone', key, { name: 'third' }),
      ]),
    )
    expect(await store.phones.find(key)).toEqual({ ...phone, name: 'third', behaviour: 'slow' })

    await store.keep(outcome([remove('virtualPhone', key), add('virtualPhone', { ...phone, name: 'another' })]))
    expect(await store.phones.find(key)).toEqual({ ...phone, name: 'another' })

    await store.keep(outcome([change('virtualPhone', key, { name: 'gone' }), remove('virtualPhone', key)]))
    expect(await store.phones.find(key)).toBeNull()
  })

  test('may give a number that it frees to another', async () => {
    const before = aNumber()
    const after = aNumber({ phoneNumber: before.phoneNumber })
    await store.keep(accept([add('incomingPhoneNumber', before)]))

    const result = await store.keep(
      accept([remove('incomingPhoneNumber', before.sid), add('incomingPhoneNumber', after)]),
    )
    expect(result).toEqual({ kept: true })
    expect(await store.incomingPhoneNumbers.owner(before.phoneNumber)).toEqual(after)
  })

  test('adds up counts for each account', async () => {
    const writes = Array.from({ length: 40 }, (_, i) => accept([count(i % 2 ? accountSid : 'ACtwo', 'messages', i)]))
    await Promise.all(writes.map(store.keep))
    await store.keep(outcome([count(accountSid, 'messages', -100), count(accountSid, 'messages', 3)]))
    expect(await store.messages.count(accountSid, {}, 0)).toBe(400 - 97)
    expect(await store.messages.count('ACtwo', {}, 0)).toBe(380)
    expect(await store.messages.count('ACthree', {}, 0)).toBe(0)
  })

  test.each([
    ['a record that is there', {}, true],
    ['a field with one of many values', { status: ['sent', 'queued'] }, true],
    ['a field with none of the values', { status: ['sent', 'failed'] }, false],
    ['a field for which no value will do', { status: [] }, false],
    ['a field that is null', { dateSent: [null] }, true],
    ['a field that is null or a number', { dateSent: [5, null] }, true],
    ['a field that is null, but should not be', { dateSent: [5] }, false],
    ['a field that is not null, but should be', { price: [null] }, false],
    ['a number', { price: [-750] }, true],
    ['all of several fields', { status: ['queued'], price: [-750], errorCode: [null] }, true],
    ['several fields of which one is otherwise', { status: ['queued'], price: [-750], errorCode: [0] }, false],
  ] as const)('is guarded by %s', async (_name, where, holds) => {
    const message = aMessage({ status: 'queued', price: -750 })
    await store.keep(accept([add('message', message)]))

    const guard = present('message', message.sid, where)
    const result = await store.keep(outcome([change('message', message.sid, { body: 'changed' })], [guard]))

    expect(result).toEqual(holds ? { kept: true } : { kept: false, because: 'guard', broken: guard })
    expect((await store.messages.find(message.accountSid, message.sid))?.body).toBe(holds ? 'changed' : message.body)
  })

  test('is guarded by flags, and by settings as a whole', async () => {
    const number = aNumber({ beta: true })
    await store.keep(accept([add('incomingPhoneNumber', number)]))
    const keepIf = async (where: Parameters<typeof present<'incomingPhoneNumber'>>[2]) =>
      (await store.keep(outcome([], [present('incomingPhoneNumber', number.sid, where)]))).kept
    expect(await keepIf({ beta: [true] })).toBe(true)
    expect(await keepIf({ beta: [false] })).toBe(false)
    expect(await keepIf({ capabilities: [number.capabilities], settings: [number.settings] })).toBe(true)
    expect(await keepIf({ settings: [{ ...number.settings, smsUrl: 'http://127.0.0.1/other' }] })).toBe(false)
  })

  test('tells the first guard that failed, and does nothing then', async () => {
    const taken = aNumber()
    const phone = aPhone()
    await store.keep(accept([add('incomingPhoneNumber', taken), add('virtualPhone', phone)]))

    const free = aNumber()
    const guards = [
      present('virtualPhone', phone.phoneNumber),
      present('virtualPhone', 'nobody'),
      absent('incomingPhoneNumber', 'phoneNumber', taken.phoneNumber),
    ]
    const operations = [
      add('incomingPhoneNumber', free),
      remove('virtualPhone', phone.phoneNumber),
      count(accountSid, 'messages', 1),
    ]
    for (const order of [guards, guards.toReversed()]) {
      const broken = order.find((guard) => guard !== guards[0])
      expect(await store.keep(accept(operations, order))).toEqual({ kept: false, because: 'guard', broken })
    }
    expect(await store.incomingPhoneNumbers.owner(free.phoneNumber)).toBeNull()
    expect(await store.phones.find(phone.phoneNumber)).toEqual(phone)
    expect(await store.messages.count(accountSid, {}, 0)).toBe(0)
  })

  test('that fails disturbs none of those that are kept with it', async () => {
    const taken = aPhone()
    await store.keep(accept([add('virtualPhone', taken)]))

    const fates = Array.from({ length: 300 }, (_, i) => (i % 9 === 4 ? 'refused' : i % 7 === 3 ? 'guard' : 'kept'))
    const phones = fates.map(() => aPhone())
    const results = await Promise.all(
      fates.map((fate, i) => {
        const operations = [add('virtualPhone', phones[i]!), count(accountSid, 'messages', 1)]
        if (fate === 'refused') operations.push(add('virtualPhone', taken))
        const guards = fate === 'guard' ? [present('message', 'SMnone')] : []
        return store.keep(i % 2 ? accept(operations, guards) : outcome(operations, guards))
      }),
    )

    expect(results.map((result) => (result.kept ? 'kept' : result.because))).toEqual(fates)
    const found = await store.phones.many(phones.map(({ phoneNumber }) => phoneNumber))
    expect(phones.map(({ phoneNumber }) => found.has(phoneNumber))).toEqual(fates.map((fate) => fate === 'kept'))
    expect(await store.messages.count(accountSid, {}, 0)).toBe(fates.filter((fate) => fate === 'kept').length)
    expect(await store.phones.find(taken.phoneNumber)).toEqual(taken)
  })

  test('sees what those before it in its line did to the same record', async () => {
    const message = aMessage({ status: 'queued' })
    const advance = (from: 'queued' | 'sending' | 'sent', to: 'sending' | 'sent' | 'delivered') =>
      store.keep(
        outcome(
          [change('message', message.sid, { status: to })],
          [present('message', message.sid, { status: [from] })],
        ),
      )
    const results = await Promise.all([
      store.keep(outcome([add('message', message)])),
      advance('queued', 'sending'),
      advance('queued', 'sending'),
      advance('sending', 'sent'),
      advance('sent', 'delivered'),
      advance('sending', 'sent'),
    ])
    expect(results.map(({ kept }) => kept)).toEqual([true, true, false, true, true, false])
    expect((await store.messages.find(message.accountSid, message.sid))?.status).toBe('delivered')
  })

  test('that is handed in twice is done and answered twice', async () => {
    const job = aJob()
    await store.keep(accept([add('job', job)]))
    const removal = outcome([remove('job', job.id), count(accountSid, 'messages', 1)], [present('job', job.id)])
    const results = await Promise.all([store.keep(removal), store.keep(removal)])
    expect(results.map(({ kept }) => kept)).toEqual([true, false])
    expect(await store.messages.count(accountSid, {}, 0)).toBe(1)
  })

  test('with a character that PostgreSQL cannot keep disturbs none beside it', async () => {
    const phones = ['before', 'a \0 within', 'after'].map((name) => aPhone({ name }))
    const results = await Promise.all(phones.map((phone) => store.keep(accept([add('virtualPhone', phone)]))))
    const keepsAll = store.database === 'sqlite'
    expect(results.map((result) => (result.kept ? 'kept' : result.because))).toEqual([
      'kept',
      keepsAll ? 'kept' : 'refused',
      'kept',
    ])
    const found = await store.phones.many(phones.map(({ phoneNumber }) => phoneNumber))
    expect([...found.values()]).toEqual(expect.arrayContaining(keepsAll ? phones : [phones[0], phones[2]]))
    expect(found.size).toBe(keepsAll ? 3 : 2)
    // Texts within JSON are escaped, so that they can be kept.
    const job = aJob({ deed: accountSid, data: { text: 'a \0 within, and half a \uD800' } })
    expect(await store.keep(accept([add('job', job)]))).toEqual({ kept: true })
    const claim = { deeds: [accountSid], limit: 1, now: someTime, lease: 1000, rateOf: () => Infinity }
    expect((await store.jobs.claim(claim))[0]?.data).toEqual(job.data)
  })

  test('is not found by a text that no database could keep', async () => {
    const nul = `a \0 within`
    expect(await store.accounts.find(nul)).toBeNull()
    expect(await store.messages.find(accountSid, nul)).toBeNull()
    expect(await store.messages.many([nul])).toEqual(new Map())
    expect((await store.messages.list(accountSid, { to: nul }, { size: 5, skip: 0 })).rows).toEqual([])
    expect(await store.incomingPhoneNumbers.owner(nul)).toBeNull()
    const result = await store.keep(outcome([], [present('message', nul)]))
    expect(result.kept).toBe(false)
  })

  test('lets a number be bought once only, however many want it at the same time', async () => {
    const numbers = Array.from({ length: 50 }, (_, i) => aNumber({ phoneNumber: `+1202555${1000 + (i % 5)}` }))
    const results = await Promise.all(
      numbers.map((number) =>
        store.keep(
          accept(
            [add('incomingPhoneNumber', number)],
            [absent('incomingPhoneNumber', 'phoneNumber', number.phoneNumber)],
          ),
        ),
      ),
    )
    expect(results.map((result) => (result.kept ? 'kept' : result.because))).toEqual(
      numbers.map((_, i) => (i < 5 ? 'kept' : 'guard')),
    )
    for (const { phoneNumber, sid } of numbers.slice(0, 5)) {
      expect((await store.incomingPhoneNumbers.owner(phoneNumber))?.sid).toBe(sid)
    }
  })

  test('sees that a number was freed, or a receipt kept, by one before it', async () => {
    const [before, after] = [aNumber(), aNumber()]
    const receipt = aReceipt()
    const part = aPart({ key: receipt.key })
    await store.keep(accept([add('incomingPhoneNumber', before)]))
    const results = await Promise.all([
      store.keep(outcome([remove('incomingPhoneNumber', before.sid)])),
      store.keep(
        outcome(
          [add('incomingPhoneNumber', { ...after, phoneNumber: before.phoneNumber })],
          [absent('incomingPhoneNumber', 'phoneNumber', before.phoneNumber)],
        ),
      ),
      store.keep(outcome([add('earlyReceipt', receipt)], [absent('handedPart', 'key', receipt.key)])),
      store.keep(outcome([add('handedPart', part)], [absent('earlyReceipt', 'key', receipt.key)])),
    ])
    expect(results.map(({ kept }) => kept)).toEqual([true, true, true, false])
  })
})
