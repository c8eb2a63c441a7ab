import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases, sharedDatabases } from '../../../test/databases.ts'
import { changeNumber } from '../../accounts/change-number.ts'
import { openAccount } from '../../accounts/open-account.ts'
import { changeAccount } from '../../accounts/change-account.ts'
import { releaseNumber } from '../../accounts/release-number.ts'
import type { Account } from '../../domain/account.ts'
import type { IncomingPhoneNumber } from '../../domain/incoming-phone-number.ts'
import type { MessagingService } from '../../domain/messaging-service.ts'
import type { PoolSender } from '../../domain/pool-sender.ts'
import { add, outcome, remove } from '../../domain/write.ts'
import { aNumber, anAccount, aPoolSender } from '../../store/records.testing.ts'
import { type Store, openStore } from '../../store/store.ts'
import { freeRules } from '../sending-rules.testing.ts'
import { addSender } from './add-sender.ts'
import { nameCandidate, numberCandidate } from './candidates.ts'
import { changeService } from './change-service.ts'
import { createService } from './create-service.ts'
import { deleteService } from './delete-service.ts'
import { removeSender } from './remove-sender.ts'

const clock = { now: () => Date.UTC(2026, 2, 1) }

/** What is done to the services of one account, through one process. */
function services(ledger: Store, account: Account) {
  const has = { ledger, clock, rules: freeRules }
  return {
    has,
    create: () => createService(account, { friendlyName: 'Shop' }, has),
    async number(values: Partial<IncomingPhoneNumber> = {}): Promise<IncomingPhoneNumber> {
      const number = aNumber({ accountSid: account.sid, ...values })
      await ledger.keep(outcome([add('incomingPhoneNumber', number)]))
      return number
    },
    addNumber: (service: MessagingService, { sid }: { sid: string }) =>
      addSender(service, () => numberCandidate(account.sid, sid, has), has),
    addName: (service: MessagingService, name: string) =>
      addSender(service, () => nameCandidate(account, service.sid, name, has), has),
    poolOf: async ({ sid }: MessagingService) =>
      (await ledger.poolSenders.ofService(sid)).map(({ sender }) => sender).sort(),
  }
}

