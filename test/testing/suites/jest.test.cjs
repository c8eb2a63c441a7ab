'use strict'
const twilio = require('twilio')
const { useTrunkline } = require('trunkline/testing/jest')

const trunkline = useTrunkline()

test('a text reaches a phone', async () => {
  const { account, phone } = trunkline
  const client = account.client(twilio)
  await client.messages.create({ to: phone.number, from: account.phoneNumber, body: 'Your code is 4711' })
  expect(await phone.waitForCode()).toBe('4711')
  await expect(phone).toHaveReceived(/code/)
  await expect(phone).not.toHaveReceived(/goodbye/)
})

test('an application answers', async () => {
  const { account, phone } = trunkline
  await account.webhook((request, response) => {
    response.setHeader('content-type', 'text/xml')
    response.end('<Response><Message>Hello from Jest</Message></Response>')
  })
  const outcome = await phone.send('hi')
  expect([outcome.status, outcome.replies.map((reply) => reply.body)]).toEqual([200, ['Hello from Jest']])
})

test('timers of the test stop nothing', async () => {
  jest.useFakeTimers()
  const { account, phone } = trunkline
  try {
    await account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body: 'in real time' })
    await phone.waitForMessage('real time')
  } finally {
    jest.useRealTimers()
  }
})
