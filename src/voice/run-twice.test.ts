import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerDelay, type CallLife, ringDelay, talk } from '../../test/call-life.ts'
import { sharedDatabases } from '../../test/databases.ts'
import { type ToldCalls, toldCalls } from '../../test/told-calls.ts'

// Each step is taken by a worker that dies at once, and then by two that both believe to be the only one.

describe.each(sharedDatabases)('instructions that two workers carry out on $name', ({ open }) => {
  let calls: ToldCalls
  let life: CallLife
  beforeAll(async () => {
    calls = await toldCalls(open)
    life = calls.life
  })
  afterAll(() => calls[Symbol.asyncDispose]())
  async function settleTwice() {
    const asking = await life.takeAndDie('ask-for-call')
    const running = await life.takeAndDie('run-call')
    await Promise.all([life.settle({ lease: -1 }), life.settle({ lease: -1 })])
    await life.settle()
    return { asking: asking.length, running: running.length }
  }

  test('happen once: one message, one call, one recording, one line each', async () => {
    const dialed = await life.phone()
    calls.says('/voice', `<Say>one</Say><Sms>Hi</Sms><Record timeout="1" action="/next"/>`)
    calls.says('/next', `<Dial>${dialed}</Dial><Gather timeout="1"/>`)
    const call = await calls.rung()
    const taken = { asking: 0, running: 0 }
    const isSome = (count: number) => count > 0
    for (const step of [0, 400, 1000, 0, ringDelay, answerDelay, talk, 1000]) {
      life.clock.advance(step)
      const { asking, running } = await settleTwice()
      taken.asking += asking
      taken.running += running
    }
    expect(taken).toEqual({ asking: expect.toSatisfy(isSome), running: expect.toSatisfy(isSome) })
    expect(await calls.statusOf(call)).toBe('completed')
    expect((await calls.lines(call)).map(([kind]) => kind)).toEqual([
      'said',
      'sent',
      'recording',
      'recorded',
      'dialing',
      'connected',
      'dialed',
      'gathering',
      'gathered',
    ])
    const page = { size: 10, skip: 0 }
    expect((await life.store.messages.list(life.account.sid, { to: call.from }, page)).rows).toHaveLength(1)
    expect((await life.store.recordings.list(life.account.sid, { callSid: call.sid }, page)).rows).toHaveLength(1)
    expect(await calls.children(call)).toMatchObject([{ status: 'completed', to: dialed }])
    // A request may come twice, and is known by its token.
    const tokens = calls.asked('/next', call).map(({ headers }) => headers['i-twilio-idempotency-token'])
    expect(new Set(tokens).size).toBe(1)
    expect(await life.store.jobs.pending(['ask-for-call', 'run-call', 'place-call', 'end-call', 'report-call'])).toBe(0)
  })

  test('keys and time that come at the same moment are both heard, and one of them goes on', async () => {
    calls.says('/keys', '<Hangup/>')
    const call = await calls.toldAt('<Gather action="/keys" numDigits="1" timeout="5"/><Say>Too late</Say>')
    life.clock.advance(5000)
    await Promise.all([life.phones.press(call.to, call.sid, '1'), life.settle()])
    await life.settle()
    const kinds = (await calls.lines(call)).map(([kind]) => kind)
    expect(kinds.filter((kind) => kind === 'gathered')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'pressed')).toHaveLength(1)
    const wentOn = calls.asked('/keys', call).length + kinds.filter((kind) => kind === 'said').length
    expect(wentOn).toBe(1)
    await life.after(1000)
    expect(await calls.statusOf(call)).toBe('completed')
  })
})
