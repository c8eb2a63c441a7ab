import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { aCall, anAttempt, someTime } from '../store/records.testing.ts'
import { openStore, type Store } from '../store/store.ts'
import { mountControl } from './control.ts'

let store: Store
let app: FastifyInstance
beforeEach(async () => {
  store = await openStore('sqlite::memory:')
  app = fastify()
  mountControl(app, { ledger: store, clock: { now: () => someTime }, startingBalance: 0 })
})
afterEach(async () => {
  await app.close()
  await store[Symbol.asyncDispose]()
})

const ask = (sid: string) =>
  app.inject({ url: `/_trunkline/v1/calls/${sid}`, remoteAddress: '127.0.0.1', headers: { host: 'localhost:4010' } })

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
  await store.keep(outcome([add('call', call), add('webhookAttempt', attempt), add('transcriptLine', line)]))
  expect((await ask(call.sid)).json()).toMatchObject({
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
  const { statusCode, body } = await ask(`CA${'0'.repeat(32)}`)
  expect([statusCode, JSON.parse(body)]).toEqual([404, { error: `there is no call CA${'0'.repeat(32)}` }])
})
