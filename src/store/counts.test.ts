import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { callerIdKey, type OutgoingCallerId } from '../domain/outgoing-caller-id.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import { mintSid } from '../domain/sid.ts'
import { accept, add } from '../domain/write.ts'
import { aCall, aNotification, aNumber, aRecording, someTime } from './records.testing.ts'
import { openStore, type Store } from './store.ts'

const [accountSid, other] = [mintSid('AC', someTime), mintSid('AC', someTime)]
const callSid = mintSid('CA', someTime)

const aCallerId = (owner: string, phoneNumber: string): OutgoingCallerId => ({
  sid: mintSid('PN', someTime),
  accountSid: owner,
  key: callerIdKey(owner, phoneNumber),
  phoneNumber,
  friendlyName: 'Home',
  dateCreated: someTime,
  dateUpdated: someTime,
})

interface Counted<Filter> {
  list(accountSid: string, filter: Filter, page: PageRequest): Promise<Page<unknown>>
  count(accountSid: string, filter: Filter): Promise<number | null>
}

describe.each(databases)('a list is as long as it is counted, on $name:', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
    const owners = [{ accountSid }, { accountSid }, { accountSid: other }]
    const kept = await store.keep(
      accept([
        ...owners.map((owner) => add('incomingPhoneNumber', aNumber(owner))),
        add('incomingPhoneNumber', aNumber({ accountSid, type: 'tollfree' }, { friendlyName: 'Sales' })),
        ...owners.map((owner, i) => add('outgoingCallerId', aCallerId(owner.accountSid, `+1415555010${i}`))),
        ...owners.map((owner) => add('notification', aNotification(owner))),
        add('notification', aNotification({ accountSid, callSid, log: 1, messageDate: 0 })),
        ...owners.map((owner) => add('recording', aRecording(owner))),
        add('recording', aRecording({ accountSid, callSid, dateCreated: 0 })),
        ...owners.map((owner) => add('call', aCall({ ...owner, status: 'ringing' }))),
        add('call', aCall({ accountSid, status: 'in-progress' })),
        add('call', aCall({ accountSid, status: 'completed', parentCallSid: callSid })),
      ]),
    )
    if (!kept.kept) throw new Error('Nothing was kept.')
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  async function expectCounts<Filter>(queries: Counted<Filter>, expected: readonly [filter: Filter, total: number][]) {
    for (const [filter, total] of expected) {
      expect(await queries.count(accountSid, filter)).toBe(total)
      expect((await queries.list(accountSid, filter, { size: 100, skip: 0 })).rows).toHaveLength(total)
    }
  }

  test('phone numbers', () =>
    expectCounts(store.incomingPhoneNumbers, [
      [{}, 3],
      [{ type: 'tollfree' }, 1],
      [{ friendlyName: 'Sales' }, 1],
      [{ friendlyName: 'Nobody' }, 0],
    ]))

  test('caller ids', () =>
    expectCounts(store.outgoingCallerIds, [
      [{}, 2],
      [{ phoneNumber: '+14155550101' }, 1],
      [{ friendlyName: 'Home' }, 2],
      [{ phoneNumber: '+14155550101', friendlyName: 'Away' }, 0],
    ]))

  test('notifications', () =>
    expectCounts(store.notifications, [
      [{}, 3],
      [{ log: 1 }, 1],
      [{ callSid }, 1],
      [{ happenedFrom: 1 }, 2],
      [{ happenedBefore: 1, log: 0 }, 0],
    ]))

  test('recordings', () =>
    expectCounts(store.recordings, [
      [{}, 3],
      [{ callSid }, 1],
      [{ createdFrom: 1 }, 2],
      [{ createdBefore: 1 }, 1],
    ]))

  test('calls, also by any of several statuses', () =>
    expectCounts({ ...store.calls, count: (sid, filter) => store.calls.count(sid, filter, 1000) }, [
      [{}, 4],
      [{ statuses: ['ringing', 'in-progress'] }, 3],
      [{ statuses: ['completed'], parentCallSid: callSid }, 1],
      [{ statuses: ['busy'] }, 0],
    ]))
})