describe.each(databases)('messaging services on $name', ({ open }) => {
  let database: TestDatabase
  let ledger: Store
  let account: Account
  let on: ReturnType<typeof services>
  let service: MessagingService
  beforeAll(async () => {
    database = await open()
    ledger = await openStore(database.url)
  })
  afterAll(async () => {
    await ledger[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    account = await openAccount({}, { ledger, clock })
    on = services(ledger, account)
    service = await on.create()
  })

  test('a service is kept whole, found and listed under its account only', async () => {
    expect(await ledger.messagingServices.find(account.sid, service.sid)).toEqual(service)
    expect(await ledger.messagingServices.find(anAccount().sid, service.sid)).toBeNull()
    const second = await on.create()
    const page = await ledger.messagingServices.list(account.sid, {}, { size: 1, skip: 0 })
    expect([page.rows.length, page.hasNext]).toEqual([1, true])
    expect((await ledger.messagingServices.list(account.sid, {}, { size: 9, skip: 0 })).rows).toEqual(
      expect.arrayContaining([service, second]),
    )
  })

  test('what is chosen at the same moment is all kept', async () => {
    await Promise.all([
      changeService(service, { validityPeriod: 60 }, on.has),
      changeService(service, { statusCallback: 'https://shop.example/' }, on.has),
      changeService(service, { friendlyName: 'Renamed', smartEncoding: false }, on.has),
    ])
    expect((await ledger.messagingServices.find(account.sid, service.sid))?.settings).toMatchObject({
      friendlyName: 'Renamed',
      validityPeriod: 60,
      statusCallback: 'https://shop.example/',
      smartEncoding: false,
    })
    const cleared = await changeService(service, { friendlyName: '', statusCallback: '' }, on.has)
    expect(cleared?.settings).toMatchObject({ friendlyName: 'Renamed', statusCallback: null })
  })

  test('a service that is gone is not changed, and nothing is added to it', async () => {
    const number = await on.number()
    await deleteService(service, on.has)
    expect(await changeService(service, { validityPeriod: 60 }, on.has)).toBeNull()
    expect(await on.addNumber(service, number)).toBeNull()
    await deleteService(service, on.has)
  })

  test('a number is in the pool once, and in one pool only', async () => {
    const number = await on.number({ capabilities: { voice: false, sms: true, mms: true, fax: true } })
    expect(await on.addNumber(service, number)).toMatchObject({
      sid: number.sid,
      accountSid: account.sid,
      serviceSid: service.sid,
      kind: 'number',
      sender: number.phoneNumber,
      country: 'US',
      capabilities: ['SMS', 'MMS'],
    })
    await expect(on.addNumber(service, number)).rejects.toMatchObject({ code: 21710, status: 409 })
    await expect(on.addNumber(await on.create(), number)).rejects.toMatchObject({ code: 21712, status: 409 })
    const [sender] = await ledger.poolSenders.ofService(service.sid)
    await removeSender(sender as PoolSender, on.has)
    await removeSender(sender as PoolSender, on.has)
    expect(await on.poolOf(service)).toEqual([])
    const other = await on.create()
    await on.addNumber(other, number)
    // Too late: by now it is another service's.
    await removeSender(sender as PoolSender, on.has)
    expect(await on.poolOf(other)).toEqual([number.phoneNumber])
  })

  test('a number of another account, or of nobody, does not come into the pool, nor one that sends no texts', async () => {
    const foreign = await on.number({ accountSid: anAccount().sid })
    expect(await on.addNumber(service, foreign)).toBeNull()
    expect(await on.addNumber(service, aNumber())).toBeNull()
    const silent = await on.number({ capabilities: { voice: true, sms: false, mms: false, fax: false } })
    await expect(on.addNumber(service, silent)).rejects.toMatchObject({ code: 21715 })
  })

  test('a name is in a pool once, and may be in many', async () => {
    const acme = await on.addName(service, 'Acme')
    expect(acme).toMatchObject({ kind: 'alphanumeric', sender: 'Acme', country: null, capabilities: ['SMS'] })
    expect(acme?.sid).toMatch(/^AI[0-9a-f]{32}$/)
    await expect(on.addName(service, 'Acme')).rejects.toMatchObject({ code: 21710 })
    await on.addName(await on.create(), 'Acme')
    for (const [name, code] of [
      ['', 21708],
      ['TwelveLetter', 21709],
      ['12345', 21709],
      ['Ä', 21709],
    ] as const)
      await expect(on.addName(service, name)).rejects.toMatchObject({ code })
  })

  test('twenty numbers that are added at the same moment all come in', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => on.number()))
    await Promise.all(numbers.map((number) => on.addNumber(service, number)))
    expect(await on.poolOf(service)).toEqual(numbers.map(({ phoneNumber }) => phoneNumber).sort())
  })

  test('a pool holds four hundred, however many come at the same moment', async () => {
    const there = Array.from({ length: 398 }, () => aPoolSender({ accountSid: account.sid, serviceSid: service.sid }))
    await ledger.keep(outcome(there.map((sender) => add('poolSender', sender))))
    const numbers = await Promise.all(Array.from({ length: 5 }, () => on.number()))
    const attempts = await Promise.allSettled(numbers.map((number) => on.addNumber(service, number)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 21714, status: 412 })
    expect(await on.poolOf(service)).toHaveLength(400)
  })

  test.each<[string, (number: IncomingPhoneNumber, has: ReturnType<typeof services>['has']) => Promise<unknown>]>([
    ['released', (number, has) => releaseNumber(number, has)],
    [
      'handed to another account',
      async (number, has) => {
        const sub = await openAccount({ owner: account }, has)
        await changeNumber(number, { caller: account, toAccountSid: sub.sid, settings: {} }, has)
      },
    ],
  ])('a number that is %s leaves the pool', async (_, lose) => {
    const number = await on.number()
    await on.addNumber(service, number)
    await lose(number, on.has)
    expect(await on.poolOf(service)).toEqual([])
  })

  test('a number whose settings are changed stays in the pool', async () => {
    const number = await on.number()
    await on.addNumber(service, number)
    await changeNumber(number, { caller: account, settings: { friendlyName: 'Hotline' } }, on.has)
    expect(await on.poolOf(service)).toEqual([number.phoneNumber])
  })

  test('the numbers of an account that is closed leave its pools', async () => {
    const sub = await openAccount({ owner: account }, on.has)
    const theirs = services(ledger, sub)
    const [pool, number] = [await theirs.create(), await theirs.number()]
    await theirs.addNumber(pool, number)
    await changeAccount(sub, { status: 'closed' }, on.has)
    expect(await theirs.poolOf(pool)).toEqual([])
  })

  test('a deleted service leaves its senders free for another', async () => {
    const number = await on.number()
    await on.addNumber(service, number)
    await on.addName(service, 'Acme')
    await deleteService(service, on.has)
    expect(await ledger.messagingServices.find(account.sid, service.sid)).toBeNull()
    const other = await on.create()
    await on.addNumber(other, number)
    expect(await on.poolOf(other)).toEqual([number.phoneNumber])
  })

  test('a service that is deleted while senders come and go takes none of them with it', async () => {
    const other = await on.create()
    const numbers = await Promise.all(Array.from({ length: 12 }, () => on.number()))
    await on.addNumber(service, numbers[0]!)
    await Promise.allSettled([
      ...numbers.slice(1, 6).map((number) => on.addNumber(service, number)),
      deleteService(service, on.has),
      ...numbers.slice(6).map((number) => on.addNumber(service, number)),
    ])
    expect(await on.poolOf(service)).toEqual([])
    await Promise.all(numbers.map((number) => on.addNumber(other, number)))
    expect(await on.poolOf(other)).toHaveLength(12)
  })

  test('what is known of a service and its pool is what was changed here last', async () => {
    const { known } = ledger.poolSenders
    expect(await known(service.sid)).toBeNull()
    const number = await on.number()
    await on.addNumber(service, number)
    expect(await known(service.sid)).toHaveLength(1)
    await ledger.keep(outcome([remove('poolSender', number.sid)]))
    expect(await known(service.sid)).toBeNull()
    await changeService(service, { validityPeriod: 7 }, on.has)
    expect((await ledger.messagingServices.known(service.sid))?.settings.validityPeriod).toBe(7)
    await deleteService(service, on.has)
    expect(await ledger.messagingServices.known(service.sid)).toBeNull()
  })
})

describe.each(sharedDatabases)('messaging services of two processes on $name', ({ open }) => {
  test('a number that both add to different pools comes into one of them', async () => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using two = await openStore(database.url)
    const account = await openAccount({}, { ledger: one, clock })
    const [here, there] = [services(one, account), services(two, account)]
    const pools = [await here.create(), await there.create()] as const
    const numbers = await Promise.all(Array.from({ length: 8 }, () => here.number()))
    const attempts = await Promise.allSettled(
      numbers.flatMap((number) => [here.addNumber(pools[0], number), there.addNumber(pools[1], number)]),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(8)
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 21712 })
    expect([...(await here.poolOf(pools[0])), ...(await here.poolOf(pools[1]))].sort()).toEqual(
      numbers.map(({ phoneNumber }) => phoneNumber).sort(),
    )
  })
})
