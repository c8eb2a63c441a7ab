import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerDelay, type CallLife, ringDelay } from '../../test/call-life.ts'
import { type ApplicationAnswer, twiml } from '../../test/receiver.ts'
import { type ToldCalls, toldCalls } from '../../test/told-calls.ts'
import { dayOf } from '../domain/usage-period.ts'
import { usageIn } from '../domain/usage.ts'
import { add, change, outcome } from '../domain/write.ts'
import { anAccount, anApplication, aNumber } from '../store/records.testing.ts'

// What calls are told to do, carried out with a clock that the test moves. The application answers each path as the test says.

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
})
afterAll(() => calls[Symbol.asyncDispose]())
beforeEach(() => calls.answers.clear())

describe('a call that was made', () => {
  test('asks its address once it is answered, with all that is known of it, in the recorded order, signed', async () => {
    calls.says('/voice', '<Say>Hello</Say>')
    const { sid } = await life.call({ to: '+14155550111', instruction: { url: calls.address('/voice') } })
    await life.after(ringDelay)
    expect(calls.asked('/voice', { sid })).toEqual([])
    await life.after(answerDelay)
    const [request, ...others] = calls.asked('/voice', { sid })
    expect(others).toEqual([])
    expect(request?.method).toBe('POST')
    expect(request?.headers['x-twilio-signature']).toMatch(/^[\w+/]{27}=$/)
    expect(request?.names).toEqual(
      (
        'AccountSid ApiVersion CallSid CallStatus Called CalledCity CalledCountry CalledState CalledZip Caller CallerCity ' +
        'CallerCountry CallerState CallerZip Direction From FromCity FromCountry FromState FromZip To ToCity ToCountry ToState ToZip'
      ).split(' '),
    )
    expect(request?.parameters).toMatchObject({
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      To: '+14155550111',
      ToCity: 'SAN FRANCISCO',
      ToState: 'CA',
      ToCountry: 'US',
      From: life.number.phoneNumber,
    })
    await life.after(400)
    expect(await calls.statusOf({ sid })).toBe('completed')
  })

  test('asks by GET where that is said, and the application that it names', async () => {
    calls.says('/voice', '<Hangup/>')
    const { sid } = await life.call({ instruction: { url: calls.address('/voice'), method: 'GET' } })
    await life.after(ringDelay + answerDelay)
    const found = life.receiver.received.find(({ method, url }) => method === 'GET' && url.includes(sid))
    expect(new URL(found?.url ?? '').searchParams.get('CallStatus')).toBe('in-progress')
    expect(await calls.statusOf({ sid })).toBe('completed')
  })

  test('says who answered, where that was to be found out', async () => {
    calls.says('/voice', '<Hangup/>')
    const { sid } = await life.call({
      to: await life.phone(),
      instruction: { url: calls.address('/voice') },
      options: { machineDetection: 'Enable' },
    })
    await life.after(ringDelay + answerDelay)
    expect(calls.asked('/voice', { sid })[0]?.parameters.AnsweredBy).toBe('human')
  })

  test('that a machine answered and that is not for machines asks nobody', async () => {
    const { sid } = await life.call({
      to: await life.phone('no-answer'),
      instruction: { url: calls.address('/voice') },
      options: { machineDetection: 'Enable', hangUpOnMachine: true },
    })
    await life.after(ringDelay)
    await life.progress(sid, { event: 'answered', by: 'machine' })
    await life.settle()
    expect([await calls.statusOf({ sid }), calls.asked('/voice', { sid })]).toEqual(['completed', []])
  })
})

describe('what takes time', () => {
  test('words are said at 150 a minute, as often as was asked', async () => {
    const call = await calls.told('<Say voice="alice" language="en-GB" loop="2">one two three</Say>')
    await life.after(2399)
    expect(await calls.statusOf(call)).toBe('in-progress')
    await life.after(1)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 2 })
    expect(await calls.lines(call)).toEqual([
      ['said', { text: 'one two three', voice: 'alice', language: 'en-GB', loop: 2 }],
    ])
  })

  test('a pause is as long as it says, one second else', async () => {
    const call = await calls.told('<Pause length="3"/><Pause/>')
    await life.after(3999)
    expect(await calls.statusOf(call)).toBe('in-progress')
    await life.after(1)
    expect(await calls.statusOf(call)).toBe('completed')
    expect(await calls.lines(call)).toEqual([
      ['paused', { seconds: 3 }],
      ['paused', { seconds: 1 }],
    ])
  })

  test('what is said for ever ends with the call: after four hours, unless it has a limit', async () => {
    const call = await calls.told('<Say loop="0">Again</Say><Say>Never</Say>')
    await life.after(4 * 3_600_000 - 1)
    expect(await calls.statusOf(call)).toBe('in-progress')
    await life.after(1)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 14_400 })
    expect(await calls.lines(call)).toHaveLength(1)
  })

  test('a clock that leaps carries everything out at its own time', async () => {
    const call = await calls.told('<Say>one</Say><Pause length="10"/><Say>two</Say>')
    life.clock.advance(3_600_000)
    await life.settle()
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 11 })
  })
})

