import { afterEach, beforeEach, expect, test } from 'vitest'
import { add, outcome } from '../domain/write.ts'
import { type Asked, type RunningControl, now, runningControl } from './running-control.testing.ts'

const phone = '+15558675310'
let control: RunningControl

beforeEach(async () => {
  control = await runningControl()
})
afterEach(() => control.close())

const ask = (path: string, asked?: Asked) => control.ask(path, asked)

test('a phone that nobody touched is online', async () => {
  expect((await ask(`/phones/${phone}`)).json).toEqual({
    phoneNumber: phone,
    name: '',
    behaviour: 'online',
    answers: 'by-itself',
  })
  expect((await ask('/phones')).json).toEqual({ phones: [] })
})

test('a phone keeps the name and the behaviour that it was given, each by itself', async () => {
  await ask(`/phones/${phone}`, { method: 'PUT', payload: { name: 'Aiko' } })
  const changed = await ask(`/phones/${phone}`, { method: 'PUT', payload: { behaviour: 'offline' } })
  expect(changed.json).toEqual({ phoneNumber: phone, name: 'Aiko', behaviour: 'offline', answers: 'by-itself' })
  expect((await ask('/phones')).json).toEqual({
    phones: [{ phoneNumber: phone, name: 'Aiko', behaviour: 'offline', answers: 'by-itself' }],
  })
})

test.each([
  ['/phones/hello', { behaviour: 'offline' }, 'is not a phone number'],
  [`/phones/${phone}`, { behaviour: 'sleepy' }, 'behaviour is one of online, offline'],
  [`/phones/${phone}`, { mood: 'good' }, '"mood" is not known here: send name, behaviour'],
  [`/phones/${phone}`, { name: 7 }, 'name is a text'],
])('%s with %j is refused with what to do instead', async (url, payload, words) => {
  const answer = await ask(url, { method: 'PUT', payload })
  expect([answer.status, answer.json.error]).toEqual([400, expect.stringContaining(words)])
  expect((await ask('/phones')).json).toEqual({ phones: [] })
})

test('an inbox shows the newest texts, oldest of them first, and those after one that is known', async () => {
  const texts = ['one', 'two', 'three'].map((body, i) =>
    add('phoneMessage', {
      id: `EV${i}`,
      phoneNumber: phone,
      direction: 'received',
      from: '+15005550006',
      to: phone,
      body,
      mediaUrls: [],
      actions: [],
      messageSid: `SM${i}`,
      at: now + i,
    }),
  )
  await control.store.keep(outcome(texts))
  const bodies = async (query: string) =>
    ((await ask(`/phones/${phone}/messages${query}`)).json.messages as { body: string }[]).map(({ body }) => body)
  expect(await bodies('')).toEqual(['one', 'two', 'three'])
  expect(await bodies('?limit=2')).toEqual(['two', 'three'])
  expect(await bodies('?after=EV0')).toEqual(['two', 'three'])
  for (const query of ['limit=0', 'limit=1&limit=2', 'after=EV0&after=EV1'])
    expect((await ask(`/phones/${phone}/messages?${query}`)).status).toBe(400)
})

test('what is no JSON is refused with what to send', async () => {
  const { status, json } = await ask(`/phones/${phone}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'behaviour=offline',
  })
  expect([status, json]).toEqual([415, { error: 'send JSON, with Content-Type: application/json' }])
})

test('what is asked for and is not known is refused, too', async () => {
  const { status, json } = await ask('/phones?name=Ann')
  expect([status, json]).toEqual([400, { error: '"name" is not known here: send nothing' }])
})

test('a message that does not exist is not found', async () => {
  expect((await ask('/messages/SM00000000000000000000000000000000')).status).toBe(404)
  expect((await ask('/nothing')).status).toBe(404)
})
