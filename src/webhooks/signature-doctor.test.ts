import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, test } from 'vitest'
import { mistakeReference } from '../../scripts/mistake-reference.ts'
import { computedBy, formOf, mistakenReceivers, otherSecrets, usual } from './mistaken-receivers.testing.ts'
import { bodyMistakes } from './mistakes/body-mistakes.ts'
import type { Known } from './mistakes/mistake.ts'
import { bodyDigest, type Parameters } from './signature.ts'
import { examine, explain, explainBody, mistakes, withDigest } from './signature-doctor.ts'

const { getExpectedTwilioSignature, validateRequest, validateRequestWithBody } = webhooks

const token = '0123456789abcdef0123456789abcdef'
const known: Known = {
  addresses: ['https://shop.example/sms#rc=2', 'https://shop.example/x/../sms'],
  hosts: ['app.internal:9090', 'localhost', '127.0.0.1'],
  secrets: otherSecrets,
  accountSid: 'AC0',
  body: null,
}
const requestOf = (url: string, parameters: Parameters = usual) => ({ url, parameters, authToken: token })

/** The address at which a mistake makes a difference. */
const originOf = (mistake: string) =>
  ({ 'https-for-http': 'http://shop.example', 'port-left-out': 'https://shop.example:8443' })[mistake] ??
  'https://shop.example'

describe('a receiver that makes one mistake is found out by what it computed:', () => {
  test.each(mistakenReceivers.map((receiver, at) => [at, receiver.mistake, receiver] as const))(
    '%i %s',
    (_at, mistake, receiver) => {
      const { user = '', path = '/sms', parameters = usual } = receiver
      const url = originOf(mistake).replace('//', `//${user}`) + path
      const received = computedBy(receiver, { token, url, parameters: formOf(parameters) }, parameters)
      const request = requestOf(url, parameters)
      expect(explain(received, request, known)).toMatchObject({ mistake })
      expect(examine(request, known).guesses).toContainEqual(expect.objectContaining({ mistake, signature: received }))
    },
  )

  test('each mistake that is known has such a receiver, or a test below', () => {
    const tested = new Set(mistakenReceivers.map(({ mistake }) => mistake))
    const below = ['digest-left-out', 'json-signed-as-parameters']
    expect(mistakes.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual(below)
    expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length)
  })
})

describe('a body that is no form', () => {
  const body = '{"event": "sent", "to": "+1555", "tags": ["é", "a/b"]}'
  const url = withDigest('https://shop.example/events?shop=1', body)
  const request = requestOf(url, [])
  const withBody = { ...known, body }

  test('is signed by its digest, which the URL gets once', () => {
    expect(url).toBe(`https://shop.example/events?shop=1&bodySHA256=${bodyDigest(body)}`)
    expect(withDigest(url, body)).toBe(url)
    expect(withDigest(url, '{}')).toBe(`https://shop.example/events?shop=1&bodySHA256=${bodyDigest('{}')}`)
    expect(withDigest('no address', body)).toBe('no address')
    const { signature, signed, bodySha256 } = examine(request, withBody)
    expect([signed, bodySha256]).toEqual([url, bodyDigest(body)])
    expect(validateRequestWithBody(token, signature, url, body)).toBe(true)
  })

  test.each([
    ['digest-left-out', getExpectedTwilioSignature(token, 'https://shop.example/events?shop=1', {})],
    ['query-left-out', getExpectedTwilioSignature(token, 'https://shop.example/events', {})],
    ['json-signed-as-parameters', getExpectedTwilioSignature(token, url, JSON.parse(body) as Record<string, string>)],
  ])('%s', (mistake, received) => {
    // Lists are joined otherwise by the SDK: it takes them for repeated names.
    const plain = { ...withBody, body: mistake.startsWith('json') ? '{"event":"sent"}' : body }
    const computed = mistake.startsWith('json') ? getExpectedTwilioSignature(token, url, { event: 'sent' }) : received
    expect(explain(computed, request, plain)).toMatchObject({ mistake })
  })

  test.each([
    ['raw-body-missing', '{}'],
    ['raw-body-missing', ''],
    ['body-written-anew', JSON.stringify(JSON.parse(body))],
    ['body-written-anew', `${body}\n`],
  ])('that is another one than was sent: %s, %j', (mistake, other) => {
    const { signature, bodySha256 } = examine(request, withBody)
    expect(validateRequestWithBody(token, signature, url, other)).toBe(false)
    expect(explainBody(other, bodySha256)).toMatchObject({ mistake })
    expect(explainBody(body, bodySha256)).toBeNull()
    expect(explainBody(other, null)).toBeNull()
  })

  test('is written anew as the writers of JavaScript, Python and PHP do', () => {
    const { taken } = bodyMistakes[0]!
    const forms = taken('{ "a":{}, "b" : ["é/", 1, {"c": "x\\n y"}] }')
    expect(forms).toEqual(
      expect.arrayContaining([
        '{"a":{},"b":["é/",1,{"c":"x\\n y"}]}',
        '{"a": {}, "b": ["\\u00e9/", 1, {"c": "x\\n y"}]}',
        '{"a": {}, "b": ["é/", 1, {"c": "x\\n y"}]}',
        '{"a":{},"b":["\\u00e9\\/",1,{"c":"x\\n y"}]}',
      ]),
    )
    expect(taken(' no json ')).toEqual(['no json'])
  })
})

