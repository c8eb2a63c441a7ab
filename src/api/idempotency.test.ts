import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buyNumber } from '../accounts/buy-number.ts'
import { changeAccount } from '../accounts/change-account.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import { idempotencyPeriod } from '../domain/idempotent-request.ts'
import { runningApi, type RunningApi } from './running-api.testing.ts'

let api: RunningApi
let own: string
/** The keys under which requests were kept. */
const reserved: string[] = []
beforeAll(async () => {
  api = await runningApi()
  const { keep } = api.ledger
  api.ledger.keep = (write) => {
    for (const one of write.operations)
      if (one.do === 'add' && one.noun === 'idempotentRequest') reserved.push(one.record.key)
    return keep(write)
  }
  own = (await buyNumber({ account: api.account, areaCode: '415' }, { ...api, inventory: numberPool() })).phoneNumber
})
afterAll(() => api[Symbol.asyncDispose]())

const message = (more: Readonly<Record<string, string>> = {}) => ({
  From: own,
  To: '+14155552345',
  Body: 'hi',
  ...more,
})
const named = (key: string) => ({ 'idempotency-key': key })
const send = (key: string, form: Record<string, string> | string = message(), path = 'Messages.json') =>
  api.ask('POST', path, { form, headers: named(key) })
const messages = async (body: string) =>
  ((await api.ask('GET', 'Messages.json?PageSize=1000')).json.messages as unknown as { body: string }[]).filter(
    (one) => one.body === body,
  )

describe('the same Idempotency-Key', () => {
  test('with the same form answers the first result, however the form is written', async () => {
    const first = await send('same', message({ Body: 'once' }))
    expect(first).toMatchObject({ status: 201, json: { body: 'once' } })
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const { sid } = first.json
    await api.ask('POST', `Messages/${String(sid)}.json`, { form: { Body: '' } })
    const again = await send('same', `Body=once&To=%2B14155552345&From=${encodeURIComponent(own)}`)
    expect([again.status, again.text]).toEqual([201, first.text])
    expect(again.headers.get('content-type')).toBe('application/json')
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await messages('once')).toHaveLength(1)
  })

  test('with another form is a conflict, and changes nothing', async () => {
    expect(await send('other', message({ Body: 'first' }))).toMatchObject({ status: 201 })
    expect(await send('other', message({ Body: 'second' }))).toMatchObject({
      status: 409,
      json: { code: 20409, message: 'This Idempotency-Key was used for a request that said something else' },
    })
    expect(await messages('second')).toEqual([])
    const twice = (urls: readonly string[]) =>
      `${new URLSearchParams(message({ Body: 'order' })).toString()}${urls.map((url) => `&MediaUrl=${url}`).join('')}`
    const [one, two] = ['https://a.example/1', 'https://a.example/2']
    expect(await send('order', twice([one, two]))).toMatchObject({ status: 201 })
    expect(await send('order', twice([two, one]))).toMatchObject({ status: 409 })
  })

  test('at once, many times, makes one thing, and all are told of it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('race', message({ Body: 'raced' }))))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1)
    expect(await messages('raced')).toHaveLength(1)
  })

  test('at once for a number that can be bought once is no refusal for the second', async () => {
    const { phoneNumber } = (await numberPool().inAreaCode('212', 'local', 0, 1))[0]!
    const forms: Record<string, string>[] = [{ PhoneNumber: phoneNumber }, { AreaCode: '646' }]
    for (const form of forms) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => send(JSON.stringify(form), form, 'IncomingPhoneNumbers.json')),
      )
      expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [201, answers[0]!.text]))
    }
    const { json } = await api.ask('GET', 'IncomingPhoneNumbers.json')
    expect(json.incoming_phone_numbers).toHaveLength(3)
  })

  test('elsewhere is another one: at another address, in another account', async () => {
    const sub = await api.open({ owner: api.account })
    const form = { FriendlyName: 'x' }
    const sids = []
    for (const [path, as] of [
      ['/2010-04-01/Accounts.json', api.account],
      [`/2010-04-01/Accounts/${api.account.sid}/Keys.json`, api.account],
      [`/2010-04-01/Accounts/${sub.sid}/Keys.json`, api.account],
    ] as const) {
      const { status, json } = await api.ask('POST', path, { as, form, headers: named('elsewhere') })
      expect(status).toBe(201)
      sids.push(json.sid)
    }
    expect(new Set(sids).size).toBe(3)
    // Whose credentials came does not matter: it is the account that is acted on.
    const path = `/2010-04-01/Accounts/${sub.sid}/Keys.json`
    expect((await api.ask('POST', path, { as: sub, form, headers: named('elsewhere') })).json.sid).toBe(sids[2])
  })

  test('in another representation answers with the same thing', async () => {
    const { json } = await send('shown', message({ Body: 'shown' }))
    const xml = await send('shown', message({ Body: 'shown' }), 'Messages')
    expect([xml.status, xml.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
    expect(xml.headers.get('content-type')).toBe('application/xml')
    expect(xml.text).toContain(`<Sid>${String(json.sid)}</Sid>`)
  })

  test('is free again after 24 hours', async () => {
    const first = await send('yesterday', message({ Body: 'daily' }))
    api.clock.at += idempotencyPeriod - 1
    expect((await send('yesterday', message({ Body: 'daily' }))).json.sid).toBe(first.json.sid)
    api.clock.at += 1
    const next = await send('yesterday', message({ Body: 'daily' }))
    expect(next.status).toBe(201)
    expect(next.json.sid).not.toBe(first.json.sid)
    expect((await send('yesterday', message({ Body: 'daily' }))).text).toBe(next.text)
    api.clock.at += idempotencyPeriod
    const all = await Promise.all([1, 2, 3].map(() => send('yesterday', message({ Body: 'daily' }))))
    expect(new Set(all.map(({ text }) => text)).size).toBe(1)
    expect(await messages('daily')).toHaveLength(3)
  })

  test('after a refusal is as new', async () => {
    expect(await send('failed', message({ To: '123' }))).toMatchObject({ status: 400, json: { code: 21211 } })
    expect(await send('failed', message({ Body: 'better' }))).toMatchObject({ status: 201 })
  })
})

