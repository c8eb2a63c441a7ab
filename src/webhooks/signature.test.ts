import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepare, type Content, type PreparedRequest } from './prepare-request.ts'
import { sign } from './signature.ts'
import { targetOf } from './target.ts'

type Given = Record<string, string | string[]>
/** What Express hands to a validator. */
interface Incoming {
  protocol: string
  originalUrl: string
  headers: { host: string }
  header(name: string): string | undefined
  body: Given
  rawBody: string | null
}
type ValidateIncoming = (request: Incoming, authToken: string, options: { url?: string }) => boolean
interface Sdk {
  validateRequest(authToken: string, signature: string, url: string, parameters: Given): boolean
  validateRequestWithBody(authToken: string, signature: string, url: string, body: string): boolean
  /** Its name up to major 3, where it does the same. */
  validateExpressRequest: ValidateIncoming
  validateIncomingRequest?: ValidateIncoming
}
const require = createRequire(import.meta.url)
const sdks = ['twilio', 'twilio5', 'twilio4', 'twilio3'] as const
const sdkOf = (name: string) => require(`${name}/lib/webhooks/webhooks`) as Sdk

/** What a form parser makes of a body: repeated names become lists. */
const parsed = (body: string): Given => {
  const form = new URLSearchParams(body)
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, listOrOne(form.getAll(name))]))
}
const listOrOne = (values: string[]) => (values.length === 1 ? (values[0] ?? '') : values)

const token = fc.stringMatching(/^[a-f0-9]{32}$/)
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => new URL(`http://[${address}]`).hostname),
  fc.domain().map((name) => name.toUpperCase()),
)
const port = fc.constantFrom('', ':80', ':443', ':8080')
const user = fc.constantFrom('', 'user:pass@', 'user@', 'us%20er:p%40ss%3A@')
const segment = fc.oneof(fc.stringMatching(/^[\w~!$&()*+,;=:@-]{1,8}$/), fc.constantFrom("it's", 'a%20b', '%E6%97%A5'))
const path = fc.oneof(
  fc.constant(''),
  fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
)
const pair = fc.oneof(
  fc.stringMatching(/^[\w~!$()*+,;:@/?-]{1,6}=[\w~!$()*+,;:@/?-]{0,6}$/),
  fc.constantFrom('a=1', 'a=2', 'a=b+c', 'a=b%20c', 'a=%C3%A9', 'a=%26%3D%2B', 'a%5B%5D=1', 'a', 'a=b=c', ''),
)
const query = fc.oneof(
  fc.constantFrom('', '?'),
  fc.array(pair, { minLength: 1, maxLength: 4 }).map((pairs) => `?${pairs.join('&')}`),
)
const scheme = fc.constantFrom('http://', 'https://')
const fragment = fc.constantFrom('', '#', '#ct=2000&rc=2', '#x?y=z')
const partsOf = (asked: fc.Arbitrary<string>) =>
  fc.tuple(scheme, user, host, port, path, asked, fragment).map((parts) => parts.join(''))
const url = partsOf(query)
const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}$/),
  fc.constantFrom('A', 'a', 'AB', '10', '9', 'é', '日本', 'a[0]', 'a.b', 'a b'),
)
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', 'b', 'B', ' ', '+', '%2B'))
const parameters = fc.array(fc.tuple(name, value), { maxLength: 12 })

const requestOf = (authToken: string, configured: string, method: 'GET' | 'POST', content: Content) =>
  prepare(targetOf(configured)!, method, content, { authToken, idempotencyToken: 'i' })

const signatureOf = ({ shownHeaders }: PreparedRequest): string => shownHeaders['X-Twilio-Signature'] ?? ''

/** A receiver knows scheme and user from its configuration, the rest from the request. */
const asReceived = (configured: string, { path: asked }: PreparedRequest): string => {
  const { protocol, username, password, host: hostHeader } = new URL(configured)
  return `${protocol}//${username}${password && `:${password}`}${username && '@'}${hostHeader}${asked}`
}

const incoming = (configured: string, { path: originalUrl, shownHeaders, body }: PreparedRequest): Incoming => ({
  protocol: new URL(configured).protocol.slice(0, -1),
  originalUrl,
  headers: { host: shownHeaders['Host'] ?? '' },
  header: (asked) => shownHeaders[asked],
  body: shownHeaders['Content-Type']?.includes('form') ? parsed(body ?? '') : {},
  rawBody: body,
})

