import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedDatabases, type TestDatabase } from '../../test/databases.ts'
import type { CallFilter } from '../domain/call.ts'
import type { PageRequest } from '../domain/page.ts'
import { mintSid } from '../domain/sid.ts'
import { accept, add, change } from '../domain/write.ts'
import { aCall, aNotification, aRecording, someTime } from './records.testing.ts'
import { openStore, type Store } from './store.ts'

describe.each(sharedDatabases)('what is kept of calls on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  const all: PageRequest = { size: 50, skip: 0 }

  test('a call comes back as it was kept and changed, under its account only', async () => {
    const call = aCall({
      callerIdCheck: { code: '012345', friendlyName: 'Zoë', statusCallbackMethod: 'GET' },
      options: { timeout: 30, record: true, recordingStatusCallbackEvent: ['completed'] },
    })
    const plain = aCall({ reporting: null })
    await store.keep(accept([add('call', call), add('call', plain)]))
    expect(await store.calls.find(call.accountSid, call.sid)).toEqual(call)
    expect(await store.calls.find(plain.accountSid, call.sid)).toBeNull()
    const values = { status: 'completed', startTime: 1, answeredAt: 2, endTime: 3, duration: 4, price: -5 } as const
    await store.keep(accept([change('call', plain.sid, { ...values, callerIdCheck: null })]))
    expect(await store.calls.many([plain.sid, mintSid('CA', 1)])).toEqual(
      new Map([[plain.sid, { ...plain, ...values }]]),
    )
  })

  test('how far its instructions are carried out comes back with it', async () => {
    const call = aCall({ run: { turn: 3, waiting: { for: 'time' }, rest: [{ verb: 'say', text: 'Grüße' }] } })
    await store.keep(accept([add('call', call)]))
    expect(await store.calls.find(call.accountSid, call.sid)).toEqual(call)
    await store.keep(accept([change('call', call.sid, { run: null })]))
    expect(await store.calls.find(call.accountSid, call.sid)).toEqual({ ...call, run: null })
  })

  test('those that have not ended are found by who made them, and by the phone at the other end', async () => {
    const phone = '+14155550177'
    const parent = aCall({ direction: 'inbound', from: phone, status: 'in-progress', dateCreated: someTime })
    const family = { accountSid: parent.accountSid, parentCallSid: parent.sid, direction: 'outbound-dial' } as const
    const [first, second, over] = [
      aCall({ ...family, to: phone, status: 'ringing', dateCreated: someTime + 2 }),
      aCall({ ...family, status: 'queued', dateCreated: someTime + 3 }),
      aCall({ ...family, to: phone, status: 'completed', dateCreated: someTime + 4 }),
    ]
    // Its number is here the account's own side.
    const shown = aCall({ from: phone, status: 'in-progress' })
    await store.keep(accept([parent, first, second, over, shown].map((call) => add('call', call))))
    expect(await store.calls.liveChildren(parent.sid)).toEqual([first, second])
    expect(await store.calls.liveChildren(first.sid)).toEqual([])
    expect(await store.calls.liveAt(phone)).toEqual([first, parent])
    expect(await store.calls.liveAt('+14155550178')).toEqual([])
  })

  describe('a list of calls', () => {
    const accountSid = mintSid('AC', someTime)
    const at = (minute: number) => someTime + minute * 60_000
    const parent = mintSid('CA', someTime)
    const calls = [0, 1, 2, 3, 4].map((minute) =>
      aCall({
        accountSid,
        dateCreated: at(minute),
        startTime: minute < 4 ? at(minute) : null,
        endTime: minute < 2 ? at(minute + 10) : null,
        status: minute < 2 ? 'completed' : minute === 2 ? 'busy' : 'queued',
        to: minute % 2 ? '+12025550111' : '+12025550122',
        from: minute === 3 ? '+12025550133' : '+12025550144',
        parentCallSid: minute === 1 ? parent : null,
      }),
    )
    beforeAll(async () => {
      await store.keep(accept([...calls, aCall()].map((call) => add('call', call))))
    })
    const minutes = async (filter: CallFilter, page: PageRequest = all) =>
      (await store.calls.list(accountSid, filter, page)).rows.map(
        ({ dateCreated }) => (dateCreated - someTime) / 60_000,
      )

    test.for<[name: string, filter: CallFilter, found: number[]]>([
      ['shows the newest first', {}, [4, 3, 2, 1, 0]],
      ['by recipient', { to: '+12025550111' }, [3, 1]],
      ['by caller', { from: '+12025550133' }, [3]],
      ['by status', { status: 'completed' }, [1, 0]],
      ['by parent', { parentCallSid: parent }, [1]],
      ['from a start on', { startedFrom: at(2) }, [3, 2]],
      ['before a start', { startedBefore: at(2) }, [1, 0]],
      ['from an end on', { endedFrom: at(11) }, [1]],
      ['before an end', { endedBefore: at(11) }, [0]],
      ['by all together', { to: '+12025550122', status: 'completed', startedFrom: at(0), endedBefore: at(11) }, [0]],
    ])('%s', async ([, filter, found]) => {
      expect(await minutes(filter)).toEqual(found)
      expect(await store.calls.count(accountSid, filter, 100)).toBe(found.length)
    })

    test('is read page by page, forward and back', async () => {
      const first = await store.calls.list(accountSid, {}, { size: 2, skip: 0 })
      expect([first.hasNext, first.hasPrevious]).toEqual([true, false])
      const { dateCreated: last, sid } = first.rows[1]!
      expect(await minutes({}, { size: 2, skip: 0, anchor: { at: last, sid, direction: 'after' } })).toEqual([2, 1])
      expect(
        await minutes({}, { size: 2, skip: 0, anchor: { at: at(2), sid: calls[2]!.sid, direction: 'before' } }),
      ).toEqual([4, 3])
      expect(await minutes({}, { size: 2, skip: 4 })).toEqual([0])
    })

    test('is counted no further than asked', async () => {
      expect(await store.calls.count(accountSid, {}, 5)).toBe(5)
      expect(await store.calls.count(accountSid, {}, 4)).toBeNull()
    })
  })

  test('recordings are found by call and by day, and those that run by themselves', async () => {
    const accountSid = mintSid('AC', someTime)
    const callSid = mintSid('CA', someTime)
    const [first, second, third] = (['paused', 'completed', 'in-progress'] as const).map((status, i) =>
      aRecording({
        accountSid,
        callSid,
        status,
        dateCreated: someTime + i,
        reporting: i === 0 ? { url: 'http://127.0.0.1/', method: 'POST', events: ['absent'] } : null,
      }),
    )
    const other = aRecording({ accountSid, dateCreated: someTime + 9 })
    await store.keep(accept([first!, second!, third!, other].map((one) => add('recording', one))))
    expect(await store.recordings.find(accountSid, first!.sid)).toEqual(first)
    expect(await store.recordings.running(callSid)).toEqual([third, first])
    expect((await store.recordings.list(accountSid, {}, all)).rows).toEqual([other, third, second, first])
    expect((await store.recordings.list(accountSid, { callSid, createdFrom: someTime + 1 }, all)).rows).toEqual([
      third,
      second,
    ])
    expect((await store.recordings.list(accountSid, { createdBefore: someTime + 1 }, all)).rows).toEqual([first])
    expect(await store.recordings.many([second!.sid])).toEqual(new Map([[second!.sid, second]]))
  })

  test('old notifications go with the attempts that they tell of', async () => {
    const accountSid = mintSid('AC', someTime)
    const old = [1, 2, 3].map((day) => aNotification({ accountSid, dateCreated: Date.UTC(2020, 0, day) }))
    await store.keep(accept(old.map((one) => add('notification', one))))
    const before = { events: 0, handedParts: 0, idempotentRequests: 0, webhookAttempts: Date.UTC(2020, 0, 3) }
    expect(await store.prune(before, 1)).toBe(1)
    expect(await store.prune(before, 5)).toBe(1)
    expect(await store.prune(before, 5)).toBe(0)
    expect((await store.notifications.list(accountSid, {}, all)).rows).toEqual([old[2]])
  })

  test('notifications are found by call, kind and day', async () => {
    const accountSid = mintSid('AC', someTime)
    const callSid = mintSid('CA', someTime)
    const [first, second] = [
      aNotification({ accountSid, callSid, dateCreated: someTime }),
      aNotification({ accountSid, log: 1, dateCreated: someTime + 1 }),
    ]
    await store.keep(accept([first, second].map((one) => add('notification', one))))
    const list = async (filter: Parameters<Store['notifications']['list']>[1]) =>
      (await store.notifications.list(accountSid, filter, all)).rows
    expect(await store.notifications.find(accountSid, first.sid)).toEqual(first)
    expect(await list({})).toEqual([second, first])
    expect(await list({ callSid })).toEqual([first])
    expect(await list({ log: 1 })).toEqual([second])
    expect(await list({ happenedFrom: someTime + 1 })).toEqual([second])
    expect(await list({ happenedBefore: someTime + 1 })).toEqual([first])
  })
})
