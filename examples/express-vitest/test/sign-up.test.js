import { useTrunkline } from 'trunkline/testing/vitest'
import { beforeAll, expect, test } from 'vitest'

// The application makes its client when it is loaded, from the environment: so it is loaded when that is set.
const trunkline = useTrunkline({ account: 'file', intercept: true })
let url

beforeAll(async () => {
  const { app } = await import('../src/app.js')
  url = await trunkline.account.webhook(app, { sms: '/twilio/sms' })
  process.env.PUBLIC_URL = url
})

const post = (path, body) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const stateOf = async (phone) => (await fetch(`${url}/signup/${phone.number}`)).json()

test('a person signs up with the code that comes by text', async () => {
  const { phone } = trunkline
  expect((await post('/signup', { phone: phone.number })).status).toBe(202)
  const code = await phone.waitForCode()
  expect((await post(`/signup/${phone.number}/code`, { code })).status).toBe(200)
  expect(await stateOf(phone)).toMatchObject({ state: 'signed up' })
})

test('another code does not do, and after three nothing does', async () => {
  const { phone } = trunkline
  await post('/signup', { phone: phone.number })
  const code = await phone.waitForCode()
  for (let i = 0; i < 3; i++) expect((await post(`/signup/${phone.number}/code`, { code: 'x' })).status).toBe(403)
  expect((await post(`/signup/${phone.number}/code`, { code })).status).toBe(429)
  expect(await stateOf(phone)).toMatchObject({ state: 'waiting' })
})

test('the code is one text of one segment, and the application learns that it arrived', async () => {
  const { phone, account } = trunkline
  await post('/signup', { phone: phone.number })
  const message = await phone.waitForMessage(/Your Acme code is (\d{6})/)
  expect(message).toBeSegments(1)
  await account.webhooks.drain()
  expect(await stateOf(phone)).toMatchObject({ delivery: 'delivered' })
})

test('a phone that is off gets no code, and the application learns that, too', async () => {
  const { phone, account } = trunkline
  await phone.behaves('offline')
  await post('/signup', { phone: phone.number })
  await account.webhooks.drain()
  expect(await stateOf(phone)).toMatchObject({ state: 'waiting', delivery: 'undelivered' })
  await phone.expectNoMessage()
})

test('a number that cannot get texts is refused', async () => {
  const answer = await post('/signup', { phone: '+1555' })
  expect([answer.status, await answer.json()]).toEqual([422, { error: 'We cannot send texts to this number.' }])
})

test('who signs up while the service is down is told so, and may try again', async () => {
  const { phone, account } = trunkline
  await account.faults.api('POST /Messages', { status: 503, times: 10 })
  expect((await post('/signup', { phone: phone.number })).status).toBe(503)
  await account.faults.clear()
  expect((await post('/signup', { phone: phone.number })).status).toBe(202)
  await phone.waitForCode()
})
