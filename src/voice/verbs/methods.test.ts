import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerDelay, type CallLife, ringDelay, talk } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import type { Call } from '../../domain/call.ts'

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
  calls.says('/asked', '<Hangup/>')
  calls.says('/over', '<Hangup/>')
})
afterAll(() => calls[Symbol.asyncDispose]())

const number = '+14155550888'
const press = (call: Call) => life.phones.press(call.to, call.sid, '1')
const speak = (call: Call) => life.phones.speak(call.to, call.sid, 'yes')
const talked = () => life.after(ringDelay + answerDelay + talk)
const by = 'method="GET"'

test.each<[what: string, verbs: string, happens: (call: Call) => Promise<unknown>]>([
  ['the action of <Gather>', `<Gather numDigits="1" action="/asked" ${by}/>`, press],
  [
    'who is told of words as they come',
    '<Gather input="speech" partialResultCallback="/asked" partialResultCallbackMethod="GET"/>',
    speak,
  ],
  ['the action of <Record>', `<Record timeout="1" action="/asked" ${by}/>`, () => life.after(1000)],
  [
    'who is told of a recording',
    '<Record timeout="1" action="/over" recordingStatusCallback="/asked" recordingStatusCallbackMethod="GET"/>',
    () => life.after(1000),
  ],
  ['the action of <Dial>', `<Dial action="/asked" ${by}>${number}</Dial>`, talked],
  [
    'who is told of the recording of <Dial>',
    `<Dial record="true" recordingStatusCallback="/asked" recordingStatusCallbackMethod="GET">${number}</Dial>`,
    talked,
  ],
  ['what whoever answers is told', `<Dial><Number url="/asked" ${by}>${number}</Number></Dial>`, talked],
  [
    'who is told of a number',
    `<Dial><Number statusCallback="/asked" statusCallbackMethod="GET">${number}</Number></Dial>`,
    talked,
  ],
  [
    'who is told of a machine',
    `<Dial><Number machineDetection="Enable" amdStatusCallback="/asked" amdStatusCallbackMethod="GET">${number}</Number></Dial>`,
    talked,
  ],
  ['the action of <Sms>', `<Sms action="/asked" ${by}>Hi</Sms>`, () => life.settle()],
])('%s may be asked by GET', async (_, verbs, happens) => {
  const before = life.receiver.received.length
  const call = await calls.toldAt(verbs)
  await happens(call)
  await life.settle()
  const requests = life.receiver.received.slice(before).filter(({ url }) => new URL(url).pathname === '/asked')
  expect(requests.map(({ method }) => method)).toEqual(['GET'])
  expect(new URL(requests[0]!.url).searchParams.get('AccountSid')).toBe(call.accountSid)
  await life.after(60_000)
  expect(await calls.statusOf(call)).toBe('completed')
})
