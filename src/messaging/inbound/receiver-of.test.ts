import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MessageLife, messageLife } from '../../../test/message-life.ts'
import { openReceiver, type Receiver } from '../../../test/receiver.ts'
import { accept, add, change, type Operation, remove } from '../../domain/write.ts'
import { anAccount } from '../../store/records.testing.ts'

let receiver: Receiver
let life: MessageLife
beforeEach(async () => {
  receiver = await openReceiver()
  life = await messageLife('sqlite::memory:')
  await life.configure({ smsUrl: `${receiver.url}/number` })
})
afterEach(async () => {
  await life[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const keep = (...operations: readonly Operation[]) => life.store.keep(accept(operations))
const asked = () => receiver.received.map(({ url }) => url.slice(receiver.url.length))
/** A message that came in, as it is when its application was to be asked. */
const received = async () => {
  await life.settle()
  const { rows } = await life.store.messages.list(life.account.sid, {}, { size: 10, skip: 0 })
  return rows
}

describe('a message whose number changes hands before its application is asked', () => {
  test('stays with its account, and nobody is asked when the number was released', async () => {
    await life.inbound()
    await keep(remove('incomingPhoneNumber', life.number.sid))
    expect(await received()).toEqual([expect.objectContaining({ status: 'received', to: life.number.phoneNumber })])
    expect(asked()).toEqual([])
  })

  test('stays with its account, and the new owner of the number is not asked', async () => {
    const other = anAccount()
    await life.inbound()
    await keep(add('account', other), change('incomingPhoneNumber', life.number.sid, { accountSid: other.sid }))
    expect(await received()).toEqual([expect.objectContaining({ status: 'received', accountSid: life.account.sid })])
    expect(asked()).toEqual([])
    expect((await life.store.messages.list(other.sid, {}, { size: 10, skip: 0 })).rows).toEqual([])
  })

  test('shows the service to which it came, and is answered by the one in which the number is by then', async () => {
    const service = await life.service({ inboundRequestUrl: `${receiver.url}/service` })
    await life.inbound()
    await keep(remove('poolSender', life.number.sid))
    expect(await received()).toEqual([expect.objectContaining({ messagingServiceSid: service.sid })])
    expect(asked()).toEqual(['/number'])
  })
})
