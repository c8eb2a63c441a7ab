import { createHmac } from 'node:crypto'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { formBody } from './form.ts'
import type { OtherSecret } from './mistakes/mistake.ts'
import type { Parameters } from './signature.ts'

const { getExpectedTwilioSignature, validateRequest } = webhooks

type Form = Record<string, string | string[]>

/** What a receiver gives to the validator of the official SDK. */
export interface Seen {
  token: string
  url: string
  parameters: Form
}

export interface MistakenReceiver {
  mistake: string
  /** Behind the host, with what makes the mistake one. */
  path?: string
  user?: string
  parameters?: Parameters
  /** What it gives to the validator in place of what is right. */
  sees?(right: Seen, sent: Parameters): Partial<Seen>
  /** For those who compute by themselves. */
  computes?(right: Seen, sent: Parameters): string
}

/** Whether a receiver takes a request, by the validator that it has. */
export const takes = (
  { sees, computes }: MistakenReceiver,
  signature: string,
  right: Seen,
  sent: Parameters,
): boolean => {
  if (computes) return computes(right, sent) === signature
  const seen = { ...right, ...sees?.(right, sent) }
  return validateRequest(seen.token, signature, seen.url, seen.parameters)
}

/** What a receiver computes where it shows that. */
export const computedBy = ({ sees, computes }: MistakenReceiver, right: Seen, sent: Parameters): string => {
  if (computes) return computes(right, sent)
  const seen = { ...right, ...sees?.(right, sent) }
  return getExpectedTwilioSignature(seen.token, seen.url, seen.parameters)
}

/** What a form parser makes of parameters: repeated names become lists. */
export const formOf = (parameters: Parameters): Form => {
  const form: Form = {}
  for (const [name, value] of parameters) {
    const before = form[name]
    form[name] = before === undefined ? value : [before, value].flat()
  }
  return form
}

export const usual: Parameters = [
  ['To', '+15551234567'],
  ['From', '+15557654321'],
  ['Body', ' 50%25 of é '],
  ['MediaUrl', ''],
  ['Tag', 'a'],
  ['Tag', 'b'],
]

const edited = (pattern: RegExp, by: string) => (right: Seen) => ({ url: right.url.replace(pattern, by) })
const each = (change: (value: string) => string) => (_right: Seen, sent: Parameters) => ({
  parameters: formOf(sent.map(([name, value]) => [name, change(value)])),
})
const text = ({ url }: Seen, sent: Parameters) => url + sent.flat().join('')
const hmac = (digest: string, encoding: 'hex' | 'base64') => (right: Seen, sent: Parameters) => {
  const sorted = [...sent].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  return createHmac(digest, right.token).update(text(right, sorted)).digest(encoding)
}

export const otherSecrets: readonly OtherSecret[] = [
  { kind: 'test-token', text: 'the test token' },
  { kind: 'parent-token', text: 'the parent token' },
  { kind: 'other-account-token', text: 'the token of another' },
  { kind: 'api-key-secret', text: 'the secret of a key' },
  { kind: 'other-secret', text: 'what nobody knows' },
]

