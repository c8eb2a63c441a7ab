import { Pool } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buyNumber } from '../../src/accounts/buy-number.ts'
import type { Endpoint } from '../../src/api/endpoint.ts'
import { resources } from '../../src/api/resources.ts'
import { basic, runningApi, type RunningApi } from '../../src/api/running-api.testing.ts'
import { numberPool } from '../../src/carriers/simulator/number-pool.ts'
import { type Asker, type Cast, makeCast } from './cast.ts'
import {
  isAccount,
  isKeys,
  methods,
  namesAccount,
  namesThing,
  pathOf,
  type Verdict,
  verdictOn,
  type WalkedMethod,
} from './endpoint-rules.ts'
import { filled, type Stock, type Stocked, stockUp } from './stock.ts'

// Every address that is declared, with every method, for everybody: what is declared tomorrow is walked tomorrow.

const endpoints = resources.flatMap((resource) => resource.endpoints)
const titled = (some: readonly Endpoint[]) =>
  some.map((endpoint) => [`${Object.keys(endpoint.deeds).join(', ')} ${pathOf(endpoint)}`, endpoint] as const)

let api: RunningApi
let pool: Pool
let cast: Cast
let stocked: Stocked
beforeAll(async () => {
  api = await runningApi()
  pool = new Pool(api.url, { connections: 8 })
  cast = await makeCast(api)
  await buyNumber({ account: api.account, areaCode: '415' }, { ...api, inventory: numberPool() })
  stocked = await stockUp(api, endpoints)
})
afterAll(async () => {
  await pool.close()
  await api[Symbol.asyncDispose]()
})

interface Answered {
  status: number
  text: string
}

async function ask(method: string, path: string, authorization: string | null): Promise<Answered> {
  const headers = authorization === null ? {} : { authorization }
  const { statusCode, body } = await pool.request({ method, path, headers })
  return { status: statusCode, text: await body.text() }
}

/** Names of things that are not there. */
const nothing: Stock = new Map(
  endpoints.flatMap((endpoint) => {
    const { instance, isInstance } = endpoint
    const candidates = ['AC', 'AI', 'AP', 'CA', 'ME', 'MG', 'NO', 'PN', 'RE', 'SC', 'SK', 'SM', 'UT']
    const name = candidates.map((prefix) => prefix + '0'.repeat(32)).find(isInstance)
    return instance === null || name === undefined ? [] : [[pathOf(endpoint).replace(/\/:\w+$/, ''), name] as const]
  }),
)

const pathFor = (endpoint: Endpoint, accountSid: string, stock = nothing) => {
  const path = filled(endpoint, accountSid, stock)
  if (path === null) throw new Error(`${pathOf(endpoint)} belongs to something that is no resource`)
  return path
}

/** The first version of the API writes its codes as text. */
const codeIn = (text: string): number | null => {
  const [, code] = /"code":\s*"?(\d+)/i.exec(text) ?? []
  return code === undefined ? null : Number(code)
}

function fits(verdict: Verdict, { status, text }: Answered): boolean {
  const code = codeIn(text)
  if (verdict === 'not found') return status === 404 && code === 20404
  if (verdict === 'not created') return status === 400 || (status === 404 && code === 20404)
  if (verdict === 'let in') return status < 500 && ![401, 403, 405].includes(status)
  return status === verdict.status && code === verdict.code
}

/** What an answer tells that this asker may not know, or nobody again. */
function told(endpoint: Endpoint, method: WalkedMethod, { caller }: Asker, { status, text }: Answered): string[] {
  const ours = ({ sid, ownerAccountSid }: { sid: string; ownerAccountSid: string }) =>
    caller !== null && (sid === caller.sid || ownerAccountSid === caller.sid)
  const tokens = [...cast.tokens].filter(
    ([token, account]) => text.includes(token) && !(isAccount(endpoint) && ours(account)),
  )
  const secrets = cast.secrets.filter((secret) => text.includes(secret))
  const creates = method === 'POST' && isKeys(endpoint) && status === 201
  return [...tokens.map(([token]) => token), ...secrets, ...(!creates && text.includes('"secret"') ? ['a secret'] : [])]
}

