import { METHODS } from 'node:http'
import type { FuzzTarget } from './fuzz-values.ts'
import { hexDigits, values } from './fuzz-values.ts'
import { pickOperation } from './fuzz-operations.ts'
import { type Random, randomFrom } from './random.ts'

export interface FuzzRequest {
  bytes: Buffer
  method: string
  /** Its framing is broken on purpose: the server may close without a word, and nothing may follow it on the connection. */
  isBroken: boolean
}

/** Makes requests without end, each from a real operation that is then bent in none, one or several ways. */
export function fuzzRequests(seed: number, target: FuzzTarget): () => FuzzRequest {
  const random = randomFrom(seed)
  return () => fuzzRequest(random, target)
}

function fuzzRequest(random: Random, target: FuzzTarget): FuzzRequest {
  const operation = pickOperation(random)
  let { method }: { method: string } = operation
  if (random.chance(0.06))
    method = random.pick([
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'HEAD',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'QUERY',
      'get',
      'FOO',
      'G\0T',
      '',
    ])
  else if (method === 'GET' && random.chance(0.04)) method = 'HEAD'

  let path = `${operation.path(random, target)}${random.chance(0.6) ? '.json' : random.pick(['', '', '.xml', '.csv', '.html', '.JSON', '.', '.json.xml'])}`
  if (random.chance(0.08)) path = bentPath(random, path)

  const parameters: [string, string][] = []
  if (random.chance(0.9))
    for (const [name, value] of Object.entries(operation.usual))
      if (random.chance(0.97)) parameters.push([name, value(random, target)])
  const further = Object.entries(operation.further)
  const count = random.chance(0.5) ? 0 : random.whole(5)
  for (let i = 0; i < count && further.length > 0; i++) {
    const [name, value] = random.pick(further)
    parameters.push([
      random.chance(0.04) ? bentName(random, name) : name,
      random.chance(0.05) ? oddValue(random, name) : value(random, target),
    ])
  }
  if (random.chance(0.01)) parameters.push(['_method', random.pick(['DELETE', 'PUT', 'GET', 'delete', 'FOO', ''])])

  const inBody = method === 'POST' || method === 'PUT' || method === 'PATCH' || random.chance(0.01)
  const query = inBody ? (random.chance(0.03) ? encodedForm(random, parameters) : '') : encodedForm(random, parameters)
  const body = inBody ? encodedBody(random, parameters) : { type: null, bytes: Buffer.alloc(0) }
  return framed(random, target, method, query === '' ? path : `${path}?${query}`, body)
}

interface Body {
  type: string | null
  bytes: Buffer
}

const bentPath = (random: Random, path: string): string => {
  const parts = path.split('/')
  const at = random.whole(parts.length)
  switch (random.whole(12)) {
    case 0:
      return path.replace(
        '/2010-04-01',
        random.pick(['/2008-08-01', '/2010-04-02', '/v1', '/V2', '', '/2010-04-01/2010-04-01']),
      )
    case 1:
      return `${path}/`
    case 2:
      return path.replaceAll('/', '//')
    case 3:
      return parts.toSpliced(at, 1).join('/')
    case 4:
      return parts
        .toSpliced(
          at,
          1,
          random.pick(['..', '.', '%2e%2e', '%00', '%zz', '%', '%ff', '%E0%A4%A', '*', ':sid', '%2f', 'a;b=c']),
        )
        .join('/')
    case 5:
      return parts.toSpliced(at, 1, encodeURIComponent(values.text(random).toWellFormed()).slice(0, 3000)).join('/')
    case 6:
      return path.toLowerCase()
    case 7:
      return `http://${random.pick(['api.twilio.com', '127.0.0.1', ''])}${path}`
    case 8:
      return `${path}#fragment`
    case 9:
      return path.slice(0, random.whole(path.length + 1))
    case 10:
      return path.replace(
        /AC\w{32}/,
        random.pick([
          'AC',
          'AC1',
          `ac${hexDigits(random, 32)}`,
          `AC${'g'.repeat(32)}`,
          'invalid_sid',
          `AC${hexDigits(random, 33)}`,
        ]),
      )
    default:
      return `/${'a/'.repeat(random.whole(3000))}`
  }
}

