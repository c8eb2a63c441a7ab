import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerDelay, type CallLife, callLength, callLife, ringDelay } from '../../test/call-life.ts'
import { sharedDatabases } from '../../test/databases.ts'
import type { CallOptions } from '../domain/call.ts'
import type { Recording } from '../domain/recording.ts'
import { mintSid } from '../domain/sid.ts'
import { dayOf } from '../domain/usage-period.ts'
import { usageIn } from '../domain/usage.ts'
import { add, outcome } from '../domain/write.ts'
import { changeCall } from './change-call.ts'
import { changeRecording } from './change-recording.ts'
import { deleteRecording } from './delete-recording.ts'
import { startRecording } from './start-recording.ts'

describe.each(sharedDatabases)('recordings on $name', ({ open }) => {
  let life: CallLife
  beforeAll(async () => {
    life = await callLife(open)
  })
  afterAll(() => life[Symbol.asyncDispose]())
  async function liveCall(options: CallOptions = {}) {
    const { sid } = await life.call({ to: await life.phone(), options })
    await life.after(ringDelay + answerDelay)
    return (await life.find(sid))!
  }
  const recorded = async (wish: Parameters<typeof startRecording>[1] = {}) => {
    const call = await liveCall()
    return (await startRecording(call.sid, wish, life.has))!
  }
  const now = async ({ sid }: Recording) => (await life.store.recordings.many([sid])).get(sid)
  const toldOf = ({ sid }: Recording) =>
    life.receiver.received
      .filter(({ parameters }) => parameters.RecordingSid === sid)
      .map(({ parameters }) => parameters)

  test('a call that is to be recorded is, from its answer to its end', async () => {
    const recordingStatusCallbackEvent = ['in-progress', 'completed'] as const
    const call = await liveCall({
      record: true,
      recordingChannels: 'dual',
      recordingTrack: 'inbound',
      recordingStatusCallback: life.receiver.url,
      recordingStatusCallbackEvent,
    })
    const [running] = await life.store.recordings.running(call.sid)
    expect(running).toMatchObject({ status: 'in-progress', source: 'OutboundAPI', channels: 2, duration: null })
    await life.after(callLength)
    const done = (await now(running!))!
    expect(done).toMatchObject({ status: 'completed', duration: 5, price: -250, runningSince: null })
    expect(await life.store.recordings.running(call.sid)).toEqual([])
    const RecordingUrl = `http://trunkline.example/2010-04-01/Accounts/${call.accountSid}/Recordings/${done.sid}`
    expect(toldOf(done)).toEqual([
      expect.objectContaining({ RecordingStatus: 'in-progress', CallSid: call.sid, RecordingUrl }),
      {
        AccountSid: call.accountSid,
        CallSid: call.sid,
        RecordingSid: done.sid,
        RecordingUrl,
        RecordingStatus: 'completed',
        RecordingDuration: '5',
        RecordingChannels: '2',
        RecordingStartTime: new Date(done.startTime).toUTCString().replace('GMT', '+0000'),
        RecordingSource: 'OutboundAPI',
        RecordingTrack: 'inbound',
      },
    ])
  })

  test('one that is begun and stopped in a call is as long as that took', async () => {
    const recording = await recorded({ statusCallback: life.receiver.url })
    expect(recording).toMatchObject({
      status: 'in-progress',
      source: 'StartCallRecordingAPI',
      channels: 1,
      track: 'both',
    })
    await life.after(3000)
    expect(await changeRecording(recording, { status: 'stopped' }, life.has)).toMatchObject({
      status: 'stopped',
      duration: 3,
    })
    await life.settle()
    expect(await now(recording)).toMatchObject({ status: 'completed', duration: 3, price: -250 })
    expect(toldOf(recording).map(({ RecordingStatus }) => RecordingStatus)).toEqual(['completed'])
    await life.after(callLength)
    expect(await now(recording)).toMatchObject({ duration: 3 })
  })

  test.each([
    { pauseBehavior: 'skip', duration: 2 },
    { pauseBehavior: 'silence', duration: 4 },
    { pauseBehavior: undefined, duration: 4 },
  ] as const)('a pause of kind $pauseBehavior makes $duration seconds', async ({ pauseBehavior, duration }) => {
    const begun = await recorded()
    await life.after(1000)
    const paused = await changeRecording(begun, { status: 'paused', ...(pauseBehavior && { pauseBehavior }) }, life.has)
    expect(paused.status).toBe('paused')
    await life.after(2000)
    const going = await changeRecording(paused, { status: 'in-progress' }, life.has)
    await life.after(1000)
    expect(await changeRecording(going, { status: 'stopped' }, life.has)).toMatchObject({ duration })
    await life.after(callLength)
  })

  test('a call that ends while its recording is paused ends that, too', async () => {
    const begun = await recorded()
    await life.after(1000)
    await changeRecording(begun, { status: 'paused', pauseBehavior: 'skip' }, life.has)
    await life.after(callLength)
    expect(await now(begun)).toMatchObject({ status: 'completed', duration: 1 })
  })

  test('only a call in progress is recorded, and only while it is', async () => {
    const recording = await recorded()
    const call = (await life.find(recording.callSid))!
    await changeCall(call, { status: 'completed' }, life.has)
    const again = { code: 21220, message: 'Requested resource is not eligible for recording' }
    await expect(startRecording(call.sid, {}, life.has)).rejects.toMatchObject(again)
    await expect(changeRecording((await now(recording))!, { status: 'paused' }, life.has)).rejects.toMatchObject(again)
    expect(await startRecording(`CA${'0'.repeat(32)}`, {}, life.has)).toBeNull()
    await life.settle()
  })

  test('all end with their call, however many there are', async () => {
    const call = await liveCall()
    const template = (await startRecording(call.sid, {}, life.has))!
    const others = Array.from({ length: 120 }, () => ({ ...template, sid: mintSid('RE', life.clock.now()) }))
    await life.store.keep(outcome(others.map((one) => add('recording', one))))
    await changeCall(call, { status: 'completed' }, life.has)
    await life.settle()
    expect(await life.store.recordings.running(call.sid)).toEqual([])
    const done = await life.store.recordings.many(others.map(({ sid }) => sid))
    expect(new Set([...done.values()].map(({ status }) => status))).toEqual(new Set(['completed']))
  })

  test('one that begins while its call ends does not stay', async () => {
    const call = await liveCall()
    const [begun] = await Promise.allSettled([
      startRecording(call.sid, {}, life.has),
      changeCall(call, { status: 'completed' }, life.has),
    ])
    await life.settle()
    expect(await life.store.recordings.running(call.sid)).toEqual([])
    if (begun.status === 'fulfilled') expect(await now(begun.value!)).toMatchObject({ status: 'completed' })
    else expect(begun.reason).toMatchObject({ code: 21220 })
  })

  test('a deleted one is gone, with what was to become of it', async () => {
    const recording = await recorded()
    await deleteRecording(recording, { ledger: life.store })
    expect(await now(recording)).toBeUndefined()
    await life.after(callLength)
    const ended = await recorded()
    await changeRecording(ended, { status: 'stopped' }, life.has)
    await deleteRecording(ended, { ledger: life.store })
    await life.after(callLength)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('a crash while one is completed bills it once', async () => {
    const billed = async () => {
      const ever = { accountSid: life.account.sid, subaccounts: false, from: 0, to: dayOf(life.clock.now()) }
      return usageIn(await life.store.usage.sum(ever, 'all'), 'recordings')
    }
    const recording = await recorded({ statusCallback: life.receiver.url })
    const { count, price } = await billed()
    await life.after(1000)
    await changeRecording(recording, { status: 'stopped' }, life.has)
    expect(await life.takeAndDie('complete-recording')).toHaveLength(1)
    await Promise.all([life.settle({ lease: -1 }), life.settle({ lease: -1 })])
    await life.after(callLength)
    const tokens = life.receiver.received
      .filter(({ parameters }) => parameters.RecordingSid === recording.sid)
      .map(({ headers }) => headers['i-twilio-idempotency-token'])
    expect(new Set(tokens).size).toBe(1)
    expect(await billed()).toMatchObject({ count: count + 1, price: price + 250 })
    expect(await life.store.jobs.pending()).toBe(0)
  })
})
