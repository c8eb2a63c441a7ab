import { readFileSync } from 'node:fs'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { add, outcome } from '../domain/write.ts'
import { type Store, openStore } from '../store/store.ts'
import { mountControl } from './control.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const phone = '+15558675310'
let store: Store
let app: FastifyInstance

beforeEach(async () => {
  store = await openStore('sqlite::memory:')
  app = fastify()
  mountControl(app, { ledger: store, clock: { now: () => now }, startingBalance: 10_000_000 })
})
afterEach(async () => {
  await app.close()
  await store[Symbol.asyncDispose]()
})

interface How {
  method?: 'GET' | 'PUT'
  payload?: object
  headers?: Record<string, string>
  remoteAddress?: string
}

const ask = (url: string, { method = 'GET', payload, headers = {}, remoteAddress = '127.0.0.1' }: How = {}) =>
  app.inject({
    method,
    url: `/_trunkline/v1${url}`,
    remoteAddress,
    headers: { host: 'localhost:4010', ...headers },
    ...(payload && { payload }),
  })

test('a phone that nobody touched is online', async () => {
  expect((await ask(`/phones/${phone}`)).json()).toEqual({ phoneNumber: phone, name: '', behaviour: 'online' })
  expect((await ask('/phones')).json()).toEqual({ phones: [] })
})

test('a phone keeps the name and the behaviour that it was given, each by itself', async () => {
  await ask(`/phones/${phone}`, { method: 'PUT', payload: { name: 'Aiko' } })
  const changed = await ask(`/phones/${phone}`, { method: 'PUT', payload: { behaviour: 'offline' } })
  expect(changed.json()).toEqual({ phoneNumber: phone, name: 'Aiko', behaviour: 'offline' })
  expect((await ask('/phones')).json()).toEqual({
    phones: [{ phoneNumber: phone, name: 'Aiko', behaviour: 'offline' }],
  })
})

test.each([
  ['/phones/hello', { behaviour: 'offline' }, 'is not a phone number'],
  [`/phones/${phone}`, { behaviour: 'sleepy' }, 'behaviour is one of online, offline'],
  [`/phones/${phone}`, { mood: 'good' }, 'a phone has no "mood"'],
  [`/phones/${phone}`, { name: 7 }, 'name is a text'],
])('%s with %j is refused with what to do instead', async (url, payload, words) => {
  const answer = await ask(url, { method: 'PUT', payload })
  expect(answer.statusCode).toBe(400)
  expect(answer.json<{ error: string }>().error).toContain(words)
  expect((await ask('/phones')).json()).toEqual({ phones: [] })
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
  await store.keep(outcome(texts))
  const bodies = async (query: string) =>
    (await ask(`/phones/${phone}/messages${query}`))
      .json<{ messages: { body: string }[] }>()
      .messages.map(({ body }) => body)
  expect(await bodies('')).toEqual(['one', 'two', 'three'])
  expect(await bodies('?limit=2')).toEqual(['two', 'three'])
  expect(await bodies('?after=EV0')).toEqual(['two', 'three'])
  for (const query of ['limit=0', 'limit=1&limit=2', 'after=EV0&after=EV1'])
    expect((await ask(`/phones/${phone}/messages?${query}`)).statusCode).toBe(400)
})

test('what is no JSON is refused with what to send', async () => {
  const answer = await app.inject({
    method: 'PUT',
    url: `/_trunkline/v1/phones/${phone}`,
    headers: { host: 'localhost:4010', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'behaviour=offline',
  })
  expect([answer.statusCode, answer.json()]).toEqual([415, { error: 'send JSON, with Content-Type: application/json' }])
})

test('the guide tells of every endpoint, and of no other', async () => {
  const routes = new Set<string>()
  const bare = fastify()
  bare.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD')
      routes.add(`${String(method)} ${url.replace('/_trunkline/v1', '').replace(/:(\w+)/g, '{$1}')}`)
  })
  mountControl(bare, { ledger: store, clock: { now: () => now }, startingBalance: 0 })
  await bare.ready()
  const guide = readFileSync(new URL('../../docs/guide/control.md', import.meta.url), 'utf8')
  const told = [...guide.matchAll(/^\| `([A-Z]+ \/[^`]*)`/gm)].map(([, endpoint]) => endpoint)
  expect(new Set(told)).toEqual(routes)
})

test('a message that does not exist is not found', async () => {
  expect((await ask('/messages/SM00000000000000000000000000000000')).statusCode).toBe(404)
  expect((await ask('/nothing')).statusCode).toBe(404)
})

test.each([
  ['another machine', { remoteAddress: '192.0.2.7' }],
  ['a name that a web page chose', { headers: { host: 'rebound.example' } }],
  ['a page from elsewhere', { headers: { origin: 'https://elsewhere.example' } }],
  ['a page in a sandbox', { headers: { origin: 'null' } }],
])('%s is refused', async (_, how) => {
  expect((await ask('/phones', how)).statusCode).toBe(403)
})

test('a page of this machine is answered', async () => {
  expect((await ask('/phones', { headers: { origin: 'http://localhost:5173' } })).statusCode).toBe(200)
})