/** Major 5 takes a URL apart and loses an empty query when it writes the default port, which we sign where it is written. */
const losesQuery = (sdk: string, configured: string): boolean =>
  sdk === 'twilio5' && /^(http:\/\/[^/]*:80|https:\/\/[^/]*:443)(\/[^?]*)?\?(#.*)?$/s.test(configured)

describe.for(sdks)('the validators of the SDK named %s', (sdk) => {
  const { validateRequest, validateRequestWithBody, ...others } = sdkOf(sdk)
  const validateIncoming = others.validateIncomingRequest ?? others.validateExpressRequest

  /** Given the whole URL, and putting it together itself, which it can where it needs no user. */
  const acceptsIncoming = (authToken: string, configured: string, request: PreparedRequest): boolean => {
    const got = incoming(configured, request)
    const whole = validateIncoming(got, authToken, { url: asReceived(configured, request) })
    return whole && (new URL(configured).username !== '' || validateIncoming(got, authToken, {}))
  }

  test('accept every form, at the URL that was configured and at the one that arrives', () => {
    fc.assert(
      fc.property(token, url, parameters, (authToken, configured, form) => {
        fc.pre(!losesQuery(sdk, configured))
        const request = requestOf(authToken, configured, 'POST', { parameters: form })
        const signature = signatureOf(request)
        const received = parsed(request.body ?? '')
        const bare = configured.split('#')[0]!
        expect(validateRequest(authToken, signature, bare, received)).toBe(true)
        expect(validateRequest(authToken, signature, asReceived(configured, request), received)).toBe(true)
        expect(acceptsIncoming(authToken, configured, request)).toBe(true)
        expect(validateRequest(authToken, signature, bare, { ...received, More: 'x' })).toBe(false)
        expect(validateRequest(`${authToken}0`, signature, bare, received)).toBe(false)
      }),
    )
  })

  test('accept every GET, whose parameters are in its query', () => {
    fc.assert(
      fc.property(token, url, parameters, (authToken, configured, form) => {
        fc.pre(form.length > 0 || !losesQuery(sdk, configured))
        const request = requestOf(authToken, configured, 'GET', { parameters: form })
        const received = asReceived(configured, request)
        expect(request.body).toBeNull()
        expect([...new URL(received).searchParams].slice(form.length === 0 ? Infinity : -form.length)).toEqual(form)
        expect(validateRequest(authToken, signatureOf(request), received, {})).toBe(true)
        expect(acceptsIncoming(authToken, configured, request) || form.some(hasQuestionMark)).toBe(true)
        expect(validateRequest(`${authToken}0`, signatureOf(request), received, {})).toBe(false)
      }),
    )
  })

  test('accept every JSON body, whatever digest the URL carried before, and no other body', () => {
    const earlier = fc.array(fc.oneof(pair, fc.constant('bodySHA256=0ld')), { minLength: 1, maxLength: 4 })
    const configured = partsOf(
      fc.oneof(
        query,
        earlier.map((pairs) => `?${pairs.join('&')}`),
      ),
    )
    // An empty body is taken for {} by the validators that read it from the request.
    const body = fc.oneof(fc.json(), fc.string({ unit: 'binary', minLength: 1 }))
    fc.assert(
      fc.property(token, configured, body, (authToken, given, json) => {
        const request = requestOf(authToken, given, 'POST', { parameters: [['not', 'sent']], json })
        const received = asReceived(given, request)
        expect([request.body, request.shownHeaders['Content-Type']]).toEqual([json, 'application/json'])
        expect(request.shownHeaders['Content-Length']).toBe(String(Buffer.byteLength(json)))
        expect(received.match(/bodySHA256=/g)).toHaveLength(1)
        expect(validateRequestWithBody(authToken, signatureOf(request), received, json)).toBe(true)
        expect(acceptsIncoming(authToken, given, request)).toBe(true)
        expect(validateRequestWithBody(authToken, signatureOf(request), received, `${json} `)).toBe(false)
      }),
    )
  })
})

/** All write a `%3F` as `?` where they put a URL together themselves. */
const hasQuestionMark = (pairOfForm: readonly [string, string]): boolean => pairOfForm.join('').includes('?')

/** Which of them accept a form, given the URL, and a request from which they put it together. */
const acceptedBy = (configured: string) => {
  const request = requestOf('12345', configured, 'POST', { parameters: [['Body', 'x']] })
  const received = asReceived(configured, request)
  const by = (accepts: (sdk: Sdk) => boolean) => sdks.filter((sdk) => accepts(sdkOf(sdk))).join(' ')
  return {
    given: by((sdk) => sdk.validateRequest('12345', signatureOf(request), received, { Body: 'x' })),
    together: by((sdk) =>
      (sdk.validateIncomingRequest ?? sdk.validateExpressRequest)(incoming(configured, request), '12345', {}),
    ),
  }
}

describe('the validators differ where a URL', () => {
  const all = sdks.join(' ')
  const butMajor5 = 'twilio twilio4 twilio3'
  test.for([
    ['has a query that needs no escape', 'https://example.com/a?b=c', all, all],
    ['has a quote in its query', "https://example.com/a?b=it's", all, all],
    ['has a quote in its query, and its default port written', "https://example.com:443/?b='", butMajor5, butMajor5],
    ['has a quote in its query, once escaped and once not', "https://example.com/?b='%27", butMajor5, butMajor5],
    ['ends with a question mark', 'https://example.com/a?', all, all],
    ['ends with one, and has its default port written', 'https://example.com:443/a?', butMajor5, butMajor5],
    ['has an escaped question mark in its path', 'https://example.com/a%3Fb?c=d', all, ''],
    ['has an escaped question mark in its query', 'https://example.com/a?b=%3F', all, 'twilio twilio5'],
    ['has a user, which no request shows', 'https://user:pass@example.com/a', all, ''],
  ] as const)('%s', ([, configured, given, together]) => {
    expect(acceptedBy(configured)).toEqual({ given, together })
  })
})

test('the sample of the security guide is signed as printed there', () => {
  const sample = [
    ['CallSid', 'CA1234567890ABCDE'],
    ['Caller', '+14158675309'],
    ['Digits', '1234'],
    ['From', '+14158675309'],
    ['To', '+18005551212'],
  ] as const
  expect(sign('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', sample)).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

test('the fragment is not signed', () => {
  expect(sign('12345', 'https://example.com/a#rc=2')).toBe(sign('12345', 'https://example.com/a'))
})
