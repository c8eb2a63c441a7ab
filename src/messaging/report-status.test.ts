import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MessageLife, deliveryDelay, messageLife } from '../../test/message-life.ts'
import { type Receiver, openReceiver } from '../../test/receiver.ts'
import { aMessage } from '../store/records.testing.ts'
import { deleteMessage } from './delete-message.ts'
import { statusParameters } from './report-status.ts'

test('a status is told in the recorded order', () => {
  const message = aMessage({ status: 'undelivered', errorCode: 30003, messagingServiceSid: `MG${'0'.repeat(32)}` })
  expect(statusParameters(message, Date.UTC(2023, 1, 3, 4, 5, 59))).toEqual([
    ['ErrorCode', '30003'],
    ['RawDlrDoneDate', '2302030405'],
    ['SmsSid', message.sid],
    ['SmsStatus', 'undelivered'],
    ['MessageStatus', 'undelivered'],
    ['To', message.to],
    ['MessagingServiceSid', `MG${'0'.repeat(32)}`],
    ['MessageSid', message.sid],
    ['AccountSid', message.accountSid],
    ['From', message.from],
    ['ApiVersion', '2010-04-01'],
  ])
})

test('a channel is told as channels are', () => {
  const message = aMessage({ status: 'delivered', to: 'whatsapp:+14155552345', from: 'whatsapp:+12025550100' })
  expect(statusParameters(message).map(([name]) => name)).toEqual(
    'EventType SmsSid SmsStatus MessageStatus ChannelToAddress To ChannelPrefix MessageSid AccountSid From ApiVersion'.split(
      ' ',
    ),
  )
  expect(Object.fromEntries(statusParameters(message))).toMatchObject({
    EventType: 'DELIVERED',
    ChannelToAddress: '+14155552345',
    ChannelPrefix: 'whatsapp',
    To: 'whatsapp:+14155552345',
  })
})

describe.each(databases)('status callbacks on $name', ({ open }) => {
  let database: TestDatabase
  let receiver: Receiver
  let life: MessageLife
  beforeAll(async () => {
    ;[database, receiver] = await Promise.all([open(), openReceiver()])
    life = await messageLife(database.url)
  })
  afterAll(async () => {
    await life[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  const toldOf = (sid: string) => receiver.received.filter(({ parameters }) => parameters.MessageSid === sid)
  async function liveOn() {
    await life.settle()
    life.clock.advance(deliveryDelay)
    await life.settle()
  }

  test('a direct send is told of twice, sent and delivered, in the order of parameters, signed', async () => {
    const { sid } = await life.send({ statusCallback: `${receiver.url}/status?of=it` })
    await liveOn()
    const told = toldOf(sid)
    expect(told.map(({ parameters }) => parameters.MessageStatus)).toEqual(['sent', 'delivered'])
    expect(told[0]?.names).toEqual([
      'SmsSid',
      'SmsStatus',
      'MessageStatus',
      'To',
      'MessageSid',
      'AccountSid',
      'From',
      'ApiVersion',
    ])
    expect(told[1]?.names[0]).toBe('RawDlrDoneDate')
    for (const { url, headers, parameters } of told) {
      const signature = String(headers['x-twilio-signature'])
      expect(twilio.validateRequest(life.account.authToken, signature, url, { ...parameters })).toBe(true)
    }
    expect(await life.story(sid)).toEqual(['queued', 'sending', 'sent', 'callback', 'delivered', 'callback'])
    const attempts = await life.store.webhookAttempts.about(sid)
    expect(attempts.map(({ kind, responseStatus, errorCode }) => [kind, responseStatus, errorCode])).toEqual(
      Array(2).fill(['status', 204, null]),
    )
  })

  test('a failure is told with its code first', async () => {
    const [failed, lost] = await Promise.all(
      ['+15005530001', '+15005530003'].map((to) => life.send({ to, statusCallback: receiver.url })),
    )
    await liveOn()
    expect(
      toldOf(failed!.sid).map(({ names, parameters }) => [names[0], parameters.ErrorCode, parameters.MessageStatus]),
    ).toEqual([['ErrorCode', '30001', 'failed']])
    expect(toldOf(lost!.sid).map(({ names, parameters }) => [names.slice(0, 2), parameters.MessageStatus])).toEqual([
      [['SmsSid', 'SmsStatus'], 'sent'],
      [['ErrorCode', 'RawDlrDoneDate'], 'undelivered'],
    ])
  })

  test('what is told does not depend on the message: it may be deleted before', async () => {
    const message = await life.send({ statusCallback: receiver.url })
    // Everything but the calls.
    const calls = await life.settleBut('report-status')
    life.clock.advance(deliveryDelay)
    await life.settleBut('report-status')
    await deleteMessage(life.account, (await life.find(message.sid))!, { ledger: life.store, clock: life.clock })
    expect(calls).toBeGreaterThan(0)
    expect(await life.find(message.sid)).toBeNull()
    await life.settle()
    expect(new Set(toldOf(message.sid).map(({ parameters }) => parameters.MessageStatus))).toEqual(
      new Set(['delivered', 'sent']),
    )
  })

  test('a call that a crash cut off is made again with the same token, and then no more', async () => {
    const { sid } = await life.send({ statusCallback: receiver.url })
    await life.settleBut('report-status')
    expect(await life.takeAndDie('report-status')).toHaveLength(1)
    await life.settle()
    expect(toldOf(sid)).toHaveLength(1)
    expect(toldOf(sid)[0]?.headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(await life.store.jobs.pending(['report-status'])).toBe(0)
  })

  test('a receiver that cannot be reached is tried as its address says, and the job ends', async () => {
    const { sid } = await life.send({ statusCallback: 'http://127.0.0.1:1/#rc=0' })
    await life.settle()
    const [attempt] = await life.store.webhookAttempts.about(sid)
    expect(attempt).toMatchObject({ responseStatus: null, errorCode: 11200 + 5 })
    const { rows } = await life.store.notifications.list(life.account.sid, {}, { size: 10, skip: 0 })
    expect(rows).toEqual([
      expect.objectContaining({ callSid: null, errorCode: 11205, log: 0, apiVersion: '2010-04-01' }),
    ])
    expect(new URLSearchParams(rows[0]?.requestVariables).get('MessageSid')).toBe(sid)
    expect(await life.store.jobs.pending(['report-status'])).toBe(0)
  })
})
