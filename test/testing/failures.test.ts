import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTrunkline, type Trunkline } from '../../src/testing/testing.ts'

// What a failed test says: what was awaited, what came instead, what came closest, and everything that may be why.

let trunkline: Trunkline
beforeAll(async () => {
  trunkline = await startTrunkline({ alone: true })
})
afterAll(() => trunkline.close())

async function world() {
  const account = await trunkline.account()
  const phone = await account.phone()
  const client = account.client(twilio)
  const write = (body: string, to = phone.number) => client.messages.create({ to, from: account.phoneNumber, body })
  return { account, phone, client, write }
}

const failureOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => (error as Error).message,
  )

test('a message that did not come: what came instead, and what came closest', async () => {
  const { account, phone, write } = await world()
  await write('Welcome to the shop')
  await write('Your cod is 123456')
  await account.settle()
  expect(await failureOf(phone.waitForMessage(/your code is (\d{6})/i, { timeout: 50 }))).toBe(
    [
      `${phone.number} got no text that matches /your code is (\\d{6})/i within 50 ms.`,
      'What arrived instead:',
      `  from ${account.phoneNumber}: "Welcome to the shop"`,
      `  from ${account.phoneNumber}: "Your cod is 123456"`,
      'Closest: "Your cod is 123456" (shares "your")',
      'What the account sent last:',
      `  to ${phone.number}: "Your cod is 123456" delivered`,
      `  to ${phone.number}: "Welcome to the shop" delivered`,
      `Look: ${trunkline.url}/_trunkline/v1/phones/%2B${phone.number.slice(1)}/messages`,
    ].join('\n'),
  )
})

test('a message that went elsewhere', async () => {
  const { account, phone, write } = await world()
  await write('Your code is 123456', '+15558675310')
  await account.settle()
  const failure = await failureOf(phone.waitForCode({ timeout: 1000 }))
  expect(failure).toContain(`${phone.number} got no code within 1 s.\nNothing arrived instead.`)
  expect(failure).toContain('What the account sent last:\n  to +15558675310: "Your code is 123456" delivered')
})

test('an account that sent nothing, while somebody asked with other credentials', async () => {
  const { account, phone } = await world()
  const stranger = { ...account, sid: `AC${'9'.repeat(32)}` }
  const path = `/2010-04-01/Accounts/${stranger.sid}/Messages.json`
  const basic = Buffer.from(`${stranger.sid}:wrong`).toString('base64')
  await fetch(trunkline.url + path, { method: 'POST', headers: { authorization: `Basic ${basic}` } })
  const failure = async () => failureOf(phone.waitForCode({ timeout: 20 }))
  await expect
    .poll(failure)
    .toContain(
      [
        'Nothing arrived instead.',
        'The account sent nothing. Its application needs account.client(twilio), account.intercept(), or account.env().',
        'Requests with credentials that are not known here:',
        `  POST ${path} → 401 (20003)`,
      ].join('\n'),
    )
})

test('a number whose application nobody named', async () => {
  const { account, phone } = await world()
  expect(await phone.send('hi')).toMatchObject({ status: null, twiml: '', replies: [], webhooks: [] })
  expect(await failureOf(phone.waitForMessage('hello', { timeout: 20 }))).toContain(
    `What came to ${account.phoneNumber} was told to no application: account.webhook(application) says where it is.`,
  )
})

test('a message that failed on its way', async () => {
  const { account, phone, write } = await world()
  await phone.behaves('offline')
  await write('Your code is 123456')
  await account.settle()
  expect(await failureOf(phone.waitForMessage('code', { timeout: 50 }))).toContain(
    `  to ${phone.number}: "Your code is 123456" undelivered (30003)`,
  )
})

test('a request that was refused', async () => {
  const { phone, write } = await world()
  await write('Your code is 123456', '12').catch(() => {})
  const refusals = async () => failureOf(phone.waitForMessage('code', { timeout: 20 }))
  await expect.poll(refusals).toContain('Requests that were refused:\n  POST /2010-04-01/Accounts/AC')
  expect(await refusals()).toContain('→ 400 (21211)')
})

