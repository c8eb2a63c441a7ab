import twilio from 'twilio'
import { describe, expect, vi } from 'vitest'
import { ownServerTest, test } from 'trunkline/testing/vitest'

const write = (account, phone, body) =>
  account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body })

describe.concurrent('at the same time', () => {
  for (const code of ['1111', '2222', '3333'])
    test(`code ${code} reaches its own phone`, async ({ account, phone }) => {
      await write(account, phone, `Your code is ${code}`)
      expect(await phone.waitForCode()).toBe(code)
    })
})

test('timers of the test stop nothing', async ({ account, phone }) => {
  vi.useFakeTimers({ now: new Date('2001-01-01') })
  try {
    await account.webhook(
      () => new Response('<Response><Message>pong</Message></Response>', { headers: { 'content-type': 'text/xml' } }),
    )
    await phone.send('ping')
    const { at } = await phone.waitForMessage('pong')
    expect(at.getFullYear()).toBeGreaterThan(2020)
  } finally {
    vi.useRealTimers()
  }
})

ownServerTest('a server of its own may be frozen', async ({ clock, account, phone, trunkline }) => {
  await clock.freeze()
  const before = await clock.now()
  await clock.advance('24h')
  expect(Number(await clock.now()) - Number(before)).toBe(24 * 3_600_000)
  await write(account, phone, 'a day later')
  expect(Number((await phone.waitForMessage('a day later')).at)).toBeGreaterThan(Number(before) + 23 * 3_600_000)
  expect(trunkline.runs).toBe('here')
})

test('a shared one may not', async ({ trunkline }) => {
  await expect(trunkline.clock.advance('1h')).rejects.toThrow('ownServerTest')
})
