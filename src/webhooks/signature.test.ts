import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formBody, queryText } from './form.ts'
import { sign, signBody } from './signature.ts'
import { targetOf, withQuery } from './target.ts'

type Given = Record<string, string | string[]>
interface Sdk {
  validateRequest(authToken: string, signature: string, url: string, parameters: Given): boolean
  validateRequestWithBody(authToken: string, signature: string, url: string, body: string): boolean
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
const user = fc.constantFrom('', 'user:pass@', 'user@')
const segment = fc.stringMatching(/^[\w~!$&()*+,;=:@-]{1,8}$/)
const path = fc.oneof(
  fc.constant(''),
  fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
)
const query = fc.oneof(
  fc.constant(''),
  fc
    .array(fc.stringMatching(/^[\w~!$()*+,;:@/?-]{1,6}=[\w~!$()*+,;:@/?-]{0,6}$/), { minLength: 1, maxLength: 3 })
    .map((parts) => `?${parts.join('&')}`),
)
const url = fc
  .tuple(fc.constantFrom('http://', 'https://'), user, host, port, path, query, fc.constantFrom('', '#ct=2000&rc=2'))
  .map((parts) => parts.join(''))
const name = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}$/), fc.constantFrom('A', 'a', 'AB'))
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', 'b', 'B'))
const parameters = fc.array(fc.tuple(name, value), { maxLength: 12 })

describe.for(sdks)('the validator of the SDK named %s', (sdk) => {
  const { validateRequest, validateRequestWithBody } = sdkOf(sdk)

  test('accepts the signature of every form, at the URL that was configured and at the one that arrives', () => {
    fc.assert(
      fc.property(token, url, parameters, (authToken, configured, form) => {
        const target = targetOf(configured)!
        const signature = sign(authToken, target.url, form)
        const received = parsed(formBody(form))
        expect(validateRequest(authToken, signature, configured.split('#')[0]!, received)).toBe(true)
        expect(validateRequest(authToken, signature, asReceived(configured, target.path), received)).toBe(true)
        expect(validateRequest(authToken, signature, configured.split('#')[0]!, { ...received, More: 'x' })).toBe(false)
      }),
    )
  })

  test('accepts the signature of every GET', () => {
    fc.assert(
      fc.property(token, url, parameters, (authToken, configured, form) => {
        const target = withQuery(targetOf(configured)!, queryText(form))
        const signature = sign(authToken, target.url)
        expect(validateRequest(authToken, signature, asReceived(configured, target.path), {})).toBe(true)
        expect(validateRequest(`${authToken}0`, signature, asReceived(configured, target.path), {})).toBe(false)
      }),
    )
  })

  test('accepts a signed body, and no other body', () => {
    const { url: called, signature } = signBody('12345', 'https://example.com/hook?a=1#rc=2', '{"a":1}')
    expect(validateRequestWithBody('12345', signature, called, '{"a":1}')).toBe(true)
    expect(validateRequestWithBody('12345', signature, called, '{"a":2}')).toBe(false)
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

/** A receiver knows scheme and user from its configuration, the rest from the request. */
const asReceived = (configured: string, path: string): string => {
  const { protocol, username, password, host: hostHeader } = new URL(configured)
  return `${protocol}//${username}${password && `:${password}`}${username && '@'}${hostHeader}${path}`
}
