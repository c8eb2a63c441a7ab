import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallLife } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import type { Call } from '../../domain/call.ts'
import { changeCall } from '../change-call.ts'

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
})
afterAll(() => calls[Symbol.asyncDispose]())
beforeEach(() => {
  calls.answers.clear()
  calls.says('/done', '<Hangup/>')
})

const recording = (attributes = '') => calls.toldAt(`<Record action="/done" ${attributes}/><Say>Nothing</Say>`)
async function recordingsOf({ sid: callSid }: Call) {
  const { rows } = await life.store.recordings.list(life.account.sid, { callSid }, { size: 50, skip: 0 })
  return rows
}
async function toldOf(call: Call) {
  await life.settle()
  return calls.asked('/done', call).map(({ parameters }) => parameters)
}

describe('a recording', () => {
  test('ends when nobody speaks for five seconds, and the action gets where it is and how long', async () => {
    const call = await recording()
    const [begun] = await recordingsOf(call)
    expect(begun).toMatchObject({ status: 'in-progress', source: 'RecordVerb', trim: 'trim-silence', channels: 1 })
    await life.after(4999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    const [told, ...others] = await toldOf(call)
    expect(others).toEqual([])
    expect(told).toMatchObject({
      RecordingUrl: `http://trunkline.example/2010-04-01/Accounts/${call.accountSid}/Recordings/${begun!.sid}`,
      RecordingSid: begun!.sid,
      RecordingDuration: '5',
      Digits: '',
    })
    expect((await recordingsOf(call))[0]).toMatchObject({ status: 'completed', duration: 5, price: -250 })
    expect(await calls.lines(call)).toEqual([
      ['recording', { recordingSid: begun!.sid, maxLength: 3600, timeout: 5 }],
      ['recorded', { recordingSid: begun!.sid, seconds: 5, digits: '' }],
      ['hung-up', {}],
    ])
  })

  test('goes on while somebody speaks, as long as it may be', async () => {
    const call = await recording('timeout="3" maxLength="7"')
    for (const words of ['one', 'two', 'three']) {
      await life.after(2000)
      await life.phones.speak(call.to, call.sid, words)
    }
    await life.after(999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    expect((await toldOf(call))[0]).toMatchObject({ RecordingDuration: '7' })
  })

  test.each([
    ['', '5', '5'],
    ['finishOnKey="#"', '12#', '#'],
  ])('ends at a key (%s), which is told', async (attributes, keys, Digits) => {
    const call = await recording(attributes)
    await life.after(2000)
    await life.phones.press(call.to, call.sid, keys)
    expect((await toldOf(call))[0]).toMatchObject({ RecordingDuration: '2', Digits })
  })

  test('goes on at any other key', async () => {
    const call = await recording('finishOnKey="#"')
    await life.phones.press(call.to, call.sid, '123')
    await life.after(4999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    expect((await toldOf(call))[0]).toMatchObject({ RecordingDuration: '5' })
  })

  test('asks the document itself where no action is named', async () => {
    const call = await calls.toldAt('<Record timeout="1"/>')
    calls.says('/voice', '<Hangup/>')
    await life.after(1000)
    expect(calls.asked('/voice', call).map(({ parameters }) => parameters.RecordingDuration)).toEqual([undefined, '1'])
  })

  test('in which there is nothing is none, and is passed over', async () => {
    const call = await recording(`recordingStatusCallback="/recorded" recordingStatusCallbackEvent="absent"`)
    await life.phones.press(call.to, call.sid, '1')
    expect(await toldOf(call)).toEqual([])
    expect((await recordingsOf(call))[0]).toMatchObject({ status: 'absent', duration: null })
    expect(calls.asked('/recorded', call).map(({ parameters }) => parameters.RecordingStatus)).toEqual(['absent'])
    await life.after(400)
    expect(await calls.statusOf(call)).toBe('completed')
  })

  test('is told of as it goes, where that was asked for', async () => {
    const call = await recording(
      'recordingStatusCallback="/recorded" recordingStatusCallbackEvent="in-progress completed"',
    )
    await life.after(5000)
    await life.settle()
    expect(calls.asked('/recorded', call).map(({ parameters }) => parameters.RecordingStatus)).toEqual([
      'in-progress',
      'completed',
    ])
    expect(calls.asked('/recorded', call)[1]?.parameters).toMatchObject({ RecordingSource: 'RecordVerb' })
  })

  test('is not transcribed, and that is said', async () => {
    const call = await recording('transcribe="true"')
    await life.after(5000)
    expect(await calls.lines(call)).toContainEqual(['not-simulated', { name: 'Record transcribe' }])
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 13750, log: 1 }])
  })
})

describe('while something is recorded', () => {
  test('a hang-up ends it, and the action is told, of whose answer nothing is carried out', async () => {
    const call = await recording()
    calls.says('/done', '<Say>Nobody hears this</Say>')
    await life.after(3000)
    await life.phones.hangUp(call.to, call.sid)
    const [told, ...others] = await toldOf(call)
    expect(others).toEqual([])
    expect(told).toMatchObject({ RecordingDuration: '3', Digits: 'hangup', CallStatus: 'completed' })
    expect(told?.RecordingUrl).toMatch(/^http:\/\/trunkline\.example\//)
    expect((await recordingsOf(call))[0]).toMatchObject({ status: 'completed', duration: 3 })
    expect((await calls.lines(call)).some(([kind]) => kind === 'said')).toBe(false)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('the call is redirected at once, with what was recorded', async () => {
    const call = await recording()
    await life.after(2000)
    calls.says('/elsewhere', '<Hangup/>')
    await changeCall((await life.find(call.sid))!, { url: calls.address('/elsewhere') }, life.has)
    await life.settle()
    expect((await recordingsOf(call))[0]).toMatchObject({ status: 'completed', duration: 2 })
    expect([await toldOf(call), await calls.statusOf(call)]).toEqual([[], 'completed'])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('the call is ended by the API', async () => {
    const call = await recording()
    await life.after(1000)
    await changeCall((await life.find(call.sid))!, { status: 'completed' }, life.has)
    await life.settle()
    expect((await recordingsOf(call))[0]).toMatchObject({ status: 'completed', duration: 1 })
    expect(await life.store.jobs.pending()).toBe(0)
  })
})