test('an application that failed, with its alerts', async () => {
  const { account, phone } = await world()
  await account.webhook(() => new Response('not xml at all <', { headers: { 'content-type': 'text/xml' } }))
  await phone.send('hi')
  const failure = await failureOf(phone.waitForMessage('hello', { timeout: 20 }))
  expect(failure).toMatch(/Alerts:\n {2}12200 "Content is not allowed in prolog\."/)

  await account.webhook('http://127.0.0.1:1/sms')
  expect((await phone.send('hi')).status).toBeNull()
  expect(await failureOf(phone.waitForMessage('hello', { timeout: 20 }))).toMatch(
    /Webhooks that failed:\n {2}message: POST http:\/\/127\.0\.0\.1:1\/sms → no answer \(\d+\)/,
  )
})

test('what is still to be done', async () => {
  const { phone, write } = await world()
  await phone.behaves('slow')
  const { sid } = await write('Your code is 123456')
  const failure = async () => failureOf(phone.waitForMessage('code', { timeout: 20 }))
  await expect.poll(failure).toMatch(new RegExp(`Still to be done \\(1\\):\n {2}simulate-receipt of ${sid}, due 2`))
})

test('many texts are cut to the last, and long ones on one line', async () => {
  const { account, phone, write } = await world()
  for (let i = 1; i <= 6; i++) await write(`number ${i}\n${'x'.repeat(200)}`)
  await account.settle()
  const failure = await failureOf(phone.waitForMessage('goodbye', { timeout: 20 }))
  expect(failure).toContain('What arrived instead (the last 5 of 6):')
  expect(failure).toMatch(/"number 6 ⏎ x+…"/)
  expect(failure).not.toContain('"number 1')
})

test('an application that does not answer in time', async () => {
  const { account, phone } = await world()
  await account.webhook(() => new Promise<Response>(() => {}))
  const failure = await failureOf(phone.send('hi', { timeout: 100 }))
  expect(failure).toContain(
    `The application did not answer what ${phone.number} wrote to ${account.phoneNumber} within 100 ms.`,
  )
  expect(failure).toMatch(/Still to be done \(1\):\n {2}answer-message of SM\w+, under way/)
})

describe('no message', () => {
  test('that is there, says which', async () => {
    const { phone, write } = await world()
    await write('Hello')
    expect(await failureOf(phone.expectNoMessage())).toContain(
      `${phone.number} was to get no text, and got 1:\n  from `,
    )
    await phone.waitForMessage('Hello')
    await phone.expectNoMessage()
  })

  test('is looked for when all that is due was done, without waiting', async () => {
    const { phone, write } = await world()
    await write('Hello')
    await phone.expectNoMessage({ matching: /goodbye/ })
    await expect(phone.expectNoMessage({ matching: /hello/i })).rejects.toThrow('that matches /hello/i')
  })

  test('within a time moves the clock by it', async () => {
    await using own = await startTrunkline({ alone: true })
    const account = await own.account()
    const phone = await account.phone()
    await phone.behaves('slow')
    await account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body: 'late' })
    await phone.expectNoMessage({ within: '10s' })
    const failure = await failureOf(phone.expectNoMessage({ within: '1h' }))
    expect(failure).toContain(
      `${phone.number} was to get no text within 1h, and got 1:\n  from ${account.phoneNumber}: "late"`,
    )
  })
})

test('a server that is not there', async () => {
  const gone = await startTrunkline({ url: 'http://127.0.0.1:1' })
  expect(await failureOf(gone.account())).toBe(
    'Trunkline does not answer at http://127.0.0.1:1: nothing listens there.\nTry: `trunkline start` in another terminal, or no TRUNKLINE_URL, so that the tests start a server of their own',
  )
})

test('an address or a Node that is none', async () => {
  await expect(startTrunkline({ url: 'localhost:4010' })).rejects.toThrow('"localhost:4010" is no address of a server.')
  await expect(startTrunkline({ alone: true, node: '/nowhere/node' })).rejects.toThrow(
    /needs Node 24 or newer, and \/nowhere\/node cannot be run\.\nTry: npm install -D node@24/,
  )
})

test('a setting that cannot be read', async () => {
  await expect(startTrunkline({ settings: { errorEra: 'modern' } })).rejects.toThrow('classic')
  await expect(startTrunkline({ separate: true, settings: { errorEra: 'modern' } })).rejects.toThrow('classic')
})