describe('every endpoint answers everybody by the rules, and tells no token or secret', () => {
  test.each(titled(endpoints))('%s', async (_, endpoint) => {
    const wrong: string[] = []
    const walk = async (asker: Asker) => {
      for (const method of methods) {
        const answer = await ask(method, pathFor(endpoint, asker.target.sid), asker.authorization)
        const expected = verdictOn(endpoint, method, asker)
        const said = `${method} by ${asker.who}: ${answer.status} ${answer.text}`
        if (!fits(expected, answer)) wrong.push(`${said}, not ${JSON.stringify(expected)}`)
        const leaks = told(endpoint, method, asker, answer)
        if (leaks.length > 0) wrong.push(`${said} tells ${leaks.join()}`)
      }
    }
    await Promise.all(cast.askers.map(walk))
    expect(wrong).toEqual([])
    expect(await ask('OPTIONS', pathFor(endpoint, cast.parent.sid), null)).toEqual({ status: 200, text: '' })
  })
})

test('everything that can be created is created, and once under an Idempotency-Key', () => {
  expect(stocked.refused).toEqual([])
  expect(stocked.repeated).toEqual([])
  expect(stocked.stock.size).toBeGreaterThan(5)
})

test('only what cannot be created by itself is looked for in vain', () => {
  const isMissing = (endpoint: Endpoint) => filled(endpoint, cast.parent.sid, stocked.stock) === null
  expect(endpoints.filter(isMissing).map(pathOf).sort()).toEqual([
    '/2008-08-01/Accounts/:accountSid/Calls/:callSid/Segments/:sid',
    '/2008-08-01/Accounts/:accountSid/IncomingPhoneNumbers/:sid',
    '/2008-08-01/Accounts/:accountSid/Recordings/:sid',
    '/2010-04-01/Accounts/:accountSid/Messages/:messageSid/Media/:sid',
    '/2010-04-01/Accounts/:accountSid/Recordings/:sid',
    '/2010-04-01/Accounts/:accountSid/SMS/ShortCodes/:sid',
  ])
})

describe('nobody learns whether somebody else has a thing, nor changes it', () => {
  test.each(titled(endpoints.filter(namesThing)))('%s', async (_, endpoint) => {
    const { parent, sub, stranger } = cast
    const real = filled(endpoint, parent.sid, stocked.stock)
    // Nothing of the kind can be created by itself; whoever finds nothing was seen above.
    if (real === null) return
    const before = await ask('GET', real, basic(parent))
    const wrong: string[] = []
    const compare = async (who: string, authorization: string | null, accountSid: string) => {
      for (const method of methods) {
        const at = (stock: Stock) => ask(method, pathFor(endpoint, accountSid, stock), authorization)
        const [there, nowhere] = await Promise.all([at(stocked.stock), at(nothing)])
        if (anonymous(there) !== anonymous(nowhere))
          wrong.push(`${method} by ${who}: ${there.status} ${there.text}, not ${nowhere.status} ${nowhere.text}`)
      }
    }
    await Promise.all([
      compare('a subaccount, among its own', basic(sub), sub.sid),
      compare('a stranger, among its own', basic(stranger), stranger.sid),
      compare('a stranger, there', basic(stranger), parent.sid),
      compare('nobody, there', null, parent.sid),
    ])
    expect(wrong).toEqual([])
    expect(await ask('GET', real, basic(parent))).toEqual(before)
  })
})

describe('nobody learns whether there is an account', () => {
  test.each(titled(endpoints.filter(namesAccount)))('%s', async (_, endpoint) => {
    for (const method of methods) {
      const at = (accountSid: string) => ask(method, pathFor(endpoint, accountSid), basic(cast.stranger))
      const [there, nowhere] = await Promise.all([at(cast.parent.sid), at(`AC${'0'.repeat(32)}`)])
      expect(anonymous(there)).toBe(anonymous(nowhere))
    }
  })
})

const anonymous = ({ status, text }: Answered) => `${status} ${text.replace(/[A-Z]{2}[0-9a-f]{32}/g, '{sid}')}`
