import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MessageLife, type ScriptedCarrier, messageLife, scriptedCarrier } from '../../test/message-life.ts'
import type { Receipt } from '../domain/carrier.ts'
import { add, change, outcome, remove } from '../domain/write.ts'
import { partKey } from '../domain/handed-part.ts'
import { recordReceipts, secondLook } from './record-receipt.ts'

describe.each(databases)('receipts on $name', ({ open }) => {
  let database: TestDatabase
  let carrier: ScriptedCarrier
  let life: MessageLife
  beforeAll(async () => {
    database = await open()
    carrier = scriptedCarrier()
    life = await messageLife(database.url, carrier)
  })
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  /** A message that was sent in so many parts, and their ids. */
  async function sent(parts = 1) {
    const ids = (sid: string) => Array.from({ length: parts }, (_, i) => `${sid}/${i}`)
    carrier.answer = ({ messageSid }) => ({
      outcome: 'accepted',
      carrierIds: ids(messageSid),
      receipts: 'expected',
    })
    const { sid } = await life.send()
    await life.settle()
    return { sid, ids: ids(sid) }
  }
  const undelivered = (carrierId: string, code: number | null): Partial<Receipt> & { carrierId: string } => ({
    carrierId,
    status: 'undelivered',
    code,
  })

  test('an undelivered message says why, keeps its price, and 30008 where the carrier names no reason', async () => {
    const [first, second] = [await sent(), await sent()]
    await life.receive(undelivered(first.ids[0]!, 30005), undelivered(second.ids[0]!, null))
    expect(await life.find(first.sid)).toMatchObject({
      status: 'undelivered',
      errorCode: 30005,
      price: -750,
    })
    expect(await life.find(second.sid)).toMatchObject({
      status: 'undelivered',
      errorCode: 30008,
    })
  })

  test('the same receipt again changes nothing and is noted once', async () => {
    const { sid, ids } = await sent()
    await life.receive({ carrierId: ids[0]! })
    const delivered = await life.find(sid)
    life.clock.advance(1000)
    for (let i = 0; i < 3; i++) await life.receive({ carrierId: ids[0]! }, { carrierId: ids[0]! })
    expect(await life.find(sid)).toEqual(delivered)
    expect((await life.story(sid)).toSorted()).toEqual(['delivered', 'queued', 'receipt-ignored', 'sending', 'sent'])
  })

  test('a receipt twice in one batch counts once', async () => {
    const { sid, ids } = await sent()
    await life.receive({ carrierId: ids[0]! }, { carrierId: ids[0]! })
    expect((await life.story(sid)).filter((kind) => kind === 'delivered')).toHaveLength(1)
  })

  test('a status never moves back: delivered stays, whatever comes after', async () => {
    const { sid, ids } = await sent()
    await life.receive({ carrierId: ids[0]! })
    await life.receive(undelivered(ids[0]!, 30003))
    expect(await life.find(sid)).toMatchObject({
      status: 'delivered',
      errorCode: null,
    })
  })

  test('a message of three parts is delivered with the last of them, in any order', async () => {
    const { sid, ids } = await sent(3)
    await life.receive({ carrierId: ids[2]! })
    await life.receive({ carrierId: ids[0]! })
    expect((await life.find(sid))?.status).toBe('sent')
    await life.receive({ carrierId: ids[1]! })
    expect((await life.find(sid))?.status).toBe('delivered')
  })

  test('all parts at the same moment deliver it once', async () => {
    const { sid, ids } = await sent(3)
    await Promise.all(ids.map((carrierId) => life.receive({ carrierId })))
    expect((await life.find(sid))?.status).toBe('delivered')
    expect((await life.story(sid)).filter((kind) => kind === 'delivered')).toHaveLength(1)
  })

  test('one part that is not delivered decides, and the others are only noted', async () => {
    const { sid, ids } = await sent(3)
    await life.receive({ carrierId: ids[0]! })
    await life.receive(undelivered(ids[1]!, 30004))
    await life.receive({ carrierId: ids[2]! })
    expect(await life.find(sid)).toMatchObject({
      status: 'undelivered',
      errorCode: 30004,
    })
    const parts = await life.store.handedParts.ofMessages([sid])
    expect(parts.toSorted((a, b) => a.part - b.part).map(({ status }) => status)).toEqual([
      'delivered',
      'undelivered',
      'delivered',
    ])
  })

  test('a process that died between the last part and the whole: the carrier asks again, and the message is delivered', async () => {
    const { sid, ids } = await sent(2)
    await life.store.keep(
      outcome(
        ids.map((id) =>
          change('handedPart', partKey('scripted', id), {
            status: 'delivered',
          }),
        ),
      ),
    )
    await life.receive({ carrierId: ids[1]! })
    expect((await life.find(sid))?.status).toBe('delivered')
  })

  test('a process that died between keeping parts and looking for their early receipts: they are found a while later', async () => {
    const { sid } = await sent()
    const ids = [`${sid}/a`, `${sid}/b`]
    for (const carrierId of ids) await life.receive({ carrierId })
    const part = {
      messageSid: sid,
      parts: 2,
      status: null,
      code: null,
      at: life.clock.now(),
    }
    const kept = ids.map((id, i) => add('handedPart', { ...part, key: partKey('scripted', id), part: i }))
    await life.store.keep(outcome([remove('handedPart', partKey('scripted', `${sid}/0`)), ...kept]))
    await life.settle()
    expect((await life.find(sid))?.status).toBe('sent')
    life.clock.advance(secondLook)
    await life.settle()
    expect((await life.find(sid))?.status).toBe('delivered')
    expect((await life.store.earlyReceipts.many(ids.map((id) => partKey('scripted', id)))).size).toBe(0)
    expect(await life.store.jobs.pending(['match-receipts'])).toBe(0)
  })

  test('a process that died between noting the last early receipt and delivering the whole: it is delivered a while later', async () => {
    const { sid, ids } = await sent(2)
    await life.receive({ carrierId: ids[0]! })
    await life.receive({ carrierId: `${sid}/early` })
    const values = {
      key: partKey('scripted', `${sid}/early`),
      part: 1,
      status: 'delivered',
      at: life.clock.now(),
    } as const
    const noted = add('handedPart', {
      ...values,
      messageSid: sid,
      parts: 2,
      code: null,
    })
    const gone = [remove('handedPart', partKey('scripted', ids[1]!)), remove('earlyReceipt', values.key)]
    await life.store.keep(outcome([noted, ...gone]))
    life.clock.advance(secondLook)
    await life.settle()
    expect((await life.find(sid))?.status).toBe('delivered')
  })

  test('a receipt of which nothing is known is looked at again, ever more seldom, until it is pruned', async () => {
    const key = partKey('scripted', 'nobody')
    await life.receive({ carrierId: 'nobody' })
    for (const wait of [1, 2, 4]) {
      life.clock.advance(wait * secondLook - 1)
      expect(await life.settle()).toBe(0)
      life.clock.advance(1)
      expect(await life.settle()).toBe(1)
    }
    await life.store.keep(outcome([remove('earlyReceipt', key)]))
    life.clock.advance(8 * secondLook)
    await life.settle()
    expect(await life.store.jobs.pending(['match-receipts'])).toBe(0)
  })

  test('a receipt that comes before the answer waits for it', async () => {
    carrier.answer = async ({ messageSid }) => {
      await life.receive({ carrierId: messageSid }, { carrierId: messageSid })
      return {
        outcome: 'accepted',
        carrierIds: [messageSid],
        receipts: 'expected',
      }
    }
    const { sid } = await life.send()
    await life.settle()
    expect((await life.find(sid))?.status).toBe('delivered')
    expect((await life.story(sid)).slice(0, 4)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    expect((await life.store.earlyReceipts.many([partKey('scripted', sid)])).size).toBe(0)
  })

  test('a receipt that looks for its part just before the part is kept is found a moment later', async () => {
    carrier.answer = ({ messageSid }) => ({
      outcome: 'accepted',
      carrierIds: [messageSid],
      receipts: 'expected',
    })
    const { sid } = await life.send()
    let first = true
    const many = async (keys: readonly string[]) => {
      const found = await life.store.handedParts.many(keys)
      if (first) {
        first = false
        await life.settle()
      }
      return found
    }
    const ledger = {
      ...life.store,
      handedParts: { ...life.store.handedParts, many },
    }
    const receipt = {
      carrier: 'scripted',
      carrierId: sid,
      status: 'delivered',
      code: null,
      at: life.clock.now(),
    } as const
    await recordReceipts([receipt], {
      ledger,
      clock: life.clock,
      nudge: () => {},
    })
    expect((await life.find(sid))?.status).toBe('delivered')
    expect((await life.store.earlyReceipts.many([partKey('scripted', sid)])).size).toBe(0)
  })

  test('receipts and answers that race each other never lose a receipt', async () => {
    const racing: Promise<void>[] = []
    carrier.answer = ({ messageSid }) => {
      const turns = Number.parseInt(messageSid.slice(-2), 16) % 8
      const late = async () => {
        for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
        await life.receive({ carrierId: messageSid })
      }
      racing.push(late())
      return {
        outcome: 'accepted',
        carrierIds: [messageSid],
        receipts: 'expected',
      }
    }
    const sent = await Promise.all(Array.from({ length: 60 }, () => life.send()))
    await life.settle()
    await Promise.all(racing)
    const found = await life.store.messages.many(sent.map(({ sid }) => sid))
    expect([...found.values()].map(({ status }) => status)).toEqual(Array(60).fill('delivered'))
  })

  test('a receipt of nothing that is known harms nobody, and neither does one for a deleted message', async () => {
    const { sid, ids } = await sent()
    await life.store.keep(outcome([remove('message', sid)]))
    await life.receive({ carrierId: 'stranger' }, { carrierId: ids[0]! })
    await life.receive({ carrierId: 'stranger' }, { carrierId: ids[0]! })
    expect(await life.find(sid)).toBeNull()
  })
})