describe('the way through documents', () => {
  test('a hang-up ends the call, and nothing behind it is carried out', async () => {
    const call = await calls.told('<Hangup/><Say>Never</Say>')
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 0 })
    expect(await calls.lines(call)).toEqual([['hung-up', {}]])
  })

  test('a document without verbs ends the call', async () => {
    expect(await calls.statusOf(await calls.told(''))).toBe('completed')
  })

  test('a redirect goes on at another address, relative to the document, with its cookies', async () => {
    const { body, ...rest } = twiml('<Redirect method="GET">next?a=1</Redirect><Say>Never</Say>')
    calls.answers.set('/menu/voice', {
      ...rest,
      body: body ?? '',
      headers: { 'content-type': 'text/xml', 'set-cookie': 'menu=main; Path=/' },
    })
    calls.says('/menu/next', '<Say>Here</Say>')
    const { sid } = await life.call({ to: await life.phone(), instruction: { url: calls.address('/menu/voice') } })
    await life.after(ringDelay + answerDelay)
    const next = life.receiver.received.find(({ url }) => url.includes('/menu/next') && url.includes(sid))
    expect([next?.method, new URL(next?.url ?? '').searchParams.get('a'), next?.headers.cookie]).toEqual([
      'GET',
      '1',
      'menu=main',
    ])
    expect(await calls.lines({ sid })).toEqual([
      ['redirected', { url: 'next?a=1' }],
      ['said', { text: 'Here', voice: 'man', language: 'en-US', loop: 1 }],
    ])
    await life.after(400)
  })

  test('a circle of documents in which nothing is heard is ended, and told of', async () => {
    calls.says('/circle', '<Redirect/>')
    const { sid } = await life.call({ to: await life.phone(), instruction: { url: calls.address('/circle') } })
    await life.after(ringDelay + answerDelay)
    expect(calls.asked('/circle', { sid })).toHaveLength(50)
    expect(await life.faults(sid)).toEqual([{ errorCode: 14106, log: 0 }])
    await life.after(10_000)
    expect(await calls.statusOf({ sid })).toBe('completed')
  })

  test.each([
    ['verbs at once', `<Response>${'<Leave/>'.repeat(101)}<Say>Never</Say></Response>`, {}],
    ['verbs in one call', '<Response><Say>Never</Say></Response>', { verbs: 5000 }],
    ['documents in one call', '<Response><Say>Never</Say></Response>', { documents: 1000 }],
  ])('too many %s end it, and are told of', async (_, document, before) => {
    const { sid } = await calls.rung({ voiceUrl: calls.address('/many') })
    calls.answers.set('/many', { status: 200, headers: { 'content-type': 'text/xml' }, body: document })
    const run = { ...(await life.find(sid))!.run, ...before }
    await life.store.keep(outcome([change('call', sid, { run })]))
    await life.settle()
    expect((await life.faults(sid)).at(-1)).toEqual({ errorCode: 14106, log: 0 })
    const said = (await calls.lines({ sid })).filter(([kind]) => kind === 'said')
    expect(said).toEqual([['said', expect.objectContaining({ text: expect.stringContaining('We are sorry') })]])
    await life.after(3600)
    expect(await calls.statusOf({ sid })).toBe('completed')
  })

  test('a plain text is said, and sound is played', async () => {
    calls.answers.set('/text', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'Good day' })
    calls.answers.set('/sound', { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'ID3' })
    const [text, sound] = await Promise.all(
      ['/text', '/sound'].map(async (path) =>
        life.call({ to: await life.phone(), instruction: { url: calls.address(path) } }),
      ),
    )
    await life.after(ringDelay + answerDelay)
    expect(await calls.lines(text!)).toEqual([['said', { text: 'Good day', voice: 'man', language: 'en-US', loop: 1 }]])
    expect(await calls.lines(sound!)).toEqual([
      ['played', { url: calls.address('/sound'), loop: 1, milliseconds: 5000 }],
    ])
    await life.after(5000)
  })

  test('where the address fails the fallback is asked, and told why', async () => {
    calls.answers.set('/broken', { status: 500 })
    calls.says('/fallback', '<Say>Sorry</Say>')
    const { sid } = await life.call({
      to: await life.phone(),
      instruction: { url: calls.address('/broken'), fallbackUrl: calls.address('/fallback') },
    })
    await life.after(ringDelay + answerDelay)
    expect(calls.asked('/fallback', { sid })[0]?.parameters).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: calls.address('/broken'),
      CallStatus: 'in-progress',
    })
    expect(await calls.lines({ sid })).toEqual([['said', expect.objectContaining({ text: 'Sorry' })]])
    expect(await life.faults(sid)).toEqual([{ errorCode: 11200, log: 0 }])
    await life.after(400)
  })

  test.each<[what: string, answer: ApplicationAnswer, code: number]>([
    ['an error', { status: 500 }, 11200],
    ['no TwiML', { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Answer/>' }, 12102],
    ['half a document', { status: 200, headers: { 'content-type': 'text/xml' }, body: '<Response><Say>' }, 12100],
    ['a picture', { status: 200, headers: { 'content-type': 'image/png' }, body: 'x' }, 12300],
  ])('of %s the caller hears that something went wrong, and the call ends', async (_, answer, errorCode) => {
    calls.answers.set('/bad', answer)
    const { sid } = await life.call({ to: await life.phone(), instruction: { url: calls.address('/bad') } })
    await life.after(ringDelay + answerDelay)
    expect(await calls.lines({ sid })).toEqual([
      ['said', expect.objectContaining({ text: 'We are sorry, an application error has occurred. Goodbye.' })],
    ])
    expect(await life.faults(sid)).toEqual([{ errorCode, log: 0 }])
    await life.after(3600)
    expect(await calls.statusOf({ sid })).toBe('completed')
  })

  test('instructions given at once that are none end the call in the same way', async () => {
    const call = await calls.told('', { instruction: { twiml: '<Response><Say>' } })
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 12100, log: 0 }])
    await life.after(3600)
    expect(await calls.statusOf(call)).toBe('completed')
  })

  test('without an address to be relative to, a redirect is an error', async () => {
    const call = await calls.told('<Redirect>next</Redirect>')
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 11100, log: 0 }])
    await life.after(3600)
    expect(await calls.statusOf(call)).toBe('completed')
  })
})

