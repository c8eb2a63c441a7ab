import { afterEach, beforeEach, expect, test } from 'vitest'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { aCall, anAttempt, someTime } from '../store/records.testing.ts'
import { type RunningControl, runningControl } from './running-control.testing.ts'

let control: RunningControl
beforeEach(async () => {
  control = await runningControl()
})
afterEach(() => control.close())

const ask = (sid: string) => control.ask(`/calls/${sid}`)

test('a call is shown with what it was told to do, what happened in it, and each request about it', async () => {
  const call = aCall({ status: 'completed', startTime: someTime, answeredAt: someTime + 1000, price: -1400 })
  const attempt = anAttempt({ subject: call.sid, responseStatus: 500, errorCode: 11200 })
  const line = {
    id: mintSid('EV', someTime),
    callSid: call.sid,
    accountSid: call.accountSid,
    at: someTime,
    kind: 'said',
    detail: { text: 'Hello' },
  }
  await control.store.keep(outcome([add('call', call), add('webhookAttempt', attempt), add('transcriptLine', line)]))
  expect((await ask(call.sid)).json).toMatchObject({
    call: {
      sid: call.sid,
      instruction: call.instruction,
      price: '-0.01400',
      startTime: '2026-03-01T00:00:00.000Z',
      answeredAt: '2026-03-01T00:00:01.000Z',
      endTime: null,
    },
    transcript: [{ id: line.id, at: '2026-03-01T00:00:00.000Z', kind: 'said', detail: { text: 'Hello' } }],
    webhooks: [{ at: '2026-03-01T00:00:00.000Z', kind: 'status', responseStatus: 500, errorCode: 11200 }],
  })
})

test('a call that is not there is not shown', async () => {
  const { status, json } = await ask(`CA${'0'.repeat(32)}`)
  expect([status, json]).toEqual([404, { error: `there is no call CA${'0'.repeat(32)}` }])
})
