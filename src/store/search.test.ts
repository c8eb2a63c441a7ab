import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type Message, messageStatuses } from '../domain/message.ts'
import { messageSearch } from '../domain/search/message-search.ts'
import { requestSearch } from '../domain/search/request-search.ts'
import { fits, readSearch } from '../domain/search/search.ts'
import { webhookSearch } from '../domain/search/webhook-search.ts'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { aMessage, anAttempt, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

const minute = 60_000
const now = someTime + 1000 * minute

const pick = <T>(of: readonly T[], i: number): T => of[i % of.length]!

/** Messages that differ in everything that can be asked. */
const messages = Array.from({ length: 120 }, (_, i): Message => {
  const dateCreated = someTime + i * minute * 3
  return aMessage({
    sid: mintSid(i % 4 === 0 ? 'MM' : 'SM', dateCreated),
    accountSid: pick(['ACone', 'ACtwo'], i),
    to: pick(['+819012345678', '+15558675310', 'whatsapp:+447400123456'], i),
    from: pick(['+15550001111', 'Acme', null], i >> 1),
    body: pick(['Your code is 1234', 'ご注文を承りました', 'SÉE YOU', 'a%b_c\\d', ''], i),
    status: pick(messageStatuses, i),
    direction: pick(['inbound', 'outbound-api', 'outbound-reply'], i),
    errorCode: pick([null, 30003, 30999, 21610], i >> 2),
    messagingServiceSid: pick([null, 'MGone', 'MGtwo'], i >> 1),
    mediaUrls: i % 5 === 0 ? ['http://127.0.0.1/cat'] : [],
    dateCreated,
  })
})

const terms = [
  'to:+81* to:*5310 to:*4* to:+15558675310 to:* from:Acme from:acme from:* from:+1* status:failed status:queued status:sent',
  'code:30003 code:30xxx code:xxxxx code:>30003 code:<=21610 direction:inbound service:MGone service:MG* account:ACone',
  'media:yes media:no after:-14h before:-12h after:2026-03-01T01:00Z after:2100-01-01 before:1960-01-01 sid:MM* sid:SM*',
  'code 注文 sée SéE % _c \\d 8190 1234 zebra',
].flatMap((line) => line.split(' '))
const someTerm = fc.constantFrom(...terms, '"code is"')
const someQuery = fc
  .array(
    fc.tuple(fc.boolean(), someTerm).map(([negated, term]) => (negated ? '-' : '') + term),
    { minLength: 1, maxLength: 4 },
  )
  .map((terms) => terms.join(' '))

/** All of a list, by what each page gave as `before`. */
async function all<T>(ask: (before?: string) => Promise<{ rows: readonly T[]; before: string | null }>): Promise<T[]> {
  const found: T[] = []
  for (let before: string | undefined, pages = 0; pages < 200; pages++) {
    const page = await ask(before)
    found.push(...page.rows)
    if (page.before === null) return found
    before = page.before
  }
  throw new Error('the list has no end')
}

describe.each(databases)('a search on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
    await store.keep(outcome(messages.map((one) => add('message', one))))
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('finds the messages that fit, newest first, however the list is cut', { timeout: 60_000 }, async () => {
    const newest = messages.toReversed()
    await fc.assert(
      fc.asyncProperty(someQuery, fc.constantFrom(1, 7, 200), async (query, size) => {
        const search = readSearch(messageSearch, query, now)
        const found = await all((before) => store.messages.latest({}, size, before, search))
        const expected = newest.filter((one) => fits(search, one))
        expect(found.map(({ sid }) => sid)).toEqual(expected.map(({ sid }) => sid))
      }),
      { numRuns: 60 },
    )
  })

  test('narrows what filters leave', async () => {
    const search = readSearch(messageSearch, 'code', now)
    const found = await all((before) => store.messages.latest({ accountSid: 'ACtwo' }, 10, before, search))
    expect(found.length).toBeGreaterThan(5)
    expect(found.every(({ accountSid, body }) => accountSid === 'ACtwo' && body.includes('code'))).toBe(true)
  })

  test('finds requests to applications', async () => {
    const attempts = Array.from({ length: 20 }, (_, i) =>
      anAttempt({
        id: mintSid('WH', someTime + i * minute),
        at: someTime + i * minute,
        url: `http://127.0.0.1/${i % 2 ? 'status' : 'voice'}`,
        duration: i * 100,
        responseStatus: i % 3 === 0 ? 503 : 200,
        errorCode: i % 3 === 0 ? 11200 : null,
        error: i % 3 === 0 ? 'Got HTTP 503' : null,
      }),
    )
    await store.keep(outcome(attempts.map((one) => add('webhookAttempt', one))))
    for (const query of [
      'code:5xx',
      'slow:>1s',
      'failed:yes',
      'failed:no slow:<500ms',
      'url:*/status',
      'VOICE',
      '"got http"',
      'after:2026-03-01T00:10Z',
    ]) {
      const search = readSearch(webhookSearch, query, now)
      const found = await all((before) => store.webhookAttempts.latest({}, 3, before, search))
      const expected = attempts.toReversed().filter((one) => fits(search, one))
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      expect(expected.length).toBeGreaterThan(1)
    }
  })

  test('finds refused requests', async () => {
    const requests = Array.from({ length: 9 }, (_, i) => ({
      id: mintSid('RQ', someTime + i),
      accountSid: null,
      at: someTime + i,
      method: i % 2 ? 'GET' : 'POST',
      path: `/v1/${i}`,
      status: i % 3 ? 404 : 400,
      code: null,
      message: 'No',
      notImplemented: i % 2 === 0,
    }))
    await store.keep(outcome(requests.map((one) => add('refusedRequest', one))))
    for (const query of ['status:404 missing:yes', 'missing:no', 'method:get -path:*/3', 'code:0', '/v1/4']) {
      const search = readSearch(requestSearch, query, now)
      const found = await all((before) => store.refusedRequests.latest({}, 2, before, search))
      expect(found).toEqual(requests.toReversed().filter((one) => fits(search, one)))
    }
  })
})
