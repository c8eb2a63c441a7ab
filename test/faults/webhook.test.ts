import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { twiml } from '../receiver.ts'
import { isSigned, openWorld, someone, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({}, ({ url, parameters }) =>
    url.endsWith('/sms') ? twiml(`<Message>You said ${parameters.Body}</Message>`) : {},
  )
})
afterEach(() => world.control('DELETE', '/faults'))
afterAll(() => world[Symbol.asyncDispose]())

const on = 'webhook'
const kind = 'status'
const delivered = { kind, status: 'delivered' }

/** Waits for so many requests about a message, and answers with those that told this status. */
async function untilTold(sid: string, attempts: number, status = 'delivered'): Promise<Json[]> {
  await expect.poll(() => world.attempts(sid), { timeout: 10_000 }).toHaveLength(attempts)
  const all = await world.attempts(sid)
  const whole = await Promise.all(
    all.map(async ({ id }) => (await world.control('GET', `/webhooks/${String(id)}`)).json),
  )
  return whole.filter(({ parameters }) =>
    (parameters as [string, string][]).some(([name, value]) => name === 'MessageStatus' && value === status),
  )
}

describe('on the way to an application', () => {
  test('an answer comes from nobody, and is kept as if the application had given it', async () => {
    const id = await world.set({ on, match: delivered, effect: { do: 'answer', status: 503, body: 'busy' } })
    const sid = await world.send()
    expect(await untilTold(sid, 2)).toMatchObject([
      {
        responseStatus: 503,
        error: 'The answer was 503',
        responseBody: 'busy',
        errorCode: 11200,
        requestHeaders: { 'X-Twilio-Signature': expect.any(String) as string },
      },
    ])
    expect(world.told(sid)).toEqual(['sent'])
    expect(await world.fault(id)).toMatchObject({ seen: 1, done: 1 })
    expect((await world.message(sid)).status).toBe('delivered')
  })

  test('what the receiver asked to be tried again is tried again, and each try has its own luck', async () => {
    await world.set({ on, match: delivered, effect: { do: 'answer', status: 503 }, count: 1 })
    const sid = await world.send(someone, { StatusCallback: `${world.receiver.url}/status#rc=2&rp=5xx` })
    const attempts = await untilTold(sid, 3)
    expect(attempts.map(({ responseStatus }) => responseStatus)).toEqual([503, 204])
    expect(world.told(sid).toSorted()).toEqual(['delivered', 'sent'])
  })

  test('no connection comes about, with the code of one that is refused', async () => {
    await world.set({ on, match: { url: '*/STATUS' }, effect: { do: 'drop' } })
    const sid = await world.send()
    // As ever where no connection comes about, it is tried twice.
    const attempts = await untilTold(sid, 4)
    const refused = { responseStatus: null, error: 'The connection was refused', errorCode: 11205 }
    expect(attempts).toMatchObject([refused, refused])
    expect(world.told(sid)).toEqual([])
  })

  test('a request that is late arrives all the same, and its attempt shows how long it took', async () => {
    await world.set({ on, match: delivered, effect: { do: 'delay', ms: 150 } })
    const [last] = await untilTold(await world.send(), 2)
    expect(last).toMatchObject({ responseStatus: 204 })
    expect(Number(last?.duration)).toBeGreaterThanOrEqual(149)
  })

  test('a request that is later than its timeout fails as one that nobody answers', async () => {
    await world.set({ on, match: delivered, effect: { do: 'delay', ms: 60_000 } })
    const sid = await world.send(someone, { StatusCallback: `${world.receiver.url}/status#rt=200` })
    const [last] = await untilTold(sid, 2)
    expect(last).toMatchObject({ responseStatus: null, error: 'No answer within 200 ms' })
  })

  test('delays add up, and other effects follow them', async () => {
    await world.set({ on, match: delivered, effect: { do: 'delay', ms: 60 } })
    await world.set({ on, match: delivered, effect: { do: 'delay', ms: 60 } })
    await world.set({ on, match: delivered, effect: { do: 'answer', status: 418 } })
    const [last] = await untilTold(await world.send(), 2)
    expect(last).toMatchObject({ responseStatus: 418 })
    expect(Number(last?.duration)).toBeGreaterThanOrEqual(119)
  })

  test('something is told again with the same token, and each time is kept', async () => {
    await world.set({ on, match: delivered, effect: { do: 'duplicate', copies: 3 } })
    const sid = await world.send()
    await untilTold(sid, 5)
    expect(world.told(sid).toSorted()).toEqual([...Array.from({ length: 4 }, () => 'delivered'), 'sent'])
    const tokens = world.receiver.received
      .filter(({ parameters }) => parameters.MessageSid === sid && parameters.MessageStatus === 'delivered')
      .map(({ headers }) => headers['i-twilio-idempotency-token'])
    expect(new Set(tokens).size).toBe(1)
  })

  test('a callback is held back until a later one was told', async () => {
    const id = await world.set({ on, match: { kind }, effect: { do: 'reorder' } })
    const sid = await world.send()
    await untilTold(sid, 2)
    expect(world.told(sid)).toEqual(['delivered', 'sent'])
    expect(await world.fault(id)).toMatchObject({ seen: 2, done: 2 })
  })

  test('a callback that nothing follows is told after a while', async () => {
    await world.set({ on, match: delivered, effect: { do: 'reorder' } })
    const sid = await world.send()
    await untilTold(sid, 2)
    expect(world.told(sid)).toEqual(['sent', 'delivered'])
  })

  test('a signature looks like one, and is not right', async () => {
    await world.set({ on, match: delivered, effect: { do: 'wrong-signature' } })
    const sid = await world.send()
    await untilTold(sid, 2)
    const { token } = world.server.account
    const requests = world.receiver.received.filter(({ parameters }) => parameters.MessageSid === sid)
    const [right, wrong] = ['sent', 'delivered'].map((status) =>
      requests.find(({ parameters }) => parameters.MessageStatus === status),
    )
    expect([right, wrong].map((request) => request && isSigned(request, token))).toEqual([true, false])
    expect(wrong?.headers['x-twilio-signature']).toMatch(/^[A-Za-z0-9+/]{27}=$/)
  })

  test('what a text is answered can come from nobody, and is carried out', async () => {
    await configure(`${world.receiver.url}/sms`)
    const body = '<Response><Message>From nobody</Message></Response>'
    await world.set({ on, match: { kind: 'message', from: someone }, effect: { do: 'answer', status: 200, body } })
    await world.control('POST', `/phones/${someone}/messages`, { to: world.from, body: 'Hi' })
    const inbox = async () =>
      (await world.control('GET', `/phones/${someone}/messages?limit=1`)).json.messages as Json[]
    await expect.poll(async () => (await inbox())[0]?.body, { timeout: 10_000 }).toBe('From nobody')
  })

  test('a file that is fetched can be missing', async () => {
    const url = `${world.receiver.url}/cat.png`
    await world.set({ on, match: { kind: 'media', url }, effect: { do: 'answer', status: 404 } })
    const sid = await world.send(someone, { MediaUrl: url })
    await world.until(sid, { status: 'failed', error_code: 11200 })
    expect(world.receiver.received.filter((one) => one.url === url)).toEqual([])
  })

  test('what is set for another account, address, kind or status changes nothing', async () => {
    const effect = { do: 'drop' }
    const { sid: other } = (await world.api({ method: 'POST', path: '/2010-04-01/Accounts.json' })).json
    const ids = [
      await world.set({ on, effect, accountSid: other }),
      await world.set({ on, effect, match: { account: other } }),
      await world.set({ on, effect, match: { url: 'https://*' } }),
      await world.set({ on, effect, match: { kind: 'voice' } }),
      await world.set({ on, effect, match: { status: 'failed' } }),
      await world.set({ on, effect, match: { to: '+1999*' } }),
    ]
    const sid = await world.send()
    await untilTold(sid, 2)
    expect(world.told(sid).toSorted()).toEqual(['delivered', 'sent'])
    for (const id of ids) expect(await world.fault(id)).toMatchObject({ seen: 0, done: 0 })
  })
})

async function configure(SmsUrl: string) {
  const { json } = await world.api({
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    parameters: { PhoneNumber: world.from },
  })
  const [number] = json.incoming_phone_numbers as { sid: string }[]
  await world.api({ method: 'POST', path: `/IncomingPhoneNumbers/${number?.sid}.json`, parameters: { SmsUrl } })
}
