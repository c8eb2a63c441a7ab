import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import {
  type MessageLife,
  type ScriptedCarrier,
  inDoubtWait,
  messageLife,
  scriptedCarrier,
} from '../../test/message-life.ts'
import type { Handover, InDoubtPolicy } from '../domain/carrier.ts'
import { change, outcome } from '../domain/write.ts'

describe.each(databases)('delivery on $name', ({ open }) => {
  let database: TestDatabase
  let carrier: ScriptedCarrier
  let life: MessageLife
  beforeEach(async () => {
    database = await open()
  })
  afterEach(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  const begin = async (policy: InDoubtPolicy = 'resubmit') => {
    carrier = scriptedCarrier(policy)
    life = await messageLife(database.url, carrier)
  }

  test('an accepted message is sent, priced, and delivered by its receipt', async () => {
    await begin()
    const { sid } = await life.send({ body: 'x'.repeat(200) })
    life.clock.advance(1000)
    await life.settle()
    const sent = await life.find(sid)
    expect(sent).toMatchObject({ status: 'sent', price: -1500, numSegments: 2, errorCode: null })
    expect([sent?.dateSent, sent?.dateListed, sent?.dateUpdated]).toEqual(Array(3).fill(life.clock.now()))
    expect(carrier.handed).toEqual([
      expect.objectContaining({
        messageSid: sid,
        to: '+14155552345',
        from: life.number.phoneNumber,
        segments: 2,
        attempt: 1,
      }),
    ])
    await life.receive({ carrierId: `${sid}/1` })
    expect(await life.find(sid)).toMatchObject({ status: 'delivered', price: -1500, errorCode: null })
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('where no receipt will come, sent is the end', async () => {
    await begin()
    carrier.answer = ({ messageSid }) => ({ outcome: 'accepted', carrierIds: [messageSid], receipts: 'never' })
    const { sid } = await life.send()
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sent' })
    expect(await life.store.handedParts.ofMessages([sid])).toEqual([])
  })

  test('a message that was put off is tried again when the carrier said, and its timeline says so once', async () => {
    await begin()
    let busy = 3
    carrier.answer = ({ messageSid }) =>
      busy-- > 0
        ? { outcome: 'deferred', retryAfter: 2000, reason: 'window full' }
        : { outcome: 'accepted', carrierIds: [messageSid], receipts: 'expected' }
    const { sid } = await life.send()
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sending', dateListed: null })
    life.clock.advance(1999)
    await life.settle()
    expect(carrier.handed).toHaveLength(1)
    for (let i = 0; i < 3; i++) {
      life.clock.advance(2000)
      await life.settle()
    }
    expect(carrier.handed.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1])
    expect(await life.find(sid)).toMatchObject({ status: 'sent' })
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'deferred', 'sent'])
  })

  test('a refused message fails with its code, is listed, and costs nothing', async () => {
    await begin()
    carrier.answer = () => ({ outcome: 'refused', code: 30007 })
    const { sid } = await life.send()
    await life.settle()
    expect(await life.find(sid)).toMatchObject({
      status: 'failed',
      errorCode: 30007,
      price: null,
      dateSent: null,
      dateListed: life.clock.now(),
    })
  })

  test.each([
    { options: {}, wait: 14_401_000, code: 30001 },
    { options: { validityPeriod: 10 }, wait: 11_000, code: 30001 },
    { options: { maxPrice: 0.0074 }, wait: 0, code: 30010 },
  ])(
    'a message that waits $wait ms with $options fails with $code and is not handed over',
    async ({ options, wait, code }) => {
      await begin()
      const { sid } = await life.send({ options })
      life.clock.advance(wait)
      await life.settle()
      expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: code })
      expect(carrier.handed).toEqual([])
    },
  )

  test('a message of an account that was suspended meanwhile fails with 30002', async () => {
    await begin()
    const { sid } = await life.send()
    await life.store.keep(outcome([change('account', life.account.sid, { status: 'suspended' })]))
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 30002 })
  })

  test('each message of a batch has its own answer', async () => {
    await begin()
    carrier.answer = ({ messageSid, body }) =>
      body === 'no'
        ? { outcome: 'refused', code: 30004 }
        : { outcome: 'accepted', carrierIds: [messageSid], receipts: 'never' }
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, i) => life.send({ body: i % 3 === 0 ? 'no' : 'yes' })),
    )
    await life.settle()
    const found = await life.store.messages.many(sent.map(({ sid }) => sid))
    expect(sent.map(({ sid }) => found.get(sid)?.status)).toEqual(
      sent.map(({ body }) => (body === 'no' ? 'failed' : 'sent')),
    )
  })

  test('a message whose worker died before it marked anything is handed over once, as a first attempt', async () => {
    await begin()
    const { sid } = await life.send()
    expect(await life.takeAndDie('deliver-message')).toHaveLength(1)
    await life.settle()
    expect(carrier.handed.map(({ attempt }) => attempt)).toEqual([1])
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'sent'])
  })

  /** A worker that dies after it marked the message: whether the carrier has it, nobody knows. */
  async function dieInHandover(): Promise<string> {
    const { sid } = await life.send()
    const [job] = await life.takeAndDie('deliver-message')
    await life.store.keep(
      outcome([
        change('message', sid, { status: 'sending' }),
        change('job', job!.id, { data: { ...job!.data, handed: true } }),
      ]),
    )
    return sid
  }

  test('in doubt under the parking policy, a message fails with 30008 and is never handed over again', async () => {
    await begin('park')
    const sid = await dieInHandover()
    await life.settle()
    life.clock.advance(60_000)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 30008 })
    expect(carrier.handed).toEqual([])
    expect(await life.story(sid)).toEqual(['queued', 'in-doubt', 'failed'])
  })

  test('in doubt under the resubmitting policy, it waits for a receipt and is then handed over once more, flagged', async () => {
    await begin()
    const sid = await dieInHandover()
    await life.settle()
    life.clock.advance(inDoubtWait - 1)
    await life.settle()
    expect(carrier.handed).toEqual([])
    life.clock.advance(1)
    await life.settle()
    expect(carrier.handed.map(({ attempt }) => attempt)).toEqual([2])
    await life.receive({ carrierId: `${sid}/2` })
    expect(await life.story(sid)).toEqual(['queued', 'in-doubt', 'resubmitted', 'sent', 'delivered'])
  })

  test('in doubt, a receipt that names the message settles it without another hand-over', async () => {
    await begin()
    const sid = await dieInHandover()
    await life.settle()
    await life.receive({ carrierId: 'theirs', messageSid: sid })
    life.clock.advance(inDoubtWait)
    await life.settle()
    expect(carrier.handed).toEqual([])
    expect(await life.find(sid)).toMatchObject({ status: 'delivered', price: -750 })
    expect(await life.story(sid)).toEqual(['queued', 'in-doubt', 'early-receipt', 'sent', 'delivered'])
    expect(await life.store.jobs.pending(['deliver-message', 'settle-in-doubt'])).toBe(0)
  })

  test('in doubt, a message of two parts waits for the receipts of both, and one that failed counts', async () => {
    await begin()
    const sid = await dieInHandover()
    await life.settle()
    await life.receive({ carrierId: 'first', messageSid: sid, parts: 2 })
    life.clock.advance(inDoubtWait)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sending' })
    await life.receive({ carrierId: 'second', messageSid: sid, parts: 2, status: 'undelivered', code: 30005 })
    life.clock.advance(inDoubtWait)
    await life.settle()
    expect(carrier.handed).toEqual([])
    expect(await life.find(sid)).toMatchObject({ status: 'undelivered', errorCode: 30005 })
  })

  test('an answer that never comes is settled like a crash; a second one ends the message, never a third hand-over', async () => {
    await begin()
    carrier.answer = () => ({ outcome: 'unknown', reason: 'the line went dead' })
    const { sid } = await life.send()
    await life.settle()
    for (let i = 0; i < 5; i++) {
      life.clock.advance(inDoubtWait)
      await life.settle()
    }
    expect(carrier.handed.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 30008, price: null })
    expect(await life.story(sid)).toEqual([
      'queued',
      'sending',
      'in-doubt',
      'resubmitted',
      'in-doubt',
      'in-doubt',
      'failed',
    ])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  /** A hand-over whose answer comes when the lease has ended and others have put the message in doubt. */
  async function answerLate(answer: (sid: string) => Handover): Promise<string> {
    const late = Promise.withResolvers<void>()
    carrier.answer = async ({ messageSid }) => {
      await late.promise
      return answer(messageSid)
    }
    const { sid } = await life.send()
    const first = life.settle({ lease: -1 })
    while (carrier.handed.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await life.settle()
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'in-doubt'])
    late.resolve()
    await first
    return sid
  }

  test('an answer that comes after others took the job counts all the same, and they let it be', async () => {
    await begin()
    const sid = await answerLate((id) => ({ outcome: 'accepted', carrierIds: [id], receipts: 'expected' }))
    expect(await life.find(sid)).toMatchObject({ status: 'sent' })
    life.clock.advance(inDoubtWait)
    await life.settle()
    expect(carrier.handed).toHaveLength(1)
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'in-doubt', 'sent'])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('a message that others have put in doubt is not put off as well', async () => {
    await begin()
    const sid = await answerLate(() => ({ outcome: 'deferred', retryAfter: 1, reason: 'too late' }))
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'in-doubt'])
    expect(await life.store.jobs.pending()).toBe(1)
  })

  test('a carrier that gives one id to two messages: both are sent, and the receipt belongs to the first', async () => {
    await begin()
    carrier.answer = () => ({ outcome: 'accepted', carrierIds: ['always the same'], receipts: 'expected' })
    const first = await life.send()
    await life.settle()
    const second = await life.send()
    await life.settle()
    await life.receive({ carrierId: 'always the same' })
    expect((await life.find(first.sid))?.status).toBe('delivered')
    expect((await life.find(second.sid))?.status).toBe('sent')
  })

  test('a message that is gone leaves no job behind', async () => {
    await begin()
    const { sid } = await life.send()
    await life.store.keep(outcome([change('message', sid, { status: 'canceled' })]))
    await life.settle()
    expect(carrier.handed).toEqual([])
    expect(await life.store.jobs.pending()).toBe(0)
  })
})
