import { describe, expect, test } from 'vitest'
import { aMessage, anAttempt } from '../../store/records.testing.ts'
import type { Message } from '../message.ts'
import { messageSearch } from './message-search.ts'
import { requestSearch } from './request-search.ts'
import { fits, readSearch } from './search.ts'
import { webhookSearch } from './webhook-search.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const hour = 3_600_000
const found = (query: string, message: Partial<Message>) =>
  fits(readSearch(messageSearch, query, now), aMessage(message))

describe('messages are found by', () => {
  test.each<[string, Partial<Message>, boolean]>([
    ['to:+819012345678', { to: '+819012345678' }, true],
    ['to:+8190*', { to: '+819012345678' }, true],
    ['to:+8190*', { to: '+818012345678' }, false],
    ['to:*5678', { to: '+819012345678' }, true],
    ['to:*1234*', { to: '+819012345678' }, true],
    ['to:+1* to:+44*', { to: '+441' }, true],
    ['to:+1* from:+1*', { to: '+15', from: '+44' }, false],
    ['from:*', { from: null }, false],
    ['-from:*', { from: null }, true],
    ['-from:+1*', { from: null }, true],
    ['status:failed', { status: 'failed' }, true],
    ['status:FAILED', { status: 'failed' }, true],
    ['-status:failed -status:sent', { status: 'sent' }, false],
    ['-status:failed -status:sent', { status: 'queued' }, true],
    ['code:30003', { errorCode: 30003 }, true],
    ['code:30xxx', { errorCode: 30999 }, true],
    ['code:30xxx', { errorCode: 31000 }, false],
    ['code:>=30004', { errorCode: 30003 }, false],
    ['code:30003', { errorCode: null }, false],
    ['service:MG*', { messagingServiceSid: 'MGx' }, true],
    ['direction:inbound', { direction: 'outbound-api' }, false],
    ['media:yes', { mediaUrls: ['x'] }, true],
    ['media:no', { mediaUrls: ['x'] }, false],
    ['after:-1h', { dateCreated: now - hour }, true],
    ['after:-1h', { dateCreated: now - hour - 1 }, false],
    ['before:2026-01-02', { dateCreated: Date.UTC(2026, 0, 2) }, false],
    ['before:2026-01-02', { dateCreated: Date.UTC(2026, 0, 2) - 1 }, true],
    ['after:2026-01-02T12:00+09:00', { dateCreated: Date.UTC(2026, 0, 2, 3) }, true],
    ['hello WORLD', { body: 'World, Hello' }, true],
    ['"hello world"', { body: 'world hello' }, false],
    ['-hello', { body: 'Hello' }, false],
    ['注文', { body: 'ご注文ありがとう' }, true],
    ['ﾃｽﾄ', { body: 'これはテストです' }, true],
    ['90123', { to: '+819012345678', body: '' }, true],
  ])('%j of %j: %j', (query, message, is) => {
    expect(found(query, message)).toBe(is)
  })
})

describe('what is no key, or no value, is refused with what may be written:', () => {
  test.each([
    ['statis:x', 'at character 1: there is no key "statis": did you mean status? There are to, from, status,'],
    ['form:x', 'did you mean from?'],
    ['http://x', 'there is no key "http". There are to, from'],
    ['a -status:gone', 'at character 11: status: wants one of accepted, scheduled'],
    ['code:x1', 'at character 6: code: wants a whole number such as 404, 4xx, or >=400'],
    ['to:1*2', 'to: wants a text, with * only at its beginning or end'],
    ['after:yesterday', 'after: wants a day such as 2026-01-02'],
    ['after:2026-02-30', 'after: wants a day'],
    ['after:2026-01-02T25:00', 'after: wants a day'],
    ['media:maybe', 'media: wants yes or no'],
    ['constructor:x', 'there is no key "constructor"'],
  ])('%j', (query, words) => {
    expect(() => readSearch(messageSearch, query, now)).toThrow(words)
  })
})

test.each<[string, Parameters<typeof anAttempt>[0], boolean]>([
  ['code:5xx', { responseStatus: 503 }, true],
  ['code:5xx', { responseStatus: null }, false],
  ['slow:>1s', { duration: 1000 }, false],
  ['slow:>1s', { duration: 1001 }, true],
  ['slow:<=1.5s', { duration: 1500 }, true],
  ['failed:yes', { errorCode: 11200 }, true],
  ['failed:no', { errorCode: 11200 }, false],
  ['method:get', { method: 'GET' }, true],
  ['url:*/status', { url: 'http://a/status' }, true],
  ['kind:status kind:replay', { kind: 'replay' }, true],
])('webhooks are found by %j of %j: %j', (query, attempt, is) => {
  expect(fits(readSearch(webhookSearch, query, now), anAttempt(attempt))).toBe(is)
})

test('refused requests are found by what there is nothing for', () => {
  const request = { id: 'RQ1', accountSid: null, at: now, method: 'GET', path: '/v1/Nothing', status: 404, code: 20404 }
  const search = readSearch(requestSearch, 'missing:yes status:4xx path:/v1/* nothing', now)
  expect(fits(search, { ...request, message: 'Not found', notImplemented: true })).toBe(true)
  expect(fits(search, { ...request, message: 'Not found', notImplemented: false })).toBe(false)
})

test('a query is written back as one would usually write it', () => {
  expect(readSearch(messageSearch, ' TO:+1*   "hello" -"a b"', now).query).toBe('to:+1* hello -"a b"')
})
