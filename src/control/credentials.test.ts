import { expect, test } from 'vitest'
import { firstAccount } from '../accounts/first-account.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import { now, runningControl } from './running-control.testing.ts'

test('tell the first account, its numbers and the test credentials', async () => {
  await using control = await runningControl()
  const { status, json } = await control.ask('/credentials')
  expect([status, json]).toEqual([404, { error: 'there is no account' }])
  const { account, testAccount, numbers } = await firstAccount(
    { accountSid: null, authToken: null, testAccountSid: null, testAuthToken: null },
    { ledger: control.store, clock: { now: () => now }, inventory: numberPool() },
  )
  expect((await control.ask('/credentials')).json).toEqual({
    accountSid: account.sid,
    authToken: account.authToken,
    testAccountSid: testAccount.sid,
    testAuthToken: testAccount.authToken,
    phoneNumbers: numbers,
  })
})

test('are not told beyond this machine, nor in production', async () => {
  await using control = await runningControl()
  expect((await control.ask('/credentials', { remoteAddress: '203.0.113.9' })).status).toBe(403)
  await using production = await runningControl({ mode: 'production' })
  expect((await production.ask('/credentials')).status).toBe(404)
})