/** Receivers that make precisely one mistake each; at least one for every mistake that is known. */
export const mistakenReceivers: readonly MistakenReceiver[] = [
  { mistake: 'http-for-https', sees: edited(/^https:/, 'http:') },
  { mistake: 'https-for-http', sees: edited(/^http:/, 'https:') },
  { mistake: 'port-left-out', sees: edited(/:\d+\//, '/') },
  {
    mistake: 'port-added',
    computes: ({ token, url, parameters }) =>
      getExpectedTwilioSignature(token, url.replace(/(?<=\/\/[^/]*)\//, ':443/'), parameters),
  },
  { mistake: 'other-host', sees: edited(/\/\/[^/]+/, '//localhost:3000') },
  { mistake: 'other-host', sees: edited(/^https?:\/\/[^/]+/, 'https://127.0.0.1:8080') },
  { mistake: 'other-host', sees: edited(/\/\/[^/]+/, '//app.internal:9090') },
  { mistake: 'path-prefix-left-out', path: '/api/sms', sees: edited(/\/api/, '') },
  { mistake: 'path-prefix-left-out', path: '/a/b/sms', sees: edited(/\/a\/b/, '') },
  { mistake: 'path-prefix-left-out', path: '/sms?x=1', sees: edited(/\/sms/, '/') },
  { mistake: 'trailing-slash-added', path: '/sms?x=1', sees: edited(/\/sms/, '/sms/') },
  { mistake: 'trailing-slash-left-out', path: '/sms/?x=1', sees: edited(/\/sms\//, '/sms') },
  { mistake: 'query-left-out', path: '/sms?shop=1', sees: edited(/\?.*/, '') },
  {
    mistake: 'query-decoded',
    path: '/sms?name=a%20b%2Bc',
    sees: ({ url }) => ({ url: decodeURIComponent(url) }),
  },
  { mistake: 'query-encoded-again', path: '/sms?name=a%20b', sees: edited(/%20/, '%2520') },
  {
    mistake: 'query-encoded-again',
    path: '/sms?name=a%20b&x=~',
    // The validator of the SDK takes that for right.
    computes: (right) =>
      getExpectedTwilioSignature(right.token, edited(/\?.*/, '?name=a+b&x=%7E')(right).url, right.parameters),
  },
  {
    mistake: 'path-decoded',
    path: '/caf%C3%A9/a%2Fb',
    sees: ({ url }) => ({ url: decodeURIComponent(url) }),
  },
  { mistake: 'userinfo-left-out', user: 'user:pass@', sees: edited(/user:pass@/, '') },
  { mistake: 'userinfo-left-out', user: 'user:pass@', sees: edited(/:pass@/, '@') },
  { mistake: 'fragment-kept', sees: ({ url }) => ({ url: `${url}#rc=2` }) },
  {
    mistake: 'address-as-configured',
    // The validator of the SDK takes that for right.
    computes: (right) =>
      getExpectedTwilioSignature(right.token, edited(/\/sms/, '/x/../sms')(right).url, right.parameters),
  },
  { mistake: 'parameters-left-out', sees: () => ({ parameters: {} }) },
  {
    mistake: 'query-signed-twice',
    path: '/sms?shop=1&x=y',
    sees: ({ parameters }) => ({ parameters: { ...parameters, shop: '1', x: 'y' } }),
  },
  {
    mistake: 'parameters-unsorted',
    computes: (right, sent) => createHmac('sha1', right.token).update(text(right, sent)).digest('base64'),
  },
  {
    mistake: 'parameters-unsorted',
    parameters: [
      ['To', '1'],
      ['body', 'b'],
      ['From', '2'],
      ['Zone', 'x'],
    ],
    computes: (right, sent) =>
      createHmac('sha1', right.token)
        .update(
          text(
            right,
            [...sent].sort(([a], [b]) => a.localeCompare(b)),
          ),
        )
        .digest('base64'),
  },
  { mistake: 'parameters-trimmed', sees: each((value) => value.trim()) },
  {
    mistake: 'empty-parameters-left-out',
    sees: (_right, sent) => ({ parameters: formOf(sent.filter(([, value]) => value !== '')) }),
  },
  { mistake: 'parameters-decoded-twice', sees: each((value) => decodeURIComponent(value.replaceAll('+', ' '))) },
  { mistake: 'parameters-decoded-twice', sees: each(decodeURIComponent) },
  { mistake: 'parameters-not-decoded', sees: each((value) => formBody([['', value]]).slice(1)) },
  { mistake: 'parameters-in-latin-1', sees: each((value) => Buffer.from(value).toString('latin1')) },
  { mistake: 'repeated-parameters-lost', sees: (_right, sent) => ({ parameters: Object.fromEntries(sent) }) },
  {
    mistake: 'repeated-parameters-lost',
    sees: (_right, sent) => ({ parameters: Object.fromEntries([...sent].reverse()) }),
  },
  { mistake: 'test-token', sees: () => ({ token: 'the test token' }) },
  { mistake: 'parent-token', sees: () => ({ token: 'the parent token' }) },
  { mistake: 'other-account-token', sees: () => ({ token: 'the token of another' }) },
  { mistake: 'api-key-secret', sees: () => ({ token: 'the secret of a key' }) },
  { mistake: 'other-secret', sees: () => ({ token: 'what nobody knows' }) },
  { mistake: 'account-sid-for-token', sees: () => ({ token: 'AC0' }) },
  { mistake: 'empty-token', sees: () => ({ token: '' }) },
  { mistake: 'empty-token', sees: () => ({ token: String(undefined) }) },
  { mistake: 'token-with-marks', sees: ({ token }) => ({ token: `${token}\n` }) },
  { mistake: 'token-with-marks', sees: ({ token }) => ({ token: `"${token}"` }) },
  { mistake: 'signature-in-hex', computes: hmac('sha1', 'hex') },
  { mistake: 'signature-of-sha-256', computes: hmac('sha256', 'base64') },
]
