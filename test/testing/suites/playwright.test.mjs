import { expect, test } from 'trunkline/testing/playwright'

test('a text reaches a phone', async ({ account, phone }) => {
  await account.webhook(() => new Response('Hello from Playwright', { headers: { 'content-type': 'text/plain' } }))
  await phone.send('hi')
  await expect(phone).toHaveReceived('Hello from Playwright')
})

test('each test has an account of its own', async ({ account, trunkline }) => {
  expect(await account.messages()).toEqual([])
  expect(trunkline.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
})
