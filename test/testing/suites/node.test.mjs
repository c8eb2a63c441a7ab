import assert from 'node:assert/strict'
import { test } from 'node:test'
import twilio from 'twilio'
import { useTrunkline } from 'trunkline/testing/node'

const trunkline = useTrunkline()

test('a text reaches a phone', async () => {
  const { account, phone } = trunkline
  await account
    .client(twilio)
    .messages.create({ to: phone.number, from: account.phoneNumber, body: 'Your code is 4711' })
  assert.equal(await phone.waitForCode(), '4711')
})

test('each test has an account of its own', async () => {
  assert.deepEqual(await trunkline.account.messages(), [])
})