describe('a call that came in', () => {
  test('rings until the application has answered, and is told of as such', async () => {
    calls.says('/voice', '<Say>Hello there</Say>')
    const call = await calls.rung({ statusCallback: calls.address('/ended') })
    expect(call).toMatchObject({
      status: 'ringing',
      direction: 'inbound',
      to: life.number.phoneNumber,
      phoneNumberSid: life.number.sid,
    })
    await life.settle()
    expect(calls.asked('/voice', call)[0]?.parameters).toMatchObject({
      CallStatus: 'ringing',
      Direction: 'inbound',
      Called: life.number.phoneNumber,
      From: call.from,
    })
    expect(await calls.statusOf(call)).toBe('in-progress')
    await life.after(800)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 1, price: -850 })
    expect(calls.asked('/ended', call).map(({ parameters }) => parameters)).toEqual([
      expect.objectContaining({
        CallStatus: 'completed',
        SequenceNumber: '0',
        Direction: 'inbound',
        CallDuration: '1',
      }),
    ])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test.each([
    ['', 'no-answer'],
    ['reason="rejected"', 'no-answer'],
    ['reason="busy"', 'busy'],
  ])('is rejected (%s): %s, and free', async (reason, status) => {
    calls.says('/voice', `<Reject ${reason}/><Say>Never</Say>`)
    const call = await calls.rung()
    await life.settle()
    expect(await life.find(call.sid)).toMatchObject({ status, price: null, duration: null })
    expect(await calls.lines(call)).toEqual([['rejected', { reason: reason.includes('busy') ? 'busy' : 'rejected' }]])
  })

  test('is ended by a rejection that comes too late', async () => {
    calls.says('/voice', '<Say>one two</Say><Reject/>')
    const call = await calls.rung()
    await life.after(800)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', price: -850 })
  })

  test('goes on ringing along redirects, and when it is given up', async () => {
    calls.says('/voice', '<Redirect>later</Redirect>')
    calls.says('/later', '<Reject/>')
    const call = await calls.rung()
    await life.settle()
    expect(calls.asked('/later', call)[0]?.parameters.CallStatus).toBe('ringing')
    const given = await calls.rung()
    expect(await life.phones.hangUp(given.from, given.sid)).toBe(true)
    await life.settle()
    expect([await calls.statusOf(given), calls.asked('/voice', given)]).toEqual(['no-answer', []])
  })

  test('to a number without an address, or with an application without one, is not taken', async () => {
    const application = anApplication({ accountSid: life.account.sid })
    await life.store.keep(outcome([add('application', application)]))
    for (const settings of [{ voiceUrl: '' }, { voiceApplicationSid: application.sid }]) {
      const call = await calls.rung(settings)
      await life.settle()
      expect(await life.find(call.sid)).toMatchObject({ status: 'no-answer', price: null })
    }
  })

  test('asks the application that its number names', async () => {
    const application = anApplication({ accountSid: life.account.sid })
    const settings = { ...application.settings, voiceUrl: calls.address('/app'), apiVersion: '2008-08-01' } as const
    const told = { statusCallback: calls.address('/over') }
    await life.store.keep(outcome([add('application', { ...application, settings: { ...settings, ...told } })]))
    calls.says('/app', '<Hangup/>')
    const call = await calls.rung({ voiceApplicationSid: application.sid })
    await life.settle()
    expect(calls.asked('/app', call).map(({ parameters }) => parameters.ApiVersion)).toEqual(['2008-08-01'])
    expect(calls.asked('/over', call).map(({ parameters }) => parameters.CallStatus)).toEqual(['completed'])
    await calls.rung({ voiceApplicationSid: '' })
    await life.settle()
  })

  test.each([
    ['+18005550199', 'calls-inbound-tollfree', 2200],
    ['+447400123456', 'calls-inbound-mobile', 1000],
    ['+12125550199', 'calls-inbound-local', 850],
  ])('is billed and counted by the number that it reached: %s', async (phoneNumber, category, price) => {
    const { settings } = life.number
    const number = aNumber({
      accountSid: life.account.sid,
      phoneNumber,
      settings: { ...settings, voiceUrl: calls.address('/voice') },
    })
    await life.store.keep(outcome([add('incomingPhoneNumber', number)]))
    calls.says('/voice', '<Pause length="61"/>')
    const { callSid } = (await life.phones.ring(await life.phone(), phoneNumber))!
    await life.after(61_000)
    expect(await life.find(callSid)).toMatchObject({ status: 'completed', duration: 61, price: -2 * price })
    const ever = { accountSid: life.account.sid, subaccounts: false, from: 0, to: dayOf(life.clock.now()) }
    const used = usageIn(await life.store.usage.sum(ever, 'all'), category)
    expect(used.count).toBeGreaterThanOrEqual(1)
    expect(used.usage).toBeGreaterThanOrEqual(2)
  })

  test('to a number without voice, or of an account that is not active, is no call', async () => {
    const mute = aNumber({
      accountSid: life.account.sid,
      capabilities: { voice: false, sms: true, mms: true, fax: false },
    })
    const closed = anAccount({ status: 'suspended' })
    const theirs = aNumber({ accountSid: closed.sid })
    const operations = [add('incomingPhoneNumber', mute), add('account', closed), add('incomingPhoneNumber', theirs)]
    await life.store.keep(outcome(operations))
    for (const { phoneNumber } of [mute, theirs]) expect(await life.phones.ring('+14155550100', phoneNumber)).toBeNull()
  })

  test('to a number of nobody is no call', async () => {
    expect(await life.phones.ring('+14155550100', '+14155559999')).toBeNull()
  })

  test('of the first version says what that knew, with bare numbers', async () => {
    calls.says('/voice', '<Hangup/>')
    const call = await calls.rung({ apiVersion: '2008-08-01' })
    await life.settle()
    const [request] = calls.asked('/voice', call)
    expect(request?.names).toEqual(
      (
        'AccountSid ApiVersion CallSid CallStatus Called CalledCity CalledCountry CalledState CalledZip ' +
        'Caller CallerCity CallerCountry CallerState CallerZip'
      ).split(' '),
    )
    expect(request?.parameters).toMatchObject({ ApiVersion: '2008-08-01', Called: life.number.phoneNumber.slice(2) })
  })

  test('is ended by whoever called', async () => {
    calls.says('/voice', '<Pause length="60"/>')
    const call = await calls.rung()
    await life.after(5000)
    expect(await life.phones.hangUp(call.from, call.sid)).toBe(true)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: 5 })
    expect(await life.store.jobs.pending()).toBe(0)
  })
})
