import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerDelay, type CallLife, ringDelay, talk } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import type { Call } from '../../domain/call.ts'
import { add, change, outcome, remove } from '../../domain/write.ts'
import { blockKey } from '../../domain/block.ts'
import { changeCall } from '../change-call.ts'

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
})
afterAll(() => calls[Symbol.asyncDispose]())
beforeEach(() => {
  calls.answers.clear()
  calls.says('/done', '<Hangup/>')
})

/** A call that came in, and dials at this moment. */
async function dialing(attributes: string, numbers: string): Promise<Call> {
  calls.says('/voice', `<Dial action="/done" ${attributes}>${numbers}</Dial><Say>Never</Say>`)
  const call = await calls.rung()
  await life.settle()
  return (await life.find(call.sid))!
}
async function toldOf(call: Call) {
  await life.settle()
  return calls.asked('/done', call).map(({ parameters }) => parameters)
}
const childOf = async (call: Call) => (await calls.children(call))[0]!
const statuses = async (call: Call) => (await calls.children(call)).map(({ status }) => status)

describe('a number that is dialed', () => {
  test('is a call of its own, which is connected to the one that dials until one side hangs up', async () => {
    const to = await life.phone()
    const call = await dialing('', to)
    expect(call.status).toBe('in-progress')
    const child = await childOf(call)
    expect(child).toMatchObject({ to, from: call.from, direction: 'outbound-dial', parentCallSid: call.sid })
    await life.after(ringDelay + answerDelay)
    expect(await statuses(call)).toEqual(['in-progress'])
    await life.phones.speak(to, child.sid, 'Hello')
    await life.phones.press(call.from, call.sid, '1')
    await life.after(talk)
    expect(await statuses(call)).toEqual(['completed'])
    expect(await toldOf(call)).toEqual([
      expect.objectContaining({
        DialCallStatus: 'completed',
        DialCallSid: child.sid,
        DialCallDuration: String(talk / 1000),
        CallStatus: 'in-progress',
      }),
    ])
    expect(await calls.lines(call)).toEqual([
      ['dialing', { to, from: call.from, callSid: child.sid, timeout: 30 }],
      ['connected', { callSid: child.sid, to }],
      ['pressed', { digits: '1' }],
      ['dialed', { status: 'completed', callSid: child.sid, seconds: talk / 1000 }],
      ['hung-up', {}],
    ])
    expect(await calls.lines(child)).toEqual([
      ['spoken', { words: 'Hello' }],
      ['hung-up', { by: 'phone' }],
    ])
    expect((await life.find(child.sid))?.price).toBe(-1400)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('goes on with the document when no action is named', async () => {
    calls.says('/voice', `<Dial>${await life.phone('busy')}</Dial><Say>Afterwards</Say>`)
    const call = await calls.rung()
    await life.after(ringDelay)
    expect((await calls.lines(call)).at(-1)).toEqual(['said', expect.objectContaining({ text: 'Afterwards' })])
    await life.after(400)
    expect(await calls.statusOf(call)).toBe('completed')
  })

  test.each([
    ['busy', 'busy', ringDelay],
    ['rejects', 'busy', ringDelay + answerDelay],
    ['offline', 'no-answer', ringDelay],
    ['unassigned', 'failed', ringDelay],
    ['no-answer', 'no-answer', ringDelay + 30_000],
  ] as const)('at a phone that is %s ends as %s', async (behaviour, DialCallStatus, after) => {
    const call = await dialing('', await life.phone(behaviour))
    await life.after(after)
    const [told] = await toldOf(call)
    expect(told).toMatchObject({ DialCallStatus, DialCallSid: (await childOf(call)).sid })
    expect(told).not.toHaveProperty('DialCallDuration')
  })

  test('rings as long as the timeout says', async () => {
    const call = await dialing('timeout="5"', await life.phone('no-answer'))
    await life.after(ringDelay + 4999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('no-answer')
  })

  test('is ended by its time limit', async () => {
    const call = await dialing('timeLimit="2"', await life.phone())
    await life.after(ringDelay + answerDelay + 2000)
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '2' })
  })

  test('tells its own address of its steps', async () => {
    const attributes = 'statusCallback="/child" statusCallbackEvent="initiated ringing answered completed"'
    const call = await dialing('', `<Number ${attributes}>${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay + talk)
    const told = calls.asked('/child', await childOf(call))
    expect(told.map(({ parameters }) => parameters.CallStatus)).toEqual([
      'initiated',
      'ringing',
      'in-progress',
      'completed',
    ])
    expect(told[0]?.parameters).toMatchObject({ ParentCallSid: call.sid, Direction: 'outbound-dial' })
  })

  test('gets keys pressed once it is answered', async () => {
    const call = await dialing('', `<Number sendDigits="w12">${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay)
    const child = await childOf(call)
    expect(child.options.sendDigits).toBe('w12')
    expect(await calls.lines(child)).toEqual([['played', { digits: 'w12' }]])
    await life.after(talk)
  })

  test('finds out whether a machine answered, where that was asked for', async () => {
    const attributes = 'machineDetection="Enable" amdStatusCallback="/machine"'
    const call = await dialing('', `<Number ${attributes}>${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay)
    expect(calls.asked('/machine', await childOf(call)).map(({ parameters }) => parameters.AnsweredBy)).toEqual([
      'human',
    ])
    await life.after(talk)
  })
})

describe('who is shown as the caller', () => {
  test('is a number of the account', async () => {
    const call = await dialing(`callerId="${life.number.phoneNumber}"`, await life.phone())
    expect(await childOf(call)).toMatchObject({ from: life.number.phoneNumber, phoneNumberSid: life.number.sid })
    await life.after(ringDelay + answerDelay + talk)
  })

  test('is nobody else’s number: then nobody is called', async () => {
    const call = await dialing('callerId="+12025550199"', await life.phone())
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'failed' })
    expect(await calls.children(call)).toEqual([])
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 13214, log: 1 }])
  })
})

describe('several numbers', () => {
  test('ring all at once, and the first who answers is connected', async () => {
    const [slow, quick] = [await life.phone('slow'), await life.phone()]
    const call = await dialing('', `<Number>${slow}</Number><Number>${quick}</Number>`)
    await life.after(ringDelay)
    expect(await statuses(call)).toEqual(['ringing', 'ringing'])
    await life.after(answerDelay)
    expect(await statuses(call)).toEqual(['canceled', 'in-progress'])
    await life.after(talk)
    expect((await toldOf(call))[0]).toMatchObject({
      DialCallStatus: 'completed',
      DialCallSid: (await calls.children(call))[1]!.sid,
    })
    await life.after(30_000)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('ring one after the other where that is said', async () => {
    const numbers = [await life.phone('busy'), await life.phone()]
    const call = await dialing('sequential="true"', numbers.map((number) => `<Number>${number}</Number>`).join(''))
    expect(await statuses(call)).toEqual(['queued'])
    await life.after(ringDelay)
    expect(await statuses(call)).toEqual(['busy', 'queued'])
    await life.after(ringDelay + answerDelay)
    expect(await statuses(call)).toEqual(['busy', 'in-progress'])
    await life.after(talk)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('completed')
  })

  test('of whom nobody answers tell the best that came of them', async () => {
    const phones = [await life.phone('no-answer'), await life.phone('busy')]
    const call = await dialing('timeout="5"', phones.map((number) => `<Number>${number}</Number>`).join(''))
    await life.after(ringDelay + 5000)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('no-answer')
  })
})

describe('who may not be called', () => {
  test('is told of, and the others are called', async () => {
    const blocked = await life.phone()
    const pair = { to: blocked, kind: 'not-callable', sender: '', accountSid: life.account.sid } as const
    await life.store.keep(outcome([add('block', { ...pair, key: blockKey(pair), dateCreated: life.clock.now() })]))
    const call = await dialing(
      '',
      `<Number>${blocked}</Number><Number>123</Number><Number>${await life.phone()}</Number>`,
    )
    expect(await life.faults(call.sid)).toEqual([
      { errorCode: 13225, log: 1 },
      { errorCode: 13223, log: 1 },
    ])
    await life.after(ringDelay + answerDelay + talk)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('completed')
  })

  test('is in a country where the account may not call', async () => {
    const { sid: accountSid } = life.account
    await life.store.keep(outcome([add('permission', { accountSid, sms: null, voice: ['US'] })]))
    const call = await dialing('', '<Number>+447400123456</Number>')
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'failed' })
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 13227, log: 1 }])
    await life.store.keep(outcome([remove('permission', accountSid)]))
  })

  test('is not verified while the account is on trial', async () => {
    const { sid } = life.account
    await life.store.keep(outcome([change('account', sid, { type: 'Trial' })]))
    const call = await dialing('', `<Number>${await life.phone()}</Number>`)
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'failed' })
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 13224, log: 1 }])
    await life.store.keep(outcome([change('account', sid, { type: 'Full' })]))
  })

  test('makes a dial fail where there is nobody else', async () => {
    const call = await dialing('', '<Number>123</Number>')
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'failed' })
  })
})

describe('whoever answers', () => {
  test('is told something first, and is connected afterwards', async () => {
    calls.says('/whisper', '<Say>A call for you</Say>')
    const call = await dialing('', `<Number url="/whisper">${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay)
    const child = await childOf(call)
    expect(calls.asked('/whisper', child)[0]?.parameters).toMatchObject({
      CallStatus: 'in-progress',
      Direction: 'outbound-dial',
      ParentCallSid: call.sid,
    })
    expect((await calls.lines(call)).map(([kind]) => kind)).toEqual(['dialing'])
    await life.after(1600)
    expect((await calls.lines(call)).map(([kind]) => kind)).toEqual(['dialing', 'connected'])
    await life.after(talk)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('completed')
  })

  test('is not connected when they are told to hang up', async () => {
    calls.says('/whisper', '<Hangup/>')
    const call = await dialing('', `<Number url="/whisper">${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('no-answer')
    expect((await calls.lines(call)).some(([kind]) => kind === 'connected')).toBe(false)
  })

  test('may not dial further before', async () => {
    calls.says('/whisper', `<Dial>${await life.phone()}</Dial><Hangup/>`)
    const call = await dialing('', `<Number url="/whisper">${await life.phone()}</Number>`)
    await life.after(ringDelay + answerDelay)
    expect(await life.faults((await childOf(call)).sid)).toEqual([{ errorCode: 13201, log: 0 }])
  })

  test('lets a call ring until then, where that is said', async () => {
    const call = await dialing('answerOnBridge="true"', await life.phone())
    expect(call.status).toBe('ringing')
    await life.after(ringDelay + answerDelay - 1)
    expect(await calls.statusOf(call)).toBe('ringing')
    await life.after(1)
    expect(await calls.statusOf(call)).toBe('in-progress')
    await life.after(talk)
    expect(await life.find(call.sid)).toMatchObject({ status: 'completed', duration: talk / 1000 })
  })
})

describe('what is said', () => {
  test.each([
    ['record-from-answer', talk, 1],
    ['record-from-ringing', ringDelay + answerDelay + talk, 1],
    ['record-from-answer-dual', talk, 2],
    ['true', talk, 1],
  ])('is recorded: %s', async (record, time, channels) => {
    const call = await dialing(
      `record="${record}" recordingTrack="inbound" trim="trim-silence" recordingStatusCallback="/recorded"`,
      await life.phone(),
    )
    await life.after(ringDelay + answerDelay + talk)
    const [told] = await toldOf(call)
    const page = { size: 10, skip: 0 }
    const { rows } = await life.store.recordings.list(life.account.sid, { callSid: call.sid }, page)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      source: 'DialVerb',
      status: 'completed',
      duration: Math.round(time / 1000),
      channels,
      track: 'inbound',
      trim: 'trim-silence',
    })
    expect(told?.RecordingUrl).toBe(
      `http://trunkline.example/2010-04-01/Accounts/${call.accountSid}/Recordings/${rows[0]!.sid}`,
    )
    expect(calls.asked('/recorded', call).map(({ parameters }) => parameters.RecordingStatus)).toEqual(['completed'])
  })
})

describe('while two are connected', () => {
  async function connected(attributes = '') {
    const call = await dialing(attributes, await life.phone())
    await life.after(ringDelay + answerDelay)
    return { call, child: await childOf(call) }
  }

  test('the star takes whoever dialed on, where that is said', async () => {
    const { call, child } = await connected('hangupOnStar="true"')
    await life.after(1000)
    await life.phones.press(call.from, call.sid, '1*')
    expect((await toldOf(call))[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '1' })
    expect(await calls.statusOf(child)).toBe('completed')
    const other = await connected()
    await life.phones.press(other.call.from, other.call.sid, '*')
    expect(await toldOf(other.call)).toEqual([])
    await life.after(talk)
  })

  test('a caller who hangs up ends both, and the action is told', async () => {
    const { call, child } = await connected('record="true"')
    await life.after(2000)
    await life.phones.hangUp(call.from, call.sid)
    expect(await toldOf(call)).toEqual([
      expect.objectContaining({
        CallStatus: 'completed',
        DialCallStatus: 'completed',
        DialCallSid: child.sid,
        DialCallDuration: '2',
        RecordingUrl: expect.stringMatching(/^http:\/\/trunkline\.example\/.*\/Recordings\/RE/),
      }),
    ])
    expect(await life.find(child.sid)).toMatchObject({ status: 'completed', duration: 2 })
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('a caller who gives up while it rings ends that, too', async () => {
    const call = await dialing('answerOnBridge="true"', await life.phone('no-answer'))
    await life.after(ringDelay)
    await life.phones.hangUp(call.from, call.sid)
    await life.settle()
    expect([await calls.statusOf(call), await statuses(call)]).toEqual(['no-answer', ['canceled']])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('the API ends the other call, and the document goes on', async () => {
    const { call, child } = await connected()
    await changeCall((await life.find(child.sid))!, { status: 'completed' }, life.has)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('completed')
  })

  test('the API redirects the call that dials: the other is ended', async () => {
    const { call, child } = await connected()
    calls.says('/elsewhere', '<Hangup/>')
    await changeCall((await life.find(call.sid))!, { url: calls.address('/elsewhere') }, life.has)
    await life.settle()
    expect([await calls.statusOf(call), await calls.statusOf(child)]).toEqual(['completed', 'completed'])
    expect(await toldOf(call)).toEqual([])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('the API redirects the call that was dialed: both go on by themselves', async () => {
    const { call, child } = await connected()
    calls.says('/elsewhere', '<Say>You were put through</Say>')
    await changeCall((await life.find(child.sid))!, { url: calls.address('/elsewhere') }, life.has)
    expect((await toldOf(call))[0]?.DialCallStatus).toBe('completed')
    expect(await calls.lines(child)).toContainEqual(['said', expect.objectContaining({ text: 'You were put through' })])
    await life.after(1600)
    expect(await calls.statusOf(child)).toBe('completed')
    expect(await life.store.jobs.pending()).toBe(0)
  })
})

describe.each(['Client', 'Conference', 'Queue', 'Sip', 'Sim', 'Application', 'WhatsApp'])('<%s>', (name) => {
  test('is called by nobody here, and that is said', async () => {
    const text = name === 'Sip' ? 'sip:somebody@example.com' : 'somebody'
    const call = await calls.toldAt(`<Dial><${name}>${text}</${name}></Dial><Say>Next</Say>`)
    expect(await calls.lines(call)).toEqual([
      ['not-simulated', { name: `Dial ${name}` }],
      ['fault', expect.objectContaining({ code: 13750, level: 'warning' })],
      ['said', expect.objectContaining({ text: 'Next' })],
    ])
    expect(await life.faults(call.sid)).toEqual([{ errorCode: 13750, log: 1 }])
    await life.after(400)
  })
})
