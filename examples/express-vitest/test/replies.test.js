import { useTrunkline } from 'trunkline/testing/vitest'
import { beforeAll, expect, test } from 'vitest'

const trunkline = useTrunkline({ account: 'file', intercept: true })
let url

beforeAll(async () => {
  const { app } = await import('../src/app.js')
  url = await trunkline.account.webhook(app, { sms: '/twilio/sms' })
})

test.each([
  ['hours', 'We are open from 9 to 5.'],
  [' HOURS ', 'We are open from 9 to 5.'],
  ['forget me', 'We do not know you.'],
  ['hm?', 'Write HOURS for our opening hours, or FORGET ME.'],
])('%s is answered', async (words, answer) => {
  const { status, replies } = await trunkline.phone.send(words)
  expect([status, replies.map(({ body }) => body)]).toEqual([200, [answer]])
  await trunkline.phone.waitForMessage(answer)
})

test('STOP silences the application for this person', async () => {
  const { phone, account } = trunkline
  await phone.send('STOP')
  await phone.waitForMessage(/unsubscribed/)
  const { default: twilio } = await import('twilio')
  const text = { to: phone.number, from: account.phoneNumber, body: 'News!' }
  await expect(account.client(twilio).messages.create(text)).rejects.toMatchObject({ code: 21610 })
})

test('who is not Twilio is not listened to', async () => {
  const body = new URLSearchParams({ From: trunkline.phone.number, Body: 'forget me' })
  const answer = await fetch(`${url}/twilio/sms`, { method: 'POST', body, headers: { 'X-Twilio-Signature': 'forged' } })
  expect(answer.status).toBe(403)
})
