import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallLife } from '../../../test/call-life.ts'
import { type ToldCalls, toldCalls } from '../../../test/told-calls.ts'
import { silentWav } from '../silent-wav.ts'

/** The answer is written as UTF-8, so its bytes are below 128: what is heard is not silence. */
const fourSeconds = Buffer.from(silentWav(4, 1).map((byte) => byte & 0x7f)).toString('latin1')

let calls: ToldCalls
let life: CallLife
beforeAll(async () => {
  calls = await toldCalls()
  life = calls.life
  calls.answers.set('/four.wav', { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: fourSeconds })
  calls.answers.set('/song.mp3', { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: 'ID3' })
  calls.answers.set('/picture', { status: 200, headers: { 'content-type': 'image/png' }, body: 'x' })
  calls.answers.set('/gone', { status: 404 })
})
afterAll(() => calls[Symbol.asyncDispose]())

test.each([
  ['a WAV file as long as it is', '<Play>/four.wav</Play>', 4000],
  ['any other sound five seconds', '<Play loop="2">/song.mp3</Play>', 10_000],
  ['keys a quarter of a second each, and waits half of one', '<Play digits="12ww#"/>', 1750],
])('plays %s', async (_, verbs, time) => {
  const call = await calls.toldAt(`${verbs}<Hangup/>`)
  await life.after(time - 1)
  expect(await calls.statusOf(call)).toBe('in-progress')
  await life.after(1)
  expect(await calls.statusOf(call)).toBe('completed')
})

test('tells in the transcript what was played, and keeps the request', async () => {
  const call = await calls.toldAt('<Play>/song.mp3</Play><Play digits="1" loop="3"/>')
  await life.after(5750)
  expect(await calls.lines(call)).toEqual([
    ['played', { url: calls.address('/song.mp3'), loop: 1, milliseconds: 5000 }],
    ['played', { digits: '1', loop: 3 }],
  ])
  const attempts = await life.store.webhookAttempts.about(call.sid)
  expect(attempts.map(({ kind, method, responseStatus }) => [kind, method, responseStatus])).toEqual([
    ['voice', 'POST', 200],
    ['media', 'GET', 200],
  ])
})

test.each([
  ['/gone', 11200, 0],
  ['/picture', 13420, 0],
])('passes over what is no sound (%s), and tells of it', async (path, errorCode, log) => {
  const call = await calls.toldAt(`<Play>${path}</Play><Say>Next</Say>`)
  expect(await life.faults(call.sid)).toEqual([{ errorCode, log }])
  expect(await calls.lines(call)).toEqual([
    ['fault', expect.objectContaining({ code: errorCode })],
    ['said', expect.objectContaining({ text: 'Next' })],
  ])
  await life.after(400)
  expect(await calls.statusOf(call)).toBe('completed')
})

test('plays for ever what is to be played for ever', async () => {
  const call = await calls.toldAt('<Play loop="0">/song.mp3</Play>')
  await life.after(14_400_000 - 1)
  expect(await calls.statusOf(call)).toBe('in-progress')
  await life.after(1)
  expect(await calls.statusOf(call)).toBe('completed')
})
