import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import type { Account } from '../domain/account.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { Problem } from '../domain/problem.ts'
import { untouchedShortCode } from '../domain/short-code.ts'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { type Store, openStore } from '../store/store.ts'
import { buyNumber, type Shop } from './buy-number.ts'
import { changeAccount } from './change-account.ts'
import { changeNumber } from './change-number.ts'
import { openAccount } from './open-account.ts'
import { releaseNumber } from './release-number.ts'

const clock = { now: () => Date.UTC(2014, 9, 3, 9, 48) }
const all = { size: 50, skip: 0 }
/** More than a look into the pool takes at once. */
const many = 60

describe.each(databases)('accounts and their numbers on $name', ({ open }) => {
  let database: TestDatabase
  let ledger: Store
  let has: Shop
  let account: Account
  beforeAll(async () => {
    database = await open()
    ledger = await openStore(database.url)
    has = { ledger, clock, inventory: numberPool() }
  })
  afterAll(async () => {
    await ledger[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    account = await openAccount({}, has)
  })

  const buy = (areaCode = '415', owner = account) => buyNumber({ account: owner, areaCode }, has)
  const numbersOf = async ({ sid }: Account) => (await ledger.incomingPhoneNumbers.list(sid, {}, all)).rows

  describe('an account', () => {
    test('is opened with a SID and a token of its own, and found again', async () => {
      expect(account).toMatchObject({
        ownerAccountSid: account.sid,
        status: 'active',
        kind: 'live',
        currency: 'USD',
        errorEra: null,
        type: 'Full',
      })
      expect([account.sid, account.authToken]).toEqual([
        expect.stringMatching(/^AC[0-9a-f]{32}$/),
        expect.stringMatching(/^[0-9a-f]{32}$/),
      ])
      expect(await ledger.accounts.find(account.sid)).toEqual(account)
    })

    test('is named after the moment unless it is given a name', async () => {
      expect(account.friendlyName).toBe('Account Created at 2014-10-03 09:48 am')
      expect((await openAccount({ owner: account }, has)).friendlyName).toBe(
        'SubAccount Created at 2014-10-03 09:48 am',
      )
      expect((await openAccount({ owner: account, friendlyName: 'Mr. Friendly' }, has)).friendlyName).toBe(
        'Mr. Friendly',
      )
      const afternoon = { ...has, clock: { now: () => Date.UTC(2014, 9, 3, 12, 5) } }
      expect((await openAccount({}, afternoon)).friendlyName).toBe('Account Created at 2014-10-03 12:05 pm')
      await expect(openAccount({ friendlyName: 'x'.repeat(65) }, has)).rejects.toMatchObject({ code: 20002 })
    })

    test('with a SID that is taken is a conflict, and changes nothing', async () => {
      await expect(openAccount({ sid: account.sid, authToken: 'other' }, has)).rejects.toMatchObject({ code: 20409 })
      expect(await ledger.accounts.find(account.sid)).toEqual(account)
    })

    test('belongs to its parent, and has its currency', async () => {
      const parent = await openAccount({ currency: 'EUR' }, has)
      expect(await openAccount({ owner: parent }, has)).toMatchObject({ ownerAccountSid: parent.sid, currency: 'EUR' })
    })
  })

  describe('a subaccount', () => {
    const change = (of: Account, to: string) => changeAccount(of, { status: to }, has)

    test('is renamed, suspended, opened again, and closed for good', async () => {
      const sub = await openAccount({ owner: account }, has)
      const renamed = await changeAccount(sub, { friendlyName: 'Sub' }, has)
      expect(await ledger.accounts.find(sub.sid)).toEqual({ ...sub, friendlyName: 'Sub' })
      const suspended = await change(renamed, 'suspended')
      const active = await change(suspended, 'active')
      expect([suspended.status, active.status]).toEqual(['suspended', 'active'])
      const closed = await change(active, 'closed')
      expect(await ledger.accounts.find(sub.sid)).toEqual(closed)
      await expect(change(closed, 'active')).rejects.toMatchObject({ code: 21479 })
    })

    test('gives all its numbers back when it is closed', async () => {
      const sub = await openAccount({ owner: account }, has)
      const { phoneNumber } = await buy('415', sub)
      await change(sub, 'closed')
      expect(await numbersOf(sub)).toEqual([])
      expect((await buyNumber({ account, phoneNumber }, has)).phoneNumber).toBe(phoneNumber)
    })

    test('gives back short codes and other senders, too', async () => {
      const sub = await openAccount({ owner: account }, has)
      const { sid: accountSid } = sub
      const code = { accountSid, shortCode: '84433', isoCountry: 'US', friendlyName: '84433' }
      const dates = { dateCreated: clock.now(), dateUpdated: clock.now() }
      const address = 'whatsapp:+14155238886'
      await ledger.keep(
        outcome([
          add('shortCode', { sid: mintSid('SC', clock.now()), ...code, settings: untouchedShortCode, ...dates }),
          add('grantedSender', { key: address, accountSid, address, kind: 'channel', dateCreated: clock.now() }),
        ]),
      )
      expect(await ledger.shortCodes.owner('84433')).toMatchObject({ accountSid })
      await change(sub, 'closed')
      expect(await ledger.shortCodes.owner('84433')).toBeNull()
      expect(await ledger.grantedSenders.of(accountSid)).toEqual([])
    })

    test('that is closed while it buys keeps nothing, and gets nothing more', async () => {
      const subs = await Promise.all(Array.from({ length: 5 }, () => openAccount({ owner: account }, has)))
      const attempts = subs.flatMap((sub) => [buy('415', sub), buy('415', sub), change(sub, 'closed'), buy('415', sub)])
      const outcomes = await Promise.allSettled(attempts)
      const codes = outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Problem).code] : []))
      expect(codes.filter((code) => code !== 20005)).toEqual([])
      expect((await Promise.all(subs.map(numbersOf))).flat()).toEqual([])
      await expect(buy('415', subs[0])).rejects.toMatchObject({ code: 20005 })
    })

    test('opens no subaccounts of its own', async () => {
      const sub = await openAccount({ owner: account }, has)
      await expect(openAccount({ owner: sub }, has)).rejects.toMatchObject({ code: 20006, status: 403 })
    })

    test('cannot take a status that is none, and a parent none at all', async () => {
      const sub = await openAccount({ owner: account }, has)
      await expect(change(sub, 'asleep')).rejects.toMatchObject({ code: 21475 })
      await expect(change(account, 'suspended')).rejects.toMatchObject({ code: 21477 })
      await expect(change({ ...sub, ownerAccountSid: `AC${'0'.repeat(32)}` }, 'active')).rejects.toMatchObject({
        code: 21476,
      })
    })

    test('that was changed by somebody else meanwhile is a conflict', async () => {
      const sub = await openAccount({ owner: account }, has)
      await change(sub, 'closed')
      await expect(change(sub, 'suspended')).rejects.toMatchObject({ code: 20409 })
      expect((await ledger.accounts.find(sub.sid))?.status).toBe('closed')
    })
  })

  describe('a number', () => {
    test('is bought by its name in any spelling', async () => {
      const { phoneNumber } = await buy('212')
      await releaseNumber((await numbersOf(account))[0]!, has)
      const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phoneNumber) ?? []
      const number = await buyNumber({ account, phoneNumber: `(${area}) ${exchange}-${line}` }, has)
      expect(number).toMatchObject({ phoneNumber, accountSid: account.sid, type: 'local', origin: 'twilio' })
      expect(number.settings).toMatchObject({
        friendlyName: `(${area}) ${exchange}-${line}`,
        voiceMethod: 'POST',
        smsUrl: '',
        trunkSid: null,
      })
      expect(await ledger.incomingPhoneNumbers.find(account.sid, number.sid)).toEqual(number)
    })

    test('is bought with settings, letters and all', async () => {
      const settings = {
        friendlyName: 'Hotline',
        smsUrl: 'https://example.com',
        smsMethod: 'GET',
        trunkSid: '',
        statusCallback: undefined,
      } as const
      const number = await buyNumber({ account, phoneNumber: '+1 800 GO FEDEX', settings }, has)
      expect(number).toMatchObject({ phoneNumber: '+18004633339', type: 'tollfree' })
      expect(number.settings).toMatchObject({ ...settings, trunkSid: null, statusCallback: '' })
    })

    test('that somebody owns is not available, not even to two at once', async () => {
      const { phoneNumber } = await buy()
      const [number] = await numbersOf(account)
      await expect(buyNumber({ account, phoneNumber }, has)).rejects.toMatchObject({
        code: 21422,
        message: `${phoneNumber} is not available`,
      })
      await releaseNumber(number!, has)
      const attempts = await Promise.allSettled(
        Array.from({ length: 5 }, () => buyNumber({ account, phoneNumber }, has)),
      )
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    test('of an area code is another one each time, also for many at once', async () => {
      const bought = await Promise.all(Array.from({ length: many }, () => buy('646')))
      expect(new Set(bought.map(({ phoneNumber }) => phoneNumber)).size).toBe(many)
      expect(bought.every(({ phoneNumber }) => phoneNumber.startsWith('+1646'))).toBe(true)
      expect((await buy('646')).phoneNumber).toMatch(/^\+1646/)
    })

    test.each([
      ['is named by too few digits', { phoneNumber: '33' }, 21421, '33 is not a valid number'],
      ['is not sold', { phoneNumber: '+15005550000' }, 21422, '+15005550000 is not available'],
      ['has an area code with no numbers', { areaCode: '533' }, 21452, 'No phone numbers found'],
      ['has an area code that is none', { areaCode: '41' }, 21451, 'Invalid area code'],
      ['has an area code that is none', { areaCode: '123' }, 21451, 'Invalid area code'],
      ['has an area code beside a type', { areaCode: '415', type: 'local' }, 21457, 'AreaCode Parameter not Supported'],
      [
        'is of another type',
        { phoneNumber: '+18004633330', type: 'local' },
        21458,
        'PhoneNumber Provisioning Type Mismatch',
      ],
      ['is not named at all', {}, 400, 'did or area_code is required'],
      ['is named by nothing', { phoneNumber: '', areaCode: '' }, 400, 'did or area_code is required'],
    ] as const)('that %s is refused', async (_, purchase, code, message) => {
      await expect(buyNumber({ account, ...purchase }, has)).rejects.toMatchObject({ code, message })
    })

    test('is looked for in all that there are, and no longer', async () => {
      const stock = await has.inventory.inAreaCode('917', 'local', 0, 3)
      const offered: Inventory['inAreaCode'] = (_areaCode, _type, skip, limit) =>
        Promise.resolve(stock.slice(skip, skip + limit))
      const shop = { ...has, inventory: { ...has.inventory, inAreaCode: offered } }
      const buyOne = () => buyNumber({ account, areaCode: '917' }, shop)
      const bought = [await buyOne(), await buyOne(), await buyOne()]
      expect(bought.map(({ phoneNumber }) => phoneNumber)).toEqual(stock.map(({ phoneNumber }) => phoneNumber))
      await expect(buyOne()).rejects.toMatchObject({ code: 21452 })
    })

    test('keeps what is not changed, and an empty value clears', async () => {
      const number = await buyNumber(
        { account, areaCode: '415', settings: { voiceUrl: 'https://a.example', smsUrl: 'https://b.example' } },
        has,
      )
      const changed = await changeNumber(
        number,
        { caller: account, settings: { smsUrl: '', smsMethod: 'GET', friendlyName: '' } },
        has,
      )
      expect(changed.settings).toEqual({ ...number.settings, smsUrl: '', smsMethod: 'GET' })
      expect(await ledger.incomingPhoneNumbers.find(account.sid, number.sid)).toEqual(changed)
    })

    test('is handed over within the family, by the parent only', async () => {
      const number = await buy()
      const sub = await openAccount({ owner: account }, has)
      const stranger = await openAccount({}, has)
      const move = (toAccountSid: string, caller = account, of = number) =>
        changeNumber(of, { caller, toAccountSid, settings: {} }, has)
      await expect(move('somewhere')).rejects.toMatchObject({ code: 21470 })
      await expect(move(`AC${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 21471 })
      await expect(move(stranger.sid)).rejects.toMatchObject({ code: 21473 })
      await expect(move(sub.sid, sub)).rejects.toMatchObject({ code: 21474 })
      const moved = await move(sub.sid)
      expect(moved.accountSid).toBe(sub.sid)
      expect([await numbersOf(account), await numbersOf(sub)]).toEqual([[], [moved]])
      const asleep = await changeAccount(await openAccount({ owner: account }, has), { status: 'suspended' }, has)
      await expect(move(asleep.sid, account, moved)).rejects.toMatchObject({ code: 21472 })
    })

    test('that was handed over meanwhile is neither changed nor released by its former owner', async () => {
      const number = await buy()
      const sub = await openAccount({ owner: account }, has)
      await changeNumber(number, { caller: account, toAccountSid: sub.sid, settings: {} }, has)
      await expect(changeNumber(number, { caller: account, settings: { smsUrl: '' } }, has)).rejects.toMatchObject({
        code: 20409,
      })
      await releaseNumber(number, has)
      expect(await numbersOf(sub)).toHaveLength(1)
    })
  })
})
