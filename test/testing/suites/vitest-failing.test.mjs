import { test } from 'trunkline/testing/vitest'

test('an application that waits for no callback fails', async ({ account, phone }) => {
  await account.webhook(() => new Response('no', { status: 500 }))
  await phone.send('hi')
})

test('what is awaited in vain says what came', async ({ account, phone }) => {
  const other = await account.phone()
  await account.webhook(() => new Response('Your cod is 42', { headers: { 'content-type': 'text/plain' } }))
  await other.send('hi')
  await phone.waitForMessage(/your code/i, { timeout: 200 })
})
