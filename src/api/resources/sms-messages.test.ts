import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readXml } from '../../../test/xml.ts'
import type { Message, MessageDirection, MessageStatus } from '../../domain/message.ts'
import { accept, add } from '../../domain/write.ts'
import { aMessage } from '../../store/records.testing.ts'
import { type RunningApi, runningApi } from '../running-api.testing.ts'

let api: RunningApi
beforeAll(async () => {
  api = await runningApi()
})
afterAll(() => api[Symbol.asyncDispose]())

/** A message that is kept as it stands, and how both versions of SMS/Messages show it. */
async function shown(values: Partial<Message>) {
  const accountSid = api.account.sid
  const message = aMessage({ ...values, accountSid })
  await api.ledger.keep(accept([add('message', message)]))
  const { json } = await api.ask('GET', `SMS/Messages/${message.sid}.json`)
  const { text } = await api.ask('GET', `/2008-08-01/Accounts/${accountSid}/SMS/Messages/${message.sid}`)
  const first = Object.fromEntries(readXml(text).children[0]?.children.map(({ name, text }) => [name, text]) ?? [])
  return { json: json as Readonly<Record<string, unknown>>, first }
}

describe('SMS/Messages knows five statuses, and its first version four:', () => {
  test.each<[status: MessageStatus, shown: string]>([
    ['accepted', 'queued'],
    ['scheduled', 'queued'],
    ['queued', 'queued'],
    ['sending', 'sending'],
    ['sent', 'sent'],
    ['delivered', 'sent'],
    ['read', 'sent'],
    ['partially_delivered', 'sent'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['receiving', 'received'],
    ['received', 'received'],
  ])('%s is shown as %s', async (status, as) => {
    const { json, first } = await shown({ status, direction: as === 'received' ? 'inbound' : 'outbound-api' })
    expect(json.status).toBe(as)
    expect(first.Status).toBe(as === 'received' ? 'sent' : as)
  })
})

describe('the direction of a message is one bit in the first version:', () => {
  test.each<[direction: MessageDirection, flags: string]>([
    ['inbound', '1'],
    ['outbound-reply', '2'],
    ['outbound-api', '4'],
    ['outbound-call', '0'],
  ])('%s is %s', async (direction, flags) => {
    const { json, first } = await shown({ direction })
    expect(json.direction).toBe(direction)
    expect(first.Flags).toBe(flags)
  })
})

test('a message whose service has not chosen a sender has none, no price unit and no segments', async () => {
  const { json, first } = await shown({ status: 'accepted', from: null, numSegments: 0 })
  expect(json).toMatchObject({ status: 'queued', from: null, price_unit: null, num_segments: '0' })
  expect(first.From).toBe('')
})

test('the first version writes North American numbers as ten digits, and others as they are dialed', async () => {
  const { json, first } = await shown({ from: '+16505551212', to: '+442071838750' })
  expect(json).toMatchObject({ from: '+16505551212', to: '+442071838750' })
  expect(first).toMatchObject({ From: '6505551212', To: '+442071838750' })
})
