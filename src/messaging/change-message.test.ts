import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MessageLife, deliveryDelay, messageLife } from '../../test/message-life.ts'
import { openReceiver } from '../../test/receiver.ts'
import { change, outcome } from '../domain/write.ts'
import { type MessageStatus, messageStatuses } from '../domain/message.ts'
import { cancelMessage } from './cancel-message.ts'
import { deleteMessage } from './delete-message.ts'
import { redactMessage } from './redact-message.ts'

describe.each(databases)('a message on $name', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  const nudge = () => {}
  const has = () => ({ ledger: life.store, clock: life.clock, nudge })
  beforeAll(async () => {
    database = await open()
    life = await messageLife(database.url)
  })
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  async function in_(status: MessageStatus, statusCallback?: string) {
    const { sid } = await life.send({ statusCallback })
    await life.store.keep(outcome([change('message', sid, { status })]))
    return (await life.find(sid))!
  }
  const inProgress: readonly MessageStatus[] = ['accepted', 'scheduled', 'queued', 'sending', 'receiving']
  const settled = messageStatuses.filter((status) => !inProgress.includes(status))

  test.each(inProgress)('that is %s can neither be redacted nor deleted', async (status) => {
    const message = await in_(status)
    const refusal = {
      code: 20009,
      status: 409,
      message: 'Cannot delete message because delivery has not been completed.',
    }
    await expect(redactMessage(life.account, message, has())).rejects.toMatchObject(refusal)
    await expect(deleteMessage(life.account, message, has())).rejects.toMatchObject(refusal)
    expect(await life.find(message.sid)).toEqual(message)
  })

  test.each(settled)('that is %s is redacted, and then deleted', async (status) => {
    const message = await in_(status)
    const total = await life.store.messages.count(life.account.sid, {}, 1)
    life.clock.advance(1000)
    const redacted = await redactMessage(life.account, message, has())
    expect(redacted).toEqual({ ...message, body: '', dateUpdated: life.clock.now() })
    expect(await life.find(message.sid)).toEqual(redacted)
    await deleteMessage(life.account, redacted, has())
    expect(await life.find(message.sid)).toBeNull()
    expect(await life.store.messages.count(life.account.sid, {}, 1)).toBe(total! - 1)
  })

  test('that moved on since it was read is judged by where it is now', async () => {
    const message = await in_('queued')
    await expect(deleteMessage(life.account, { ...message, status: 'delivered' }, has())).rejects.toMatchObject({
      code: 20009,
    })
    await expect(redactMessage(life.account, { ...message, status: 'delivered' }, has())).rejects.toMatchObject({
      code: 20009,
    })
    expect((await life.find(message.sid))?.body).toBe('hello')
  })

  test('that is deleted twice at once counts once', async () => {
    const message = await in_('delivered')
    const total = await life.store.messages.count(life.account.sid, {}, 1)
    await Promise.all([1, 2, 3].map(() => deleteMessage(life.account, message, has())))
    expect(await life.store.messages.count(life.account.sid, {}, 1)).toBe(total! - 1)
  })

  test('that was sent may be redacted while its receipt is still to come', async () => {
    const { sid } = await life.send({ body: 'secret' })
    await life.settle()
    await redactMessage(life.account, (await life.find(sid))!, has())
    life.clock.advance(deliveryDelay)
    await life.settle()
    expect(await life.find(sid)).toMatchObject({ status: 'delivered', body: '' })
  })

  test('that is scheduled is canceled, told of, and never delivered', async () => {
    await using receiver = await openReceiver()
    const message = await in_('scheduled', receiver.url)
    const canceled = await cancelMessage(life.account, message, has())
    expect(canceled).toMatchObject({ status: 'canceled' })
    await life.settle()
    expect(await life.find(message.sid)).toEqual(canceled)
    expect(receiver.received.map(({ parameters }) => parameters.MessageStatus)).toEqual(['canceled'])
  })

  test.each(messageStatuses.filter((status) => status !== 'scheduled'))(
    'that is %s cannot be canceled',
    async (status) => {
      const message = await in_(status)
      await expect(cancelMessage(life.account, message, has())).rejects.toMatchObject({ code: 30409 })
      await expect(cancelMessage(life.account, { ...message, status: 'scheduled' }, has())).rejects.toMatchObject({
        code: 30409,
      })
    },
  )
})
