import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MessageLife, messageLife, scriptedCarrier } from '../../test/message-life.ts'
import { openReceiver, type Receiver } from '../../test/receiver.ts'

const to = '+14155552345'
const hidden = '+1415555XXXX'

describe.each(databases)('what a message lets go of, on $name', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  let receiver: Receiver
  beforeAll(async () => {
    database = await open()
    life = await messageLife(database.url, scriptedCarrier())
    receiver = await openReceiver()
  })
  afterAll(async () => {
    await receiver[Symbol.asyncDispose]()
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('its text, when it is sent: ContentRetention', async () => {
    const { sid } = await life.send({ options: { contentRetention: 'discard' } })
    expect(await life.find(sid)).toMatchObject({ body: 'hello' })
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sent', body: '', to, numSegments: 1 })
    await life.receive({ carrierId: `${sid}/1` })
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'sent', 'redacted', 'delivered'])
    const [redacted] = (await life.store.messages.events(sid)).filter(({ kind }) => kind === 'redacted')
    expect(redacted?.detail).toEqual({ by: 'ContentRetention' })
  })

  test('nothing, where it is to be retained', async () => {
    const { sid } = await life.send({ options: { contentRetention: 'retain', addressRetention: 'retain' } })
    await life.settle()
    await life.receive({ carrierId: `${sid}/1` })
    expect(await life.find(sid)).toMatchObject({ status: 'delivered', body: 'hello', to })
  })

  test('its recipient, when nothing more is to come: AddressRetention', async () => {
    const options = { addressRetention: 'obfuscate' } as const
    const { sid } = await life.send({ options, statusCallback: `${receiver.url}/status` })
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sent', to, body: 'hello' })
    await life.receive({ carrierId: `${sid}/1`, status: 'undelivered', code: 30003 })
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'undelivered', errorCode: 30003, to: hidden })

    // The application knows whom it wrote to: it is told in full, but that is not kept.
    const told = receiver.received.filter(({ parameters }) => parameters.MessageSid === sid)
    expect(told.map(({ parameters }) => parameters.To)).toEqual([to, to])
    const kept = await life.store.webhookAttempts.about(sid)
    expect(kept.map(({ parameters }) => new Map(parameters).get('To'))).toEqual([hidden, hidden])

    const found = async (filter: string) =>
      (await life.store.messages.list(life.account.sid, { to: filter }, { size: 100, skip: 0 })).rows.map(
        (row) => row.sid,
      )
    expect(await found(to)).not.toContain(sid)
    expect(await found(hidden)).toContain(sid)
  })

  test('both, when it fails without being sent', async () => {
    const options = { contentRetention: 'discard', addressRetention: 'obfuscate', validityPeriod: 10 } as const
    const { sid } = await life.send({ options })
    life.clock.advance(11_000)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'failed', errorCode: 30001, body: '', to: hidden })
  })

  test('the number of a channel’s address, too', async () => {
    const from = `whatsapp:${life.number.phoneNumber}`
    const { sid } = await life.send({ to: `whatsapp:${to}`, from, options: { addressRetention: 'obfuscate' } })
    await life.settle()
    await life.receive({ carrierId: `${sid}/1` })
    expect(await life.find(sid)).toMatchObject({ to: `whatsapp:${hidden}`, from })
  })

  test('its recipient after three days, when its receipt never comes, and is still delivered when it comes after all', async () => {
    const { sid } = await life.send({ options: { addressRetention: 'obfuscate' } })
    await life.settle()
    life.clock.advance(3 * 86_400_000 - 1)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sent', to })
    life.clock.advance(1)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'sent', to: hidden })
    await life.receive({ carrierId: `${sid}/1` })
    expect(await life.find(sid)).toMatchObject({ status: 'delivered', to: hidden })
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'sent', 'obfuscated', 'delivered'])
    expect(await life.store.jobs.pending()).toBe(0)
  })
})
