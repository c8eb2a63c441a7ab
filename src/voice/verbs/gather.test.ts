import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallLife } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import type { Call } from '../../domain/call.ts'
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

const press = ({ to, sid }: Call, keys: string) => life.phones.press(to, sid, keys)
const speak = ({ to, sid }: Call, words: string) => life.phones.speak(to, sid, words)
/** A call in which something is gathered at this moment. */
const gathering = (attributes: string, prompts = '') =>
  calls.toldAt(`<Gather action="/done" ${attributes}>${prompts}</Gather><Say>Nothing came</Say>`)
async function toldOf(call: Call) {
  await life.settle()
  return calls.asked('/done', call).map(({ parameters }) => parameters)
}
/** Whether the call went on without asking. */
async function fellThrough(call: Call) {
  await life.settle()
  const lines = await calls.lines(call)
  return lines.some(([kind, { text }]) => kind === 'said' && text === 'Nothing came')
}

describe('keys', () => {
  test('are told when as many came as were asked for', async () => {
    const call = await gathering('numDigits="4"')
    await press(call, '12')
    expect(await toldOf(call)).toEqual([])
    await press(call, '345')
    const [told, ...others] = await toldOf(call)
    expect(others).toEqual([])
    expect(told).toMatchObject({
      Digits: '1234',
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      From: call.from,
    })
    expect(await calls.statusOf(call)).toBe('completed')
    expect(await calls.lines(call)).toEqual([
      ['gathering', { input: 'dtmf', timeout: 5, numDigits: 4, finishOnKey: '#' }],
      ['pressed', { digits: '12' }],
      ['pressed', { digits: '345' }],
      ['gathered', { digits: '1234', words: null }],
      ['hung-up', {}],
    ])
  })

  test('are told at the end behind the request’s own parameters, and by GET where that is said', async () => {
    const call = await calls.toldAt('<Gather action="/done" method="GET" numDigits="1"/>')
    await press(call, '7')
    await life.settle()
    const request = life.receiver.received.find(({ url }) => url.includes('/done?') && url.includes(call.sid))
    expect([request?.method, new URL(request!.url).searchParams.get('Digits')]).toEqual(['GET', '7'])
  })

  test.each([
    ['', '12#9', '12'],
    ['finishOnKey="*"', '1#2*', '1#2'],
    ['finishOnKey="" numDigits="3"', '1#*', '1#*'],
  ])('end at the key that ends them (%s)', async (attributes, keys, digits) => {
    const call = await gathering(attributes)
    await press(call, keys)
    expect((await toldOf(call))[0]?.Digits).toBe(digits)
  })

  test('are told when no more came for too long, counted from the last', async () => {
    const call = await gathering('timeout="3"')
    await press(call, '1')
    await life.after(2999)
    await press(call, '2')
    await life.after(2999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    expect((await toldOf(call))[0]?.Digits).toBe('12')
  })

  test('that never came are passed over, after five seconds unless told', async () => {
    const call = await gathering('')
    await life.after(4999)
    expect(await fellThrough(call)).toBe(false)
    await life.after(1)
    expect([await fellThrough(call), await toldOf(call)]).toEqual([true, []])
    await life.after(800)
    expect(await calls.statusOf(call)).toBe('completed')
  })

  test('that never came are told where that was asked for', async () => {
    const call = await gathering('actionOnEmptyResult="true"')
    await life.after(5000)
    expect((await toldOf(call))[0]?.Digits).toBe('')
    const ended = await gathering('actionOnEmptyResult="true"')
    await press(ended, '#')
    expect((await toldOf(ended))[0]?.Digits).toBe('')
  })

  test('of a key that only ends it there is nothing to tell', async () => {
    const call = await gathering('')
    await press(call, '#')
    expect([await fellThrough(call), await toldOf(call)]).toEqual([true, []])
    await life.after(800)
  })

  test('go to the document itself where no action is named', async () => {
    const call = await calls.toldAt('<Gather numDigits="1"/>')
    calls.says('/voice', '<Hangup/>')
    await press(call, '5')
    await life.settle()
    expect(calls.asked('/voice', call).map(({ parameters }) => parameters.Digits)).toEqual([undefined, '5'])
  })

  test('that come while nothing is gathered are told in the transcript only', async () => {
    const call = await calls.told('<Pause length="5"/><Hangup/>')
    await press(call, '12')
    await life.after(5000)
    expect(await calls.lines(call)).toContainEqual(['pressed', { digits: '12' }])
    expect(await calls.statusOf(call)).toBe('completed')
  })

  test('are no words', async () => {
    const call = await gathering('input="speech" numDigits="1"')
    await press(call, '1')
    expect(await toldOf(call)).toEqual([])
    await life.after(6000)
  })
})

describe('prompts', () => {
  test('are heard first, one after the other, and the time for keys runs from their end', async () => {
    const call = await gathering('timeout="2"', '<Say>one two</Say><Pause length="1"/><Play digits="1w"/>')
    await life.after(800 + 1000 + 750 + 1999)
    expect(await fellThrough(call)).toBe(false)
    await life.after(1)
    expect(await fellThrough(call)).toBe(true)
    expect((await calls.lines(call)).map(([kind]) => kind)).toEqual([
      'gathering',
      'said',
      'paused',
      'played',
      'gathered',
      'said',
    ])
    await life.after(800)
  })

  test('are cut short by a key', async () => {
    const call = await gathering('timeout="2"', '<Say>one two three four five</Say><Say>six</Say>')
    await life.after(100)
    await press(call, '1')
    await life.after(2000)
    expect((await toldOf(call))[0]?.Digits).toBe('1')
    expect((await calls.lines(call)).filter(([kind]) => kind === 'said')).toHaveLength(1)
  })

  test('that may not be cut short are heard to their end, with keys that come meanwhile', async () => {
    const call = await gathering('bargeIn="false" numDigits="1"', '<Say>one two three four five</Say>')
    await press(call, '1')
    await life.after(1999)
    expect(await toldOf(call)).toEqual([])
    await life.after(1)
    expect((await toldOf(call))[0]?.Digits).toBe('1')
    const patient = await gathering('bargeIn="false" timeout="1"', '<Say>one two three four five</Say>')
    await press(patient, '1')
    await life.after(2999)
    expect(await toldOf(patient)).toEqual([])
    await life.after(1)
    expect((await toldOf(patient))[0]?.Digits).toBe('1')
  })

  test('that are repeated for ever wait for keys', async () => {
    const call = await gathering('numDigits="1"', '<Say loop="0">Press a key</Say>')
    await life.after(3_600_000)
    await press(call, '1')
    expect((await toldOf(call))[0]?.Digits).toBe('1')
  })

  test('may be sound, which is got first', async () => {
    calls.answers.set('/beep', { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'ID3' })
    const call = await gathering('timeout="1"', '<Play>beep</Play>')
    await life.after(5999)
    expect(await fellThrough(call)).toBe(false)
    await life.after(1)
    expect(await fellThrough(call)).toBe(true)
    expect(await calls.lines(call)).toContainEqual([
      'played',
      { url: calls.address('/beep'), loop: 1, milliseconds: 5000 },
    ])
    await life.after(800)
  })
})

describe('words', () => {
  test('are told as they were understood', async () => {
    const call = await gathering('input="speech"')
    await speak(call, 'check my balance')
    expect((await toldOf(call))[0]).toMatchObject({ SpeechResult: 'check my balance', Confidence: '0.9' })
    expect(await calls.lines(call)).toContainEqual(['spoken', { words: 'check my balance' }])
  })

  test('or keys, whichever comes first', async () => {
    const [spoken, pressed] = [
      await gathering('input="dtmf speech" numDigits="1"'),
      await gathering('input="dtmf speech" numDigits="1"'),
    ]
    await speak(spoken, 'yes')
    await press(pressed, '1')
    expect((await toldOf(spoken))[0]).toMatchObject({ SpeechResult: 'yes' })
    expect((await toldOf(pressed))[0]).toMatchObject({ Digits: '1' })
  })

  test('are told as they come, too, where that was asked for', async () => {
    const call = await gathering('input="speech" partialResultCallback="/partial"')
    await speak(call, 'hello')
    await life.settle()
    expect(calls.asked('/partial', call).map(({ parameters }) => parameters)).toEqual([
      expect.objectContaining({ UnstableSpeechResult: 'hello', Stability: '0.9', SequenceNumber: '0' }),
    ])
  })

  test('that are not gathered pass', async () => {
    const call = await gathering('')
    await speak(call, 'hello')
    expect(await toldOf(call)).toEqual([])
    await life.after(5800)
  })

  test('that never came are told empty where that was asked for', async () => {
    const call = await gathering('input="speech" actionOnEmptyResult="true"')
    await life.after(5000)
    expect((await toldOf(call))[0]?.SpeechResult).toBe('')
  })
})

describe('while something is gathered', () => {
  test('the call is redirected at once', async () => {
    const call = await gathering('timeout="60"')
    calls.says('/elsewhere', '<Say>Elsewhere</Say>')
    await changeCall((await life.find(call.sid))!, { url: calls.address('/elsewhere') }, life.has)
    await press(call, '1#')
    await life.settle()
    expect((await calls.lines(call)).at(-1)).toEqual(['said', expect.objectContaining({ text: 'Elsewhere' })])
    await life.after(400)
    expect(await toldOf(call)).toEqual([])
    expect(await calls.statusOf(call)).toBe('completed')
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('the phone hangs up, and nothing is told of keys', async () => {
    const call = await gathering('timeout="60"')
    await press(call, '1')
    expect(await life.phones.hangUp(call.to, call.sid)).toBe(true)
    expect(await toldOf(call)).toEqual([])
    expect(await calls.statusOf(call)).toBe('completed')
    expect(await life.store.jobs.pending()).toBe(0)
    expect(await press(call, '2')).toBe(false)
  })
})
