import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CallLife, callLength, callLife } from '../../test/call-life.ts'
import { sharedDatabases } from '../../test/databases.ts'
import type { CallOrder, Placement, VoiceCarrier } from '../domain/voice-carrier.ts'
import { changeCall } from './change-call.ts'

interface ScriptedCarrier extends VoiceCarrier {
  readonly placed: CallOrder[]
  readonly hungUp: string[]
  answer(order: CallOrder): Placement | Promise<Placement>
}

/** Answers as the test says, and remembers what it was asked. */
function scriptedCarrier(): ScriptedCarrier {
  const placed: CallOrder[] = []
  const hungUp: string[] = []
  return {
    name: 'scripted',
    placed,
    hungUp,
    answer: () => ({ outcome: 'accepted' }),
    async place(order) {
      placed.push(order)
      return this.answer(order)
    },
    async hangUp(callSid) {
      hungUp.push(callSid)
    },
    async start() {},
    async stop() {},
  }
}

describe.each(sharedDatabases)('a carrier of calls on $name', ({ open }) => {
  let life: CallLife
  const carrier = scriptedCarrier()
  beforeAll(async () => {
    life = await callLife(open, { carrier })
  })
  beforeEach(() => {
    carrier.placed.length = carrier.hungUp.length = 0
    carrier.answer = () => ({ outcome: 'accepted' })
  })
  afterAll(() => life[Symbol.asyncDispose]())

  test('is told whom to call, from where, and how long it may ring', async () => {
    const { sid, accountSid, from, to } = await life.call({ options: { timeout: 20, sendDigits: 'w1#' } })
    await life.settle()
    const plain = await life.call()
    await life.settle()
    expect(carrier.placed).toEqual([
      { callSid: sid, accountSid, from, to, ringFor: 20, sendDigits: 'w1#' },
      { callSid: plain.sid, accountSid, from, to, ringFor: 60, sendDigits: '' },
    ])
    expect(await life.find(sid)).toMatchObject({ carrier: 'scripted', status: 'queued' })
  })

  test('may put a call off, and is asked again; after an hour it fails', async () => {
    carrier.answer = () => ({ outcome: 'deferred', retryAfter: 60_000, reason: 'all lines are taken' })
    const [first, second] = [await life.call(), await life.call()]
    await life.after(60_000)
    expect(carrier.placed).toHaveLength(4)
    carrier.answer = ({ callSid }) =>
      callSid === first.sid
        ? { outcome: 'accepted' }
        : { outcome: 'deferred', retryAfter: 60_000, reason: 'all lines are taken' }
    await life.after(3_600_000)
    expect(await life.find(first.sid)).toMatchObject({ status: 'queued' })
    expect(await life.find(second.sid)).toMatchObject({ status: 'failed', price: null })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('may refuse a call', async () => {
    carrier.answer = () => ({ outcome: 'refused', status: 'busy', sipCode: 486 })
    const { sid } = await life.call()
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'busy', duration: null })
  })

  test('may say that somebody answered before it said that the call is placed', async () => {
    carrier.answer = async ({ callSid }) => {
      await life.progress(callSid, { event: 'answered', by: 'human' })
      return { outcome: 'accepted' }
    }
    const { sid } = await life.call()
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'in-progress', reported: 0 })
    await life.after(callLength)
    expect(await life.find(sid)).toMatchObject({ status: 'completed' })
    expect(carrier.hungUp).toEqual([sid])
  })

  test('hangs up what was canceled while it was being placed', async () => {
    carrier.answer = async ({ callSid }) => {
      await changeCall((await life.find(callSid))!, { status: 'canceled' }, life.has)
      return { outcome: 'accepted' }
    }
    const { sid } = await life.call()
    await life.settle()
    expect((await life.find(sid))?.status).toBe('canceled')
    expect(new Set(carrier.hungUp)).toEqual(new Set([sid]))
  })

  test('hears nothing of a call that was canceled before', async () => {
    const call = await life.call()
    await changeCall(call, { status: 'canceled' }, life.has)
    await life.settle()
    expect([carrier.placed, carrier.hungUp]).toEqual([[], []])
  })
})