const bentName = (random: Random, name: string) =>
  random.pick([
    name.toLowerCase(),
    `${name}[]`,
    `${name}[0]`,
    `${name}.a`,
    `${name}\0`,
    `${name}<`,
    '',
    '__proto__',
    'constructor',
    'a'.repeat(1000),
    name + name,
  ])

/** An address is never bent, see `fuzz-values.ts`. */
const oddValue = (random: Random, name: string) =>
  /Url|Callback/.test(name) ? values.address(random) : values.text(random)

function encodedForm(random: Random, parameters: readonly [string, string][]): string {
  const encode = (text: string) => {
    const encoded = encodeURIComponent(text.toWellFormed())
    return random.chance(0.1) ? encoded.replaceAll('%20', '+') : encoded
  }
  let form = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  if (random.chance(0.03))
    form = random.pick([
      `&&${form}&`,
      `${form}&=&=a&b`,
      form.replaceAll('=', ''),
      form.replaceAll('%', '%%'),
      `${form}&a=%E0%A4`,
      `${form}&a=%ff`,
      `a[b][c]=1&${form}`,
      `${form};x=1`,
      `${form}&${'k=1&'.repeat(random.whole(1500))}`,
    ])
  return form
}

function encodedBody(random: Random, parameters: readonly [string, string][]): Body {
  const form = 'application/x-www-form-urlencoded'
  if (random.chance(0.88)) return { type: form, bytes: Buffer.from(encodedForm(random, parameters)) }
  switch (random.whole(9)) {
    case 0:
      return {
        type: 'application/json',
        bytes: Buffer.from(random.chance(0.7) ? JSON.stringify(Object.fromEntries(parameters)) : '{"To":'),
      }
    case 1:
    case 2:
      return multipart(random, parameters)
    case 3:
      return { type: form, bytes: Buffer.from(Array.from({ length: random.whole(400) }, () => random.whole(256))) }
    case 4:
      return {
        type: random.pick([
          null,
          '',
          'text/plain',
          'text/xml',
          'application/octet-stream',
          form.toUpperCase(),
          `${form}; charset=utf-16`,
          `${form}; charset=latin1`,
          'a',
          '/',
          ';;;',
        ]),
        bytes: Buffer.from(encodedForm(random, parameters)),
      }
    case 5:
      return { type: form, bytes: Buffer.from(`Body=${'a'.repeat(random.chance(0.05) ? 1_100_000 : 20_000)}`) }
    case 6:
      return { type: form, bytes: Buffer.alloc(0) }
    case 7:
      return { type: form, bytes: Buffer.from('To=1&'.repeat(random.whole(3000))) }
    default:
      return { type: form, bytes: Buffer.from(parameters.map(([name, value]) => `${name}=${value}`).join('&')) }
  }
}