test('two mistakes at once are both named', () => {
  const url = 'https://shop.example/api/sms?x=1'
  const received = getExpectedTwilioSignature(token, 'http://shop.example/sms?x=1', formOf(usual))
  expect(explain(received, requestOf(url), known)).toMatchObject({
    mistake: 'http-for-https + path-prefix-left-out',
    words: expect.stringMatching(/http:\/\/ in place of https[^]* And: [^]*beginning of the path/) as string,
    fix: expect.stringMatching(/trust proxy[^]* And: [^]*originalUrl/) as string,
  })
})

test('two mistakes are not looked for in a text that is very long, one is', () => {
  const parameters: Parameters = [['Body', 'x'.repeat(20_000)]]
  const of = (url: string) => getExpectedTwilioSignature(token, url, formOf(parameters))
  const request = requestOf('https://shop.example/api/sms', parameters)
  expect(explain(of('http://shop.example/api/sms'), request, known)).toMatchObject({ mistake: 'http-for-https' })
  expect(explain(of('http://shop.example/sms'), request, known)).toBeNull()
})

test('a signature that no mistake explains is left unexplained', () => {
  const received = getExpectedTwilioSignature('no such token', 'https://shop.example/sms', formOf(usual))
  expect(explain(received, requestOf('https://shop.example/sms'), known)).toBeNull()
  expect(explain('', requestOf('no address'), known)).toBeNull()
})

test('every mistake says what is wrong and what to do, and what it makes is told once', () => {
  for (const { words, fix } of [...mistakes, ...bodyMistakes]) {
    expect(words).toMatch(/^The application .*\.$/)
    expect(fix.length).toBeGreaterThan(40)
  }
  const { signature, guesses } = examine(requestOf('https://u:p@shop.example:8443/a/b%20c?d=e%20f'), known)
  const signatures = [signature, ...guesses.map((guess) => guess.signature)]
  expect(new Set(signatures).size).toBe(signatures.length)
  expect(guesses.length).toBeLessThan(120)
})

test('the table of the guide is the one that `npm run docs` writes', () => {
  const guide = readFileSync(new URL('../../docs/guide/signatures.md', import.meta.url), 'utf8')
  expect(guide).toBe(mistakeReference(guide))
})

describe('a correct receiver', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '+', '%41', ' a '))
  const form = fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z]{1,6}$/), text), { maxLength: 8 })
  const url = fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.constantFrom('', 'user:pass@'),
      fc.oneof(fc.domain(), fc.constantFrom('localhost', '127.0.0.1', '[::1]')),
      fc.constantFrom('', ':80', ':443', ':3000', ':8443'),
      fc.constantFrom('/', '/sms', '/sms/', '/a/b%20c', '/caf%C3%A9'),
      fc.constantFrom('', '?', '?a=b', "?a=it's+x%20y", '?a=1&a=2', `?bodySHA256=${'0'.repeat(64)}`),
    )
    .map(([scheme, user, host, port, path, query]) => `${scheme}://${user}${host}${port}${path}${query}`)
  const tolerated = /^(port|query-(decoded|encoded)|path-decoded)/

  test('is never told to make a mistake', () => {
    fc.assert(
      fc.property(url, form, fc.option(fc.json(), { nil: null }), (address, parameters, body) => {
        const request = requestOf(address, parameters)
        const right = getExpectedTwilioSignature(token, address, formOf(parameters))
        const { signature, signed, guesses } = examine(request, { ...known, body })
        expect(signature).toBe(right)
        expect(explain(right, request, { ...known, body })).toBeNull()
        for (const guess of guesses) {
          expect(guess.signature).not.toBe(right)
          // Only what signs otherwise signs the same text.
          if (!/token|secret|signature/.test(guess.mistake)) expect(guess.signed).not.toBe(signed)
          // The official validator tries ports and escapes of its own; it takes nothing else of this.
          if (tolerated.test(guess.mistake)) continue
          expect(validateRequest(token, guess.signature, address, formOf(parameters)), guess.mistake).toBe(false)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('is told nothing of what was signed by chance', () => {
    fc.assert(
      fc.property(url, form, fc.base64String({ minLength: 28, maxLength: 28 }), (address, parameters, chance) => {
        expect(explain(chance, requestOf(address, parameters), known)).toBeNull()
      }),
      { numRuns: 20 },
    )
  })
})
