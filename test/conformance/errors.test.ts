import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, ask, type Ask, askJson, basic, type Credentials } from '../api-client.ts'
import { settled, startTestServer } from '../server.ts'
import { readXml } from '../xml.ts'
import { currentEra } from './current-era.ts'
import { type ErrorCase, operations, type World } from './error-case.ts'
import { errorCases, unreachableRows } from './error-cases.ts'
import { makeWorld } from './world.ts'

let world: World
let current: World
beforeAll(async () => {
  ;[world, current] = await Promise.all([makeWorld(), makeWorld({ TRUNKLINE_ERROR_ERA: 'current' })])
})
afterAll(() => Promise.all([world, current].map(({ server }) => server[Symbol.asyncDispose]())))

describe('the table of errors', () => {
  test.each(errorCases)('$call: $row → $code', (one) => expectRefusal(one, world))

  test.each(errorCases.map((one) => ({ ...one, ...inCurrentEra(one) })))(
    'in the current era, $call: $row → $code',
    (one) => expectRefusal(one, current),
  )

  test('every row of the current era is there', () => {
    const rows = new Set(errorCases.map(({ row }) => row))
    expect(Object.keys(currentEra).filter((row) => !rows.has(row))).toEqual([])
  })

  test('what cannot be met is not met', () => {
    const met = new Set(errorCases.filter(({ as }) => as !== 'test').map(({ code }) => code))
    expect(Object.keys(unreachableRows).filter((code) => met.has(Number(code)))).toEqual([])
  })
})

async function expectRefusal(one: ErrorCase, where: World): Promise<void> {
  for (const suffix of ['.json', '']) {
    const answer = await ask(where.server, requestOf(one, suffix, where))
    const message = (typeof one.message === 'string' ? one.message : one.message(where)).replace('{suffix}', suffix)
    expect(saidBy(answer, suffix), answer.text).toEqual(told(one.code, one.status, message))
  }
}

function inCurrentEra({ row, code, message }: ErrorCase): Pick<ErrorCase, 'code' | 'message'> {
  const [currentCode, currentMessage] = currentEra[row] ?? [code, message]
  return { code: currentCode, message: currentMessage }
}

