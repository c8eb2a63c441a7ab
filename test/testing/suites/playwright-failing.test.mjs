import { test } from 'trunkline/testing/playwright'

test('what failed has its timeline attached', async ({ account, phone }) => {
  await account.webhook(() => new Response('Goodbye', { headers: { 'content-type': 'text/plain' } }))
  await phone.send('hi')
  await phone.waitForMessage('Hello', { timeout: 200 })
})