function multipart(random: Random, parameters: readonly [string, string][]): Body {
  const boundary = random.pick(['b', 'xyz', '--', 'a'.repeat(70), 'a b', ''])
  const parts = parameters.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${random.chance(0.1) ? '; filename="a.txt"' : ''}\r\n\r\n${value}\r\n`,
  )
  const end = random.chance(0.9)
    ? `--${boundary}--\r\n`
    : random.pick(['', `--${boundary}`, '--other--\r\n', '\r\n\r\n'])
  const type = random.chance(0.9)
    ? `multipart/form-data; boundary=${boundary}`
    : random.pick([
        'multipart/form-data',
        'multipart/form-data; boundary="',
        'multipart/mixed; boundary=b',
        'multipart/form-data; boundary=other',
      ])
  return { type, bytes: Buffer.from(parts.join('') + end) }
}

function authorizationOf(
  random: Random,
  { accountSid, authToken, testAccountSid, testAuthToken }: FuzzTarget,
): string[] {
  const basic = (text: string) => `Authorization: Basic ${Buffer.from(text).toString('base64')}`
  const good = basic(`${accountSid}:${authToken}`)
  if (random.chance(0.86)) return [good]
  switch (random.whole(10)) {
    case 0:
      return []
    case 1:
      return [basic(`${accountSid}:${hexDigits(random, 32)}`)]
    case 2:
      return [basic(`AC${hexDigits(random, 32)}:${authToken}`)]
    case 3:
      return [basic(`${testAccountSid}:${testAuthToken}`)]
    case 4:
      return [
        basic(
          random.pick([
            accountSid,
            '',
            ':',
            '::',
            `${accountSid}:`,
            `:${authToken}`,
            `SK${hexDigits(random, 32)}:secret`,
            '\0:\0',
            'é:é',
          ]),
        ),
      ]
    case 5:
      return [
        `Authorization: ${random.pick(['Basic', 'Basic ', 'Basic !!!!', 'Bearer abc', 'Digest username="a"', 'basic', `${good.slice(15)}=`, 'Basic\tQQ==', 'a'.repeat(5000)])}`,
      ]
    case 6:
      return [good.toLowerCase().replace('authorization', 'AUTHORIZATION')]
    case 7:
      return [good, basic('a:b')]
    case 8:
      return [good.replace('Basic ', 'BASIC  ')]
    default:
      return [good.replace('Authorization', 'X-Authorization')]
  }
}

const oddHeaders = [
  'Accept: application/json',
  'Accept: text/html, */*;q=0.1',
  'Accept: \xff',
  'Accept-Encoding: gzip, br',
  'Content-Encoding: gzip',
  'Content-Language: x',
  'X-HTTP-Method-Override: DELETE',
  'X-Forwarded-For: 1.2.3.4',
  'X-Forwarded-Proto: https',
  'Forwarded: for="[::1]"',
  'Cookie: a=b; __proto__=1',
  'If-None-Match: *',
  'If-Modified-Since: never',
  'Range: bytes=0-1',
  'Origin: null',
  'Access-Control-Request-Method: POST',
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: websocket',
  'Connection: keep-alive, x',
  'I-Twilio-Idempotency-Token: 1',
  'Twilio-Request-Id: RQ1',
  '__proto__: 1',
  'constructor: 1',
]

const hosts = [
  'api.twilio.com',
  'messaging.twilio.com',
  'API.TWILIO.COM:443',
  'api.ashburn.us1.twilio.com',
  'example.com',
  '',
  '127.0.0.1',
  '[::1]:80',
  'a'.repeat(300),
  'a b',
  'api.twilio.com.',
  '\xff',
]

function framed(random: Random, target: FuzzTarget, method: string, path: string, { type, bytes }: Body): FuzzRequest {
  const lines: string[] = []
  if (random.chance(0.94)) lines.push('Host: 127.0.0.1')
  else if (random.chance(0.8)) lines.push(`Host: ${random.pick(hosts)}`)
  lines.push(...authorizationOf(random, target))
  if (type !== null) lines.push(`Content-Type: ${type}`)
  if (random.chance(0.15)) lines.push(random.pick(oddHeaders))
  if (random.chance(0.01)) lines.push(`X-Long: ${'a'.repeat(random.pick([4000, 16_000, 20_000]))}`)
  if (random.chance(0.005)) lines.push(...Array.from({ length: random.whole(1500) }, (_, i) => `X-${i}: ${i}`))

  let content = bytes
  let isBroken = false
  if (random.chance(0.03)) {
    content = Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])
    // An empty chunk is already the last one.
    if (bytes.length === 0) content = Buffer.from('0\r\n\r\n')
    lines.push('Transfer-Encoding: chunked')
  } else if (bytes.length > 0 || random.chance(0.3)) lines.push(`Content-Length: ${bytes.length}`)

  if (random.chance(0.015)) {
    isBroken = true
    lines.push(
      random.pick([
        'Content-Length: 5000',
        'Content-Length: -1',
        'Content-Length: 1',
        'Transfer-Encoding: chunked',
        'Transfer-Encoding: gzip',
        'No colon',
        ': no name',
        ' folded',
        'Bad\0Name: 1',
        'Expect: something',
        'Content-Length: 99999999999999999999',
      ]),
    )
  }
  const version = random.chance(0.99)
    ? 'HTTP/1.1'
    : random.pick(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', ''])
  const isPlain = METHODS.includes(method) && version === 'HTTP/1.1' && /^(http:\/)?\/[\x21-\x7e]*$/.test(path)
  const head = `${method} ${path} ${version}\r\n${lines.join('\r\n')}\r\n\r\n`
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), content]), method, isBroken: isBroken || !isPlain }
}
