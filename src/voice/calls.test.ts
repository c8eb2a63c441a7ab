import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { answerDelay, type CallLife, callLength, callLife, ringDelay, slowAnswerDelay } from '../../test/call-life.ts'
import { sharedDatabases } from '../../test/databases.ts'
import { blockKey } from '../domain/block.ts'
import type { Call } from '../domain/call.ts'
import { callerIdKey } from '../domain/outgoing-caller-id.ts'
import { mintSid } from '../domain/sid.ts'
import { accept, add, change, outcome } from '../domain/write.ts'
import { anAccount, aNumber } from '../store/records.testing.ts'
import { changeCall } from './change-call.ts'
import { createCall } from './create-call.ts'
import { deleteCall } from './delete-call.ts'

describe.each(sharedDatabases)('calls on $name', ({ open }) => {
  let life: CallLife
  beforeAll(async () => {
    life = await callLife(open)
  })
  afterAll(() => life[Symbol.asyncDispose]())
  const statusOf = async ({ sid }: Call) => (await life.find(sid))?.status
  const toldOf = ({ sid }: Call) =>
    life.receiver.received
      .filter(({ parameters }) => parameters.CallSid === sid)
      .sort((a, b) => Number(a.parameters.SequenceNumber) - Number(b.parameters.SequenceNumber))
  /** The same without what two workers told at once, which receivers know by its token. */
  const toldOnceOf = (call: Call) =>
    [...Map.groupBy(toldOf(call), ({ headers }) => headers['i-twilio-idempotency-token']).values()].map(
      ([first]) => first?.parameters.CallStatus,
    )
  const all = ['initiated ringing answered completed']
  /** A call that was answered just now. */
  async function liveCall(values: Parameters<CallLife['call']>[0] = {}): Promise<Call> {
    const { sid } = await life.call({ to: await life.phone(), ...values })
    await life.after(ringDelay + answerDelay)
    return (await life.find(sid))!
  }

  test('a call is queued, rings, is answered and ends', async () => {
    const started = life.clock.now()
    const call = await life.call({ to: await life.phone() })
    expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api', phoneNumberSid: life.number.sid })
    await life.settle()
    expect(await life.find(call.sid)).toMatchObject({ status: 'queued', startTime: started, answeredAt: null })
    await life.after(ringDelay)
    expect(await statusOf(call)).toBe('ringing')
    await life.after(answerDelay)
    expect(await life.find(call.sid)).toMatchObject({ status: 'in-progress', duration: null, price: null })
    await life.after(callLength)
    const end = started + ringDelay + answerDelay + callLength
    expect(await life.find(call.sid)).toMatchObject({
      status: 'completed',
      startTime: started,
      answeredAt: end - callLength,
      endTime: end,
      duration: 5,
      price: -1400,
      priceUnit: 'USD',
      dateUpdated: end,
    })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('each step is told in order, signed, with what is known of the places', async () => {
    const url = `${life.receiver.url}/steps?of=it`
    const call = await liveCall({ statusCallback: url, statusCallbackEvent: all, to: '+14155550199' })
    await life.after(callLength)
    const told = toldOf(call)
    expect(told.map(({ parameters }) => [parameters.CallStatus, parameters.SequenceNumber])).toEqual([
      ['initiated', '0'],
      ['ringing', '1'],
      ['in-progress', '2'],
      ['completed', '3'],
    ])
    for (const { headers, parameters } of told) {
      const signature = String(headers['x-twilio-signature'])
      expect(twilio.validateRequest(life.account.authToken, signature, url, { ...parameters })).toBe(true)
    }
    const [initiated, , , completed] = told
    expect(initiated?.names).not.toContain('CallDuration')
    expect(completed?.names).toEqual(
      (
        'Called ToState CallerCountry Direction Timestamp CallbackSource SipResponseCode CallerState ToZip SequenceNumber ' +
        'CallSid To CallerZip ToCountry CalledZip ApiVersion CalledCity CallStatus Duration From CallDuration AccountSid ' +
        'CalledCountry CallerCity ToCity FromCountry Caller FromCity CalledState FromZip FromState'
      ).split(' '),
    )
    expect(completed?.parameters).toMatchObject({
      Called: '+14155550199',
      ToCountry: 'US',
      ToState: 'CA',
      ToCity: 'SAN FRANCISCO',
      Caller: life.number.phoneNumber,
      Direction: 'outbound-api',
      CallbackSource: 'call-progress-events',
      SipResponseCode: '200',
      Duration: '1',
      CallDuration: '5',
      Timestamp: new Date((await life.find(call.sid))!.endTime!).toUTCString().replace('GMT', '+0000'),
    })
    const attempts = await life.store.webhookAttempts.about(call.sid)
    expect(attempts.map(({ kind, responseStatus }) => [kind, responseStatus])).toEqual(Array(4).fill(['status', 204]))
  })

  test('only the end is told unless more was asked for', async () => {
    const call = await liveCall({ statusCallback: life.receiver.url })
    await life.after(callLength)
    expect(toldOf(call).map(({ parameters }) => [parameters.CallStatus, parameters.SequenceNumber])).toEqual([
      ['completed', '0'],
    ])
  })

  test('a callback by GET says the same in its query, with a blank as %20', async () => {
    const call = await liveCall({ statusCallback: `${life.receiver.url}/get`, statusCallbackMethod: 'GET' })
    await life.after(callLength)
    const found = life.receiver.received.find(({ url }) => url.includes(call.sid))
    expect(found?.method).toBe('GET')
    expect(found?.url).toContain('CallStatus=completed')
    expect(found?.url).toMatch(/Timestamp=\w{3}%2C%20\d\d%20/)
    const signature = String(found?.headers['x-twilio-signature'])
    expect(twilio.validateRequest(life.account.authToken, signature, found?.url ?? '', {})).toBe(true)
  })

  test.each([
    { behaviour: 'busy', after: ringDelay, status: 'busy', sip: '486', rings: false },
    { behaviour: 'rejects', after: ringDelay + answerDelay, status: 'busy', sip: '603', rings: true },
    { behaviour: 'offline', after: ringDelay, status: 'no-answer', sip: '480', rings: false },
    { behaviour: 'unassigned', after: ringDelay, status: 'failed', sip: '404', rings: false },
    { behaviour: 'no-answer', after: ringDelay + 60_000, status: 'no-answer', sip: '487', rings: true },
  ] as const)('a phone that is $behaviour: $status', async ({ behaviour, after, status, sip, rings }) => {
    const to = await life.phone(behaviour)
    const call = await life.call({ to, statusCallback: life.receiver.url, statusCallbackEvent: all })
    await life.after(after - 1)
    expect(await statusOf(call)).toBe(rings ? 'ringing' : 'queued')
    await life.after(1)
    expect(await life.find(call.sid)).toMatchObject({ status, duration: null, price: null, endTime: null })
    const told = toldOf(call)
    expect(told.map(({ parameters }) => parameters.CallStatus)).toEqual(
      rings ? ['initiated', 'ringing', status] : ['initiated', status],
    )
    expect(told.at(-1)?.parameters).toMatchObject({ SipResponseCode: sip, Duration: '0', CallDuration: '0' })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test.each(['landline', 'no-receipts'] as const)('a phone that is %s is answered', async (behaviour) => {
    expect(await liveCall({ to: await life.phone(behaviour) })).toMatchObject({ status: 'in-progress' })
  })

  test('whoever is slow answers late, and not at all when it does not ring so long', async () => {
    const to = await life.phone('slow')
    const patient = await life.call({ to })
    const hasty = await life.call({ to, options: { timeout: 19 } })
    await life.after(ringDelay + 19_000)
    expect([await statusOf(patient), await statusOf(hasty)]).toEqual(['ringing', 'no-answer'])
    await life.after(slowAnswerDelay - 19_000)
    expect(await statusOf(patient)).toBe('in-progress')
    await life.after(callLength)
  })

  test('a time limit ends a call, as it was set or as it is changed', async () => {
    const short = await liveCall({ options: { timeLimit: 2 } })
    const changedLater = await liveCall()
    await changeCall(changedLater, { timeLimit: 3 }, life.has)
    await life.after(3000)
    expect(await life.find(short.sid)).toMatchObject({ status: 'completed', duration: 2 })
    expect(await life.find(changedLater.sid)).toMatchObject({ status: 'completed', duration: 3 })
    const raised = await liveCall({ options: { timeLimit: 1 } })
    await changeCall(raised, { timeLimit: 4 }, life.has)
    await life.after(4000)
    expect(await life.find(raised.sid)).toMatchObject({ status: 'completed', duration: 4 })
  })

  test('a machine is told from a human only where that was asked', async () => {
    const asked = await liveCall({ options: { machineDetection: 'Enable' } })
    const other = await life.call()
    await life.progress(other.sid, { event: 'answered', by: 'machine' })
    const detected = await life.call({ options: { machineDetection: 'Enable' } })
    await life.progress(detected.sid, { event: 'answered', by: 'machine' })
    expect(asked.answeredBy).toBe('human')
    expect((await life.find(other.sid))?.answeredBy).toBeNull()
    expect((await life.find(detected.sid))?.answeredBy).toBe('machine_start')
    await life.after(callLength)
    const asyncAmdStatusCallback = `${life.receiver.url}/detected`
    const aside = await liveCall({ options: { machineDetection: 'Enable', asyncAmd: true, asyncAmdStatusCallback } })
    expect(toldOf(aside).map(({ url, parameters }) => [url, parameters.AnsweredBy])).toEqual([
      [asyncAmdStatusCallback, 'human'],
    ])
    await life.after(callLength)
  })

  describe('what becomes of a call that has not ended', () => {
    test('one that is queued or rings is canceled, and the phone is silent', async () => {
      const [queued, ringing] = [await life.call(), await life.call({ statusCallback: life.receiver.url })]
      await changeCall(queued, { status: 'canceled' }, life.has)
      await life.after(ringDelay)
      expect(await changeCall((await life.find(ringing.sid))!, { status: 'canceled' }, life.has)).toMatchObject({
        status: 'canceled',
        endTime: null,
        price: null,
      })
      await life.after(answerDelay + callLength)
      expect([await statusOf(queued), await statusOf(ringing)]).toEqual(['canceled', 'canceled'])
      expect(toldOf(ringing).map(({ parameters }) => parameters.CallStatus)).toEqual(['canceled'])
      expect(await life.store.jobs.pending()).toBe(0)
    })

    test('completed ends any, canceled none that is in progress', async () => {
      const live = await liveCall()
      await life.after(1500)
      expect(await changeCall(live, { status: 'canceled' }, life.has)).toMatchObject({ status: 'in-progress' })
      expect(await changeCall(live, { status: 'completed' }, life.has)).toMatchObject({
        status: 'completed',
        duration: 2,
        price: -1400,
      })
      const ringing = await life.call()
      await life.after(ringDelay)
      expect(await changeCall(ringing, { status: 'completed' }, life.has)).toMatchObject({ status: 'canceled' })
      await life.after(callLength)
    })

    test('thirty who change one at the same moment are all heard', async () => {
      const call = await liveCall()
      const asked = Array.from({ length: 30 }, (_, index) => ({ fallbackUrl: `http://app.example/${index}` }))
      await Promise.all(asked.map((change) => changeCall(call, change, life.has)))
      expect((await life.find(call.sid))?.revision).toBe(call.revision + 30)
      await changeCall(call, { status: 'completed' }, life.has)
      await life.settle()
    })

    test('one in progress gets other instructions, any other none', async () => {
      const live = await liveCall({
        instruction: { url: 'http://app.example/one', fallbackUrl: 'http://app.example/f' },
      })
      const asked = await changeCall(live, { url: 'http://app.example/two', method: 'GET' }, life.has)
      expect(asked.instruction).toEqual({
        url: 'http://app.example/two',
        method: 'GET',
        fallbackUrl: 'http://app.example/f',
        fallbackMethod: 'POST',
      })
      const said = await changeCall(live, { twiml: '<Response/>' }, life.has)
      expect(said.instruction).toMatchObject({ twiml: '<Response/>' })
      expect(said.instruction.url).toBeUndefined()
      const tooLong = { twiml: `<Response>${'x'.repeat(4000)}</Response>` }
      await expect(changeCall(live, tooLong, life.has)).rejects.toMatchObject({ code: 21658 })
      await life.after(callLength)
      const ended = (await life.find(live.sid))!
      const queued = await life.call()
      for (const call of [ended, queued])
        await expect(changeCall(call, { url: 'http://app.example/' }, life.has)).rejects.toMatchObject({ code: 21220 })
      await expect(changeCall(ended, { status: 'completed' }, life.has)).rejects.toMatchObject({ code: 21220 })
      await changeCall(queued, { status: 'canceled' }, life.has)
      await life.settle()
    })

    test('who is told may change, and what asks for nothing changes nothing', async () => {
      const call = await life.call()
      expect(await changeCall(call, {}, life.has)).toEqual(call)
      await changeCall(call, { statusCallback: `${life.receiver.url}/changed` }, life.has)
      await life.after(ringDelay + answerDelay + callLength)
      expect(toldOf(call).map(({ url }) => new URL(url).pathname)).toEqual(['/changed'])
    })
  })

  test('what comes late, twice or out of order changes nothing', async () => {
    const live = await liveCall()
    await life.progress(live.sid, { event: 'ringing' })
    await life.progress(live.sid, { event: 'unanswered', status: 'busy', sipCode: 486 })
    await life.progress(live.sid, { event: 'answered', by: 'human' })
    expect(await life.find(live.sid)).toEqual(live)
    await life.progress(live.sid, { event: 'hung-up' })
    const ended = await life.find(live.sid)
    expect(ended).toMatchObject({ status: 'completed', duration: 0, price: 0 })
    await life.progress(live.sid, { event: 'hung-up' })
    await life.after(callLength)
    expect(await life.find(live.sid)).toEqual(ended)
    await life.progress(mintSid('CA', life.clock.now()), { event: 'ringing' })
  })

  describe('a crash', () => {
    test('while a call is placed rings the phone once', async () => {
      const call = await life.call({ statusCallback: life.receiver.url, statusCallbackEvent: all })
      expect(await life.takeAndDie('place-call')).toHaveLength(1)
      await Promise.all([life.settle({ lease: -1 }), life.settle({ lease: -1 })])
      await life.after(ringDelay + answerDelay + callLength)
      expect(toldOnceOf(call)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
      expect(await life.store.jobs.pending()).toBe(0)
    })

    test.each(['simulate-call', 'run-call', 'end-call'])(
      'in %s loses nothing, and nothing happens twice',
      async (deed) => {
        const call = await life.call({
          to: await life.phone(),
          statusCallback: life.receiver.url,
          statusCallbackEvent: all,
          // What ends it is that its time is over, or that there is nothing more to carry out.
          ...(deed === 'end-call' && {
            instruction: { twiml: '<Response><Pause length="60"/></Response>' },
            options: { timeLimit: callLength / 1000 },
          }),
        })
        let taken = 0
        for (const step of [0, ringDelay, answerDelay, callLength]) {
          life.clock.advance(step)
          taken += (await life.takeAndDie(deed)).length
          await Promise.all([life.settle({ lease: -1 }), life.settle({ lease: -1 })])
          await life.settle()
        }
        expect(taken).toBeGreaterThan(0)
        expect(toldOnceOf(call)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
        expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 5, price: -1400 })
        expect(await life.store.jobs.pending()).toBe(0)
      },
    )
  })

  describe('who may call whom', () => {
    const refused = (values: Parameters<CallLife['call']>[0], problem: object) =>
      expect(life.call(values)).rejects.toMatchObject(problem)
    test('a number that is not the account’s may not be called from', async () => {
      const foreign = aNumber()
      await life.store.keep(accept([add('incomingPhoneNumber', foreign)]))
      for (const from of [foreign.phoneNumber, '+12025559999'])
        await refused(
          { from },
          {
            code: 21210,
            message: expect.stringContaining(`The source phone number provided, ${from}, is not yet verified`),
          },
        )
    })

    test('a number without voice may not either', async () => {
      const mute = aNumber({
        accountSid: life.account.sid,
        capabilities: { voice: false, sms: true, mms: true, fax: false },
      })
      await life.store.keep(accept([add('incomingPhoneNumber', mute)]))
      await refused({ from: mute.phoneNumber }, { code: 21210 })
    })

    test('a trial account calls its own and verified numbers only', async () => {
      const account = anAccount({ type: 'Trial' })
      const number = aNumber({ accountSid: account.sid })
      const verified = {
        sid: mintSid('PN', life.clock.now()),
        accountSid: account.sid,
        key: callerIdKey(account.sid, '+14155550777'),
        phoneNumber: '+14155550777',
        friendlyName: 'mine',
        dateCreated: 0,
        dateUpdated: 0,
      }
      await life.store.keep(
        accept([add('account', account), add('incomingPhoneNumber', number), add('outgoingCallerId', verified)]),
      )
      await refused(
        { account, from: number.phoneNumber },
        {
          code: 21219,
          message: 'The number +14155552345 is unverified. Trial accounts may only make calls to verified numbers.',
        },
      )
      const call = await life.call({ account, from: '(415) 555-0777', to: '415-555-0777' })
      expect(call).toMatchObject({ phoneNumberSid: verified.sid, to: '+14155550777' })
      await changeCall(call, { status: 'canceled' }, life.has)
      await life.settle()
    })

    test('a country that is closed and a recipient who is blocked are refused', async () => {
      const rules = { countries: { sms: ['all'], voice: ['US'] } }
      const request = {
        account: life.account,
        from: life.number.phoneNumber,
        instruction: { twiml: '<Response/>' },
        options: {},
        apiVersion: '2010-04-01',
      }
      await expect(createCall({ ...request, to: '+447911123456' }, { ...life.has, rules })).rejects.toMatchObject({
        code: 21215,
        message:
          'Account not authorized to call +447911123456. Perhaps you need to enable some international permissions: ' +
          'https://www.twilio.com/user/account/international',
      })
      const blocked = { to: '+14155550666', kind: 'not-callable', sender: '' } as const
      const pair = { ...blocked, accountSid: life.account.sid }
      await life.store.keep(outcome([add('block', { ...pair, key: blockKey(pair), dateCreated: life.clock.now() })]))
      await expect(createCall({ ...request, to: blocked.to }, life.has)).rejects.toMatchObject({
        code: 21216,
        message: 'Account not allowed to call +14155550666',
      })
    })

    test('an application that is not the account’s cannot be named', async () => {
      await refused({ instruction: { applicationSid: `AP${'0'.repeat(32)}` } }, { code: 21218 })
    })

    test('a server without a voice carrier says that it makes no calls', async () => {
      const request = { account: life.account, to: '+14155552345', from: life.number.phoneNumber, options: {} }
      const call = { ...request, instruction: { url: 'http://app.example/' }, apiVersion: '2010-04-01' }
      await expect(createCall(call, { ...life.has, voiceCarrier: null })).rejects.toMatchObject({
        code: 20010,
        status: 403,
        message: 'Action disabled for account: calls need a voice carrier, and this server has none',
      })
    })

    test('a call of an account that was suspended meanwhile fails', async () => {
      const account = anAccount()
      const number = aNumber({ accountSid: account.sid })
      await life.store.keep(accept([add('account', account), add('incomingPhoneNumber', number)]))
      const call = await life.call({ account, from: number.phoneNumber })
      await life.store.keep(accept([change('account', account.sid, { status: 'suspended' })]))
      await life.settle()
      expect((await life.store.calls.find(account.sid, call.sid))?.status).toBe('failed')
    })
  })

  test('a call is deleted once it has ended, and not before', async () => {
    const call = await life.call()
    await expect(deleteCall(call, { ledger: life.store })).rejects.toMatchObject({ code: 20009, status: 409 })
    await life.after(ringDelay + answerDelay + callLength)
    expect(await life.transcript(call.sid)).not.toEqual([])
    await deleteCall((await life.find(call.sid))!, { ledger: life.store })
    expect([await life.find(call.sid), await life.transcript(call.sid)]).toEqual([null, []])
  })
})
