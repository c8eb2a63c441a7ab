import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHostileReceivers, type HostileReceivers } from '../../test/hostile-receivers.ts'
import { everyAddress } from './address-rules.ts'
import { webhookCaller, type WebhookAnswer, type WebhookCaller } from './call-webhook.ts'
import { post } from './receiver.testing.ts'

const totalTimeout = 3_000
const fragment = `#ct=2000&rt=2000&tt=${totalTimeout}&rc=0`

/** How a call of each of them ends: with this fault, or, where there is none, with so many bytes of a body. */
const expected = {
  'says nothing': { code: 11200, status: null },
  'says nothing behind its head': { code: 11200 },
  'stops in its body': { code: 11200 },
  'drips its head': { code: 11200, status: null },
  'drips its body': { code: 11200 },
  'drips informational answers': { code: 11200, status: null },
  resets: { code: 11200, status: null },
  'resets in its body': { code: 11200 },
  'closes one half': { code: 11200, status: null },
  'closes one half in its head': { code: 11200, status: null },
  'closes one half in its body': { code: 11200 },
  'redirects in a circle': { code: 11215, status: 302, attempts: 3 },
  'redirects eleven times': { code: 11215, status: 307, attempts: 11 },
  'sends a gigabyte': { truncated: true },
  'sends a gigabyte in chunks': { truncated: true },
  'sends a gigabyte until it closes': { truncated: true },
  'sends a gigabyte with a failure': { code: 11200, status: 500, truncated: true },
  'sends headers without end': { code: 11206, status: null },
  'sends a header without end': { code: 11206, status: null },
  'sends a reason without end': { code: 11206, status: null },
  'sends empty lines without end': { code: 11206, status: null },
  'sends 100 Continue without end': { code: 11206, status: null },
  'sends 103 Early Hints without end': { code: 11206, status: null },
  'sends a chunk extension without end': { code: 11206 },
  'sends a chunk for each byte': { code: 11206 },
  'sends trailers without end': { code: 11206 },
  'sends a gzip bomb': { truncated: true },
  'sends gzip bombs without end': { truncated: true },
  'sends gzip parts that hold nothing': { code: 11206 },
  'sends a gzip name without end': { code: 11206 },
  'calls gzip what is none': { code: 11206 },
  'sends garbage behind the head of a gzip': { code: 11206 },
  'breaks off its gzip': { code: 11206 },
  'packs as nobody asked for': { body: 200 },
  fails: { code: 11200, status: 500 },
  'speaks HTTP/1.0 without a length': { body: 11 },
  'sends more than its length': { body: 11 },
  'sends two lengths': { code: 11206, status: null },
  'sends a length below zero': { code: 11206, status: null },
  'sends a length that is no number': { code: 11206, status: null },
  'sends a length and chunks': { code: 11206, status: null },
  'sends the status 099': { code: 11206, status: null },
  'sends the status 99': { code: 11206, status: null },
  'sends the status 999': { code: 11200, status: 999 },
  'sends the status 1000': { code: 11206, status: null },
  'speaks something else': { code: 11206, status: null },
  'has a certificate out of date': { code: 11236, status: null },
  'has a certificate for another host': { code: 11235, status: null },
  'has a certificate that nobody vouches for': { code: 11237, status: null },
  'does not finish the handshake': { code: 11205, status: null },
  'speaks no TLS where it is due': { code: 11220, status: null },
} satisfies Record<string, Expected> as Readonly<Record<string, Expected>>
interface Expected {
  code?: number
  status?: number | null
  attempts?: number
  truncated?: boolean
  body?: number
}

const urlsOf = ({ answers, secure }: HostileReceivers): Record<string, string> => {
  const at = (scheme: string, port: number | undefined) => `${scheme}://app.example:${port}/0${fragment}`
  return {
    ...Object.fromEntries(Object.entries(answers).map(([name, port]) => [name, at('http', port)])),
    'has a certificate out of date': at('https', secure.expired),
    'has a certificate for another host': at('https', secure.stranger),
    'has a certificate that nobody vouches for': at('https', secure.selfSigned),
    'does not finish the handshake': at('https', secure.hanging),
    'speaks no TLS where it is due': at('https', answers['fails']),
  }
}

setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void
/** Megabytes: in memory, and of those what the engine counts. */
const memory = () => {
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss: rss / 1e6, counted: (heapUsed + external) / 1e6 }
}

let receivers: HostileReceivers

type Ended = WebhookAnswer & { took: number }
const timed = async (caller: WebhookCaller, url: string): Promise<Ended> => {
  const start = performance.now()
  const answer = await caller.call(post(url))
  return { ...answer, took: performance.now() - start }
}

const ended = new Map<string, Ended>()
let before: ReturnType<typeof memory>
let after: typeof before
let most = 0
beforeAll(async () => {
  receivers = await openHostileReceivers()
  await using caller = webhookCaller({
    addresses: everyAddress,
    clockNow: Date.now,
    trusted: receivers.trusted,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const urls = urlsOf(receivers)
  // What is loaded once, the certificates of the authorities, and the room that the engine takes for any calls are no growth.
  await caller.call(post(urls['has a certificate out of date']!))
  for (let time = 0; time < 10; time++)
    await Promise.all(Array.from({ length: 50 }, () => caller.call(post(urls['sends more than its length']!))))
  collectGarbage()
  before = memory()
  const watch = setInterval(() => (most = Math.max(most, memory().rss)), 10)
  await Promise.all(Object.entries(urls).map(async ([name, url]) => ended.set(name, await timed(caller, url))))
  clearInterval(watch)
  collectGarbage()
  after = memory()
})
afterAll(() => receivers[Symbol.asyncDispose]())

describe('of receivers that do their worst, all at the same time,', () => {
  test('none is forgotten', () => {
    expect([...ended.keys()].toSorted()).toEqual(Object.keys(expected).toSorted())
  })

  test.for(Object.entries(expected))('one that %s is called in time, and its fault is known', ([name, wanted]) => {
    const { code = null, status = 200, attempts = 1, truncated = false } = wanted
    const body = truncated ? 65_536 : (wanted.body ?? 0)
    const answer = ended.get(name)!
    const last = answer.attempts.at(-1)!
    expect(answer).toMatchObject({ ok: code === null, truncated })
    expect(answer.attempts).toHaveLength(attempts)
    expect(last).toMatchObject({ errorCode: code, responseStatus: status })
    expect(last.error === null).toBe(code === null)
    expect(last.responseBody).toHaveLength(body)
    expect(answer.took).toBeLessThan(totalTimeout + 500)
  })

  test('all together take less than 50 MB', () => {
    expect(most - before.rss).toBeLessThan(50)
    expect(after.rss - before.rss).toBeLessThan(50)
    expect(after.counted - before.counted).toBeLessThan(25)
  })
})