describe('an Idempotency-Key', () => {
  test.each([
    ['', 400],
    ['x'.repeat(256), 400],
    ['x'.repeat(255), 201],
    ['ключ, 🔑', 201],
  ])('of 1 to 255 characters is taken: %s', async (key, status) => {
    // As the bytes travel.
    expect(await send(Buffer.from(key).toString('latin1'))).toMatchObject({ status })
  })

  test('says nothing of what was created to whoever reads the database', async () => {
    const { json } = await send('sealed', message({ Body: 'between us' }))
    const kept = await api.ledger.idempotentRequests.find(reserved.at(-1)!)
    expect(kept).toMatchObject({ sid: json.sid, key: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    const sealed = Buffer.from(kept?.answer ?? '', 'base64').toString('latin1')
    expect(sealed.length).toBeGreaterThan(100)
    expect(sealed).not.toContain('between us')
  })

  test('does not bring a secret back: the key is shown again without it', async () => {
    const path = `/2010-04-01/Accounts/${api.account.sid}/Keys.json`
    const ask = () => api.ask('POST', path, { form: { FriendlyName: 'CI' }, headers: named('secret') })
    const [first, again] = [await ask(), await ask()]
    expect(first.json.secret).toMatch(/^\w{32}$/)
    const { secret: _, ...shown } = first.json
    expect([again.status, again.json, again.headers.get('idempotent-replayed')]).toEqual([201, shown, 'true'])
  })

  test('of test credentials is taken and means nothing', async () => {
    const testAccount = await api.open({ kind: 'test' })
    const path = `/2010-04-01/Accounts/${testAccount.sid}/Messages.json`
    const form = message({ From: '+15005550006' })
    const ask = () => api.ask('POST', path, { as: testAccount, form, headers: named('test') })
    const before = reserved.length
    const [first, again] = [await ask(), await ask()]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.json.sid).not.toBe(first.json.sid)
    expect(reserved).toHaveLength(before)
  })

  test('changes nothing where nothing is created', async () => {
    const sub = await api.open({ owner: api.account })
    const path = `/2010-04-01/Accounts/${sub.sid}.json`
    for (const name of ['a', 'b']) {
      const answer = await api.ask('POST', path, { form: { FriendlyName: name }, headers: named('update') })
      expect([answer.status, answer.json.friendly_name]).toEqual([200, name])
    }
  })

  test('of an account that was closed meanwhile opens nothing', async () => {
    const sub = await api.open({ owner: api.account })
    const path = `/2010-04-01/Accounts/${sub.sid}/Keys.json`
    await api.ask('POST', path, { form: {}, headers: named('closed') })
    await changeAccount(sub, { status: 'closed' }, api)
    expect(await api.ask('POST', path, { form: {}, headers: named('closed') })).toMatchObject({ status: 401 })
  })
})

describe('a creation whose answer was not kept', () => {
  /** As if the process had ended between the two writes. */
  const lose = async (form: Readonly<Record<string, string>>, path: string) => {
    const { keep } = api.ledger
    api.ledger.keep = (write) =>
      write.operations.some((one) => one.do === 'change' && one.noun === 'idempotentRequest')
        ? Promise.reject(new Error('the database is gone'))
        : keep(write)
    try {
      return await send('lost', form, path)
    } finally {
      api.ledger.keep = keep
    }
  }

  test('is answered from what was created, as it is now', async () => {
    const form = message({ Body: 'lost' })
    const first = await lose(form, 'Messages.json')
    expect(first.status).toBe(201)
    expect(api.logged.map(({ event }) => event)).toContain('an answer was not kept')
    const again = await send('lost', form)
    expect(again).toMatchObject({ status: 201, json: { sid: first.json.sid, body: 'lost' } })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await messages('lost')).toHaveLength(1)
  })

  test('of a number of one type finds the number among all types', async () => {
    const [offered] = await numberPool().inAreaCode('305', 'local', 0, 1)
    const form = { PhoneNumber: offered!.phoneNumber }
    const { json } = await lose(form, 'IncomingPhoneNumbers/Local.json')
    expect(await send('lost', form, 'IncomingPhoneNumbers/Local.json')).toMatchObject({ status: 201, json })
  })

  test('and that is gone is a conflict, which says so', async () => {
    const path = 'IncomingPhoneNumbers.json'
    const { json } = await lose({ AreaCode: '917' }, path)
    await api.ask('DELETE', `IncomingPhoneNumbers/${String(json.sid)}.json`)
    expect(await send('lost', { AreaCode: '917' }, path)).toMatchObject({ status: 409, json: { code: 20409 } })
  })
})