const account = () => world.server.account
const wrong = (): Credentials => ({ sid: account().sid, token: 'wrong' })
const stranger = { sid: `AC${'9'.repeat(32)}`, token: 'unknown' }
const notFound = (path: string) => `The requested resource ${path} was not found`
const multipart = (boundary: string, content: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="Body"\r\n\r\n${content}\r\n--${boundary}--\r\n`

interface RequestCase {
  row: string
  /** `{sid}` is the account's, `{suffix}` the representation's. */
  request: (world: World) => Ask
  code: number
  status: number
  message: string
  detail?: string
}

/** What is wrong before it matters what the request is about. */
const requestCases: readonly RequestCase[] = [
  unauthorized('a wrong token', wrong),
  unauthorized('an account that nobody knows', () => stranger),
  unauthorized('no credentials', () => null),
  unauthorized('credentials of another account', ({ server }) => server.test),
  unauthorized('a subaccount that acts for its parent', ({ sub }) => sub),
  {
    row: 'a malformed account SID beats the credentials',
    request: () => ({
      method: 'GET',
      path: '/2010-04-01/Accounts/invalid_sid/Messages{suffix}',
      as: { sid: 'invalid_sid', token: 'x' },
    }),
    code: 20404,
    status: 404,
    message: notFound('/2010-04-01/Accounts/invalid_sid/Messages{suffix}'),
  },
  {
    row: 'a resource that is none, its query left out',
    request: () => ({ method: 'GET', path: '/2010-04-01/Accounts/{sid}/Nothing{suffix}', parameters: { a: 'b' } }),
    code: 20404,
    status: 404,
    message: notFound('/2010-04-01/Accounts/{sid}/Nothing{suffix}'),
  },
  {
    row: 'PUT, which messages do not have',
    request: ({ sent }) => ({ method: 'PUT', path: `/2010-04-01/Accounts/{sid}/Messages/${sent}{suffix}` }),
    code: 20004,
    status: 405,
    message: 'Method not allowed',
  },
  {
    row: 'DELETE of a whole list',
    request: () => ({ method: 'DELETE', path: '/2010-04-01/Accounts/{sid}/Messages{suffix}' }),
    code: 20004,
    status: 405,
    message: 'Method not allowed',
  },
  {
    row: 'a JSON body',
    request: () => posted({ 'content-type': 'application/json' }, '{"To": "+14155552345"}'),
    code: 415,
    status: 415,
    message: 'The content type application/json is not supported: send application/x-www-form-urlencoded',
  },
  {
    row: 'a body of more than a mebibyte',
    request: () => posted({}, `Body=${'x'.repeat(1024 * 1024)}`),
    code: 20413,
    status: 413,
    message: 'Request Entity Too Large',
  },
  {
    row: 'a multipart body with another boundary',
    request: () => posted({ 'content-type': 'multipart/form-data; boundary=a' }, multipart('b', 'hi')),
    code: 400,
    status: 400,
    message: 'The request body could not be read: it is no multipart/form-data with the boundary that its header names',
  },
  {
    row: 'a NUL in a parameter',
    request: () => posted({}, 'To=%2B14155552345&Body=%00'),
    code: 20001,
    status: 400,
    message: 'Bad request',
  },
]

function unauthorized(row: string, as: (world: World) => Credentials | null): RequestCase {
  return {
    row,
    request: (one) => ({ method: 'GET', path: '/2010-04-01/Accounts/{sid}/Messages{suffix}', as: as(one) }),
    code: 20003,
    status: 401,
    message: 'Authenticate',
    detail: 'Your AccountSid or AuthToken was incorrect.',
  }
}

function posted(headers: Readonly<Record<string, string>>, body: string): Ask {
  return { method: 'POST', path: '/2010-04-01/Accounts/{sid}/Messages{suffix}', headers, body }
}

describe('requests that are refused before they are understood', () => {
  test.each(requestCases)('$row → $code', async ({ request, code, status, message, detail }) => {
    for (const suffix of ['.json', '']) {
      const fill = (text: string) => text.replace('{sid}', account().sid).replace('{suffix}', suffix)
      const { path, ...rest } = request(world)
      const answer = await ask(world.server, { ...rest, path: fill(path) })
      expect(saidBy(answer, suffix), answer.text).toEqual(told(code, status, fill(message), detail))
      if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"')
    }
  })

  test('a suspended account is told so', async () => {
    const { suspended, server } = world
    const { json } = await askJson(server, { method: 'GET', path: `/2010-04-01/Accounts/${suspended}.json` })
    const as = { sid: suspended, token: String(json.auth_token) }
    const answer = await ask(server, { method: 'GET', path: '/Messages.json', as })
    expect(saidBy(answer, '.json')).toEqual(told(20005, 401, 'Account not active'))
  })

  test('a 405 says what is allowed, and an answer to HEAD has no body', async () => {
    const path = `/2010-04-01/Accounts/${account().sid}/Messages.json`
    const answer = await ask(world.server, { method: 'PUT', path })
    expect(answer.headers.get('allow')?.split(/, */)).toEqual(expect.arrayContaining(['GET', 'POST']))
    const head = await ask(world.server, { method: 'HEAD', path })
    expect([head.status, head.text]).toEqual([200, ''])
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0)
  })

  test('Accept changes nothing: the suffix alone decides', async () => {
    const headers = { accept: 'application/json', authorization: basic(wrong()) }
    const answer = await ask(world.server, { method: 'GET', path: '/Messages', headers })
    expect(answer.headers.get('content-type')).toMatch(/^application\/xml/)
  })
})

/** What the Messages document says of a message that fails after it was accepted. */
const laterFailures = [
  [30001, 'Queue overflow'],
  [30002, 'Account suspended'],
  [30003, 'Unreachable destination handset'],
  [30004, 'Message blocked'],
  [30005, 'Unknown destination handset'],
  [30006, 'Landline or unreachable carrier'],
  [30007, 'Carrier violation'],
  [30008, 'Unknown error'],
  [30009, 'Missing segment'],
  [30010, 'Message price exceeds max price.'],
  [63001, 'Channel could not authenticate the request'],
  [63002, 'Channel could not find From address'],
  [63003, 'Channel could not find To address'],
  [63005, 'Channel did not accept given content'],
  [63006, 'Could not format given content for the channel'],
  [63007, 'Twilio could not find a Channel with the specified From address'],
  [63008, 'Could not execute the request because the channel module has been misconfigured'],
  [63009, 'Channel returned an error when executing the request'],
  [63010, 'Channels - Twilio Internal error'],
  [63011, 'Invalid Channel request'],
  [63012, 'Channel returned an internal error that prevented it from completing the request'],
  [63013, "This message send failed because it violates Channel provider's policy."],
  [63014, 'This message failed to be delivered to the user because it was blocked by a user action.'],
] as const

test('a message that fails later says why, in the words of the Messages document', async () => {
  await using server = await startTestServer()
  const sids = await Promise.all(
    laterFailures.map(async ([code]) => {
      const number = `+150055${code < 60_000 ? 3 : 6}${String(code).slice(1)}`
      const channel = code < 60_000 ? '' : 'whatsapp:'
      const parameters = { To: channel + number, From: channel + server.numbers[0], Body: 'hi' }
      return String((await askJson(server, { method: 'POST', path: '/Messages.json', parameters })).json.sid)
    }),
  )
  await settled(server, sids)
  const messages = await settled(server, sids)
  expect(messages.map(({ error_code, error_message }) => [error_code, error_message])).toEqual(laterFailures)
  expect(messages.filter(({ status }) => status !== 'failed' && status !== 'undelivered')).toEqual([])
})

function requestOf({ call, give, as }: ErrorCase, suffix: string, where: World): Ask {
  const [method, path] = operations[call]
  const { Sid = '', ...parameters } = typeof give === 'function' ? give(where) : give
  const credentials = as === 'test' ? where.server.test : as === 'sub' ? where.sub : where.server.account
  return { method, path: path.replace('{Sid}', String(Sid)) + suffix, parameters, as: credentials }
}

/** In the order of the samples. */
function told(code: number, status: number, message: string, detail?: string) {
  return {
    http: status,
    body: {
      status,
      message,
      code,
      ...(detail !== undefined && { detail }),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
    },
    order: ['Status', 'Message', 'Code', ...(detail === undefined ? [] : ['Detail']), 'MoreInfo'],
  }
}

function saidBy({ status, headers, text }: Answer, suffix: string) {
  const json = suffix === '.json'
  expect(headers.get('content-type')).toMatch(json ? /^application\/json/ : /^application\/xml/)
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
  if (json) {
    const body = JSON.parse(text) as Record<string, unknown>
    return {
      http: status,
      body,
      order:
        'detail' in body
          ? ['Status', 'Message', 'Code', 'Detail', 'MoreInfo']
          : ['Status', 'Message', 'Code', 'MoreInfo'],
    }
  }
  const root = readXml(text)
  const [exception] = root.children
  expect([root.name, exception?.name]).toEqual(['TwilioResponse', 'RestException'])
  const said = Object.fromEntries(exception?.children.map((one) => [one.name, one.text]) ?? [])
  const { Status, Message, Code, Detail, MoreInfo } = said
  return {
    http: status,
    body: {
      status: Number(Status),
      message: Message,
      code: Number(Code),
      ...(Detail !== undefined && { detail: Detail }),
      more_info: MoreInfo,
    },
    order: exception?.children.map(({ name }) => name),
  }
}
