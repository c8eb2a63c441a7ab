import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../../test/databases.ts'
import { type MessageLife, deliveryDelay, messageLife, slowDelay } from '../../../test/message-life.ts'
import { accept, add, outcome, remove } from '../../domain/write.ts'
import type { PhoneBehaviour } from '../../domain/virtual-phone.ts'
import { aPhone } from '../../store/records.testing.ts'

describe.each(databases)('the simulator on $name', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  let last = 4155550200
  beforeAll(async () => {
    database = await open()
    life = await messageLife(database.url)
  })
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  async function phone(behaviour?: PhoneBehaviour): Promise<string> {
    const phoneNumber = `+1${++last}`
    if (behaviour) await life.store.keep(accept([add('virtualPhone', aPhone({ phoneNumber, behaviour }))]))
    return phoneNumber
  }
  async function after(milliseconds: number) {
    life.clock.advance(milliseconds)
    await life.settle()
  }
  const inboxOf = async (phoneNumber: string) =>
    (await life.store.phones.inbox(phoneNumber, 100)).map(({ body }) => body)

  test('a text arrives on its phone after the delay, and is reported', async () => {
    const to = await phone()
    const { sid } = await life.send({ to, body: 'hello there' })
    await life.settle()
    expect((await life.find(sid))?.status).toBe('sent')
    await after(deliveryDelay - 1)
    expect(await inboxOf(to)).toEqual([])
    await after(1)
    expect((await life.find(sid))?.status).toBe('delivered')
    expect(await life.store.phones.inbox(to, 10)).toEqual([
      expect.objectContaining({
        phoneNumber: to,
        from: life.number.phoneNumber,
        body: 'hello there',
        messageSid: sid,
        at: life.clock.now(),
      }),
    ])
  })

  test('a place in a channel arrives with its text', async () => {
    const to = await phone()
    const place = 'geo:37.787890,-122.391664|375 Beale St'
    const from = `whatsapp:${life.number.phoneNumber}`
    await life.send({ to: `whatsapp:${to}`, from, options: { persistentAction: [place] } })
    await life.settle()
    await after(deliveryDelay)
    expect(await life.store.phones.inbox(to, 10)).toMatchObject([{ from, actions: [place], mediaUrls: [] }])
  })

  test.each([
    { behaviour: 'online', status: 'delivered', code: null, arrives: true },
    { behaviour: 'no-receipts', status: 'sent', code: null, arrives: true },
    { behaviour: 'offline', status: 'undelivered', code: 30003, arrives: false },
    { behaviour: 'rejects', status: 'undelivered', code: 30004, arrives: false },
    { behaviour: 'landline', status: 'undelivered', code: 30006, arrives: false },
    { behaviour: 'unassigned', status: 'undelivered', code: 30005, arrives: false },
    { behaviour: 'busy', status: 'delivered', code: null, arrives: true },
    { behaviour: 'no-answer', status: 'delivered', code: null, arrives: true },
  ] as const)('a phone that is $behaviour: $status', async ({ behaviour, status, code, arrives }) => {
    const to = await phone(behaviour)
    const { sid } = await life.send({ to })
    await life.settle()
    expect((await life.find(sid))?.status).toBe('sent')
    await after(deliveryDelay)
    expect(await life.find(sid)).toMatchObject({ status, errorCode: code, price: -750 })
    expect(await inboxOf(to)).toEqual(arrives ? ['hello'] : [])
  })

  test('a slow phone takes longer', async () => {
    const to = await phone('slow')
    const { sid } = await life.send({ to })
    await life.settle()
    await after(slowDelay - 1)
    expect((await life.find(sid))?.status).toBe('sent')
    await after(1)
    expect((await life.find(sid))?.status).toBe('delivered')
  })

  test('a channel reaches the same phone', async () => {
    const to = await phone()
    await life.send({ to: `whatsapp:${to}`, from: `whatsapp:${life.number.phoneNumber}` })
    await life.settle()
    await after(deliveryDelay)
    expect(await inboxOf(to)).toEqual(['hello'])
  })

  const documented = [...Array(10).keys()].map((i) => 30001 + i)
  const ofChannels = [63001, 63002, 63003, 63005, 63006, 63007, 63008, 63009, 63010, 63011, 63012, 63013, 63014]
  test('every number that names an error fails with it, and no text arrives', async () => {
    const numbers = [...documented, 30000, 39999].map((code) => ({
      code,
      to: `+1500553${String(code).slice(1)}`,
      from: life.number.phoneNumber,
    }))
    const channels = [...ofChannels, 60000, 69999].map((code) => ({
      code,
      to: `whatsapp:+1500556${String(code).slice(1)}`,
      from: `whatsapp:${life.number.phoneNumber}`,
    }))
    const sent = await Promise.all(
      [...numbers, ...channels].map(async ({ code, to, from }) => ({ code, ...(await life.send({ to, from })) })),
    )
    await life.settle()
    await after(deliveryDelay)
    const found = await life.store.messages.many(sent.map(({ sid }) => sid))
    expect(sent.map(({ sid }) => found.get(sid)?.errorCode)).toEqual(sent.map(({ code }) => code))
    const failed = sent.filter(({ sid }) => found.get(sid)?.status === 'failed').map(({ code }) => code)
    expect(failed).toEqual([30001, 30002, 30010, 63001, 63002, 63005, 63006, 63007, 63008, 63010, 63011])
    expect(
      [...found.values()].every(({ status, price }) =>
        status === 'failed' ? price === null : status === 'undelivered' && price !== null,
      ),
    ).toBe(true)
    for (const { to } of sent) expect(await inboxOf(to.replace('whatsapp:', ''))).toEqual([])
  })

  test('a crash while a timer rings loses nothing and lets no text arrive twice', async () => {
    const to = await phone()
    const { sid } = await life.send({ to })
    await life.settle()
    life.clock.advance(deliveryDelay)
    // One process dies before it did anything, two race over what it left.
    expect(await life.takeAndDie('simulate-receipt')).toHaveLength(1)
    await Promise.all([life.settle({ lease: -1 }), life.settle({ lease: -1 })])
    await life.settle()
    expect((await life.find(sid))?.status).toBe('delivered')
    expect(await inboxOf(to)).toEqual(['hello'])
    expect(await life.store.jobs.pending(['simulate-receipt'])).toBe(0)
  })

  test('the text arrives as it was sent, also when the message is deleted meanwhile', async () => {
    const to = await phone()
    const { sid } = await life.send({ to, body: 'as it was' })
    await life.settle()
    await life.store.keep(outcome([remove('message', sid)]))
    await after(deliveryDelay)
    expect(await inboxOf(to)).toEqual(['as it was'])
  })
})
