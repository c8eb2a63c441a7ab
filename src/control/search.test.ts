import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { aMessage, anAttempt } from '../store/records.testing.ts'
import { type RunningControl, now, runningControl } from './running-control.testing.ts'

let control: RunningControl
const hour = 3_600_000
const messages = [
  aMessage({ sid: mintSid('SM', now - 3 * hour), dateCreated: now - 3 * hour, body: 'Old', status: 'failed' }),
  aMessage({ sid: mintSid('MM', now - 60_000), dateCreated: now - 60_000, body: 'Your code', to: '+819012345678' }),
  aMessage({ sid: mintSid('SM', now), dateCreated: now, body: 'ご注文', status: 'failed', errorCode: 30003 }),
]
beforeAll(async () => {
  control = await runningControl()
  const at = now
  const attempts = [
    anAttempt({ at, duration: 1500, responseStatus: 503, errorCode: 11200, error: 'Got HTTP 503' }),
    anAttempt({ at, duration: 15 }),
  ]
  const request = { accountSid: null, at, method: 'GET', path: '/v1/Nothing', status: 404, code: 20404 }
  await control.store.keep(
    outcome([
      ...messages.map((one) => add('message', one)),
      ...attempts.map((one) => add('webhookAttempt', one)),
      add('refusedRequest', { id: mintSid('RQ', at), ...request, message: 'Not found', notImplemented: true }),
    ]),
  )
})
afterAll(() => control.close())

const asked = (list: string, q: string, more = '') => control.ask(`/${list}?q=${encodeURIComponent(q)}${more}`)
const bodies = async (q: string, more = '') => {
  const { json } = await asked('messages', q, more)
  return (json.messages as { body: string }[]).map(({ body }) => body)
}

test.each([
  ['to:+8190*', ['Your code']],
  ['status:failed', ['ご注文', 'Old']],
  ['status:failed after:-1h', ['ご注文']],
  ['注文', ['ご注文']],
  ['-注文 -"your code"', ['Old']],
  ['code:30003', ['ご注文']],
])('messages are found by %j, beside the filters that there are', async (q, found) => {
  expect(await bodies(q)).toEqual(found)
  expect(await bodies(q, '&status=delivered')).toEqual([])
})

test('webhooks and refused requests are found by keys of theirs', async () => {
  expect((await asked('webhooks', 'code:5xx slow:>1s failed:yes')).json.webhooks).toMatchObject([{ duration: 1500 }])
  expect((await asked('requests', 'missing:yes path:/v1/*')).json.requests).toMatchObject([{ code: 20404 }])
  expect((await asked('requests', 'missing:no')).json.requests).toEqual([])
})

describe('a query that is wrong is refused with where and why:', () => {
  test.each([
    ['messages', 'to:+1* statis:sent', 'q: at character 8: there is no key "statis": did you mean status?'],
    ['messages', 'to: 81*', 'q: at character 4: to: wants a value right behind it'],
    ['webhooks', 'code:5y', 'q: at character 6: code: wants a whole number such as 404, 4xx, or >=400'],
    ['requests', '"open', 'q: at character 1: this quote is not closed'],
    ['messages', 'x'.repeat(1001), 'q is a text of at most 1000 characters'],
    ['events', 'kind:x', 'q: at character 1: there is no key "kind"'],
  ])('%s, %j', async (list, q, words) => {
    const { status, json } = await asked(list, q)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})

test('the keys of each list are told, with what they want', async () => {
  const { json } = await control.ask('/search/keys')
  const lists = json.lists as Record<string, { keys: { key: string; values?: string[] }[]; texts: string[] }>
  expect(Object.keys(lists)).toEqual(['messages', 'webhooks', 'requests'])
  expect(lists.messages?.texts).toEqual(['body', 'to', 'from'])
  expect(lists.messages?.keys.find(({ key }) => key === 'media')).toEqual({
    key: 'media',
    words: 'Whether it has media.',
    kind: 'word',
    expects: 'yes or no',
    values: ['yes', 'no'],
  })
})

test('how far the index has come is told', async () => {
  expect((await control.ask('/search/index')).json).toEqual({ upTo: null, waiting: 3, behind: 0 })
  const { last } = { last: messages[0]!.sid.slice(2) }
  await control.store.keep(outcome([add('textBlock', { last, version: 1, total: 1 })]))
  expect((await control.ask('/search/index')).json).toMatchObject({
    upTo: new Date(now - 3 * hour).toISOString(),
    waiting: 2,
  })
})
