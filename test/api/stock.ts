import { numberPool } from '../../src/carriers/simulator/number-pool.ts'
import type { Endpoint } from '../../src/api/endpoint.ts'
import { basic, type RunningApi } from '../../src/api/running-api.testing.ts'
import { untouchedShortCode } from '../../src/domain/short-code.ts'
import { mintSid } from '../../src/domain/sid.ts'
import { add, change, outcome } from '../../src/domain/write.ts'
import { recordProgress } from '../../src/voice/record-progress.ts'
import { pathOf } from './endpoint-rules.ts'

/** What an account has: at each collection's path, the name of a thing there. */
export type Stock = ReadonlyMap<string, string>

export interface Stocked {
  stock: Stock
  /** What could not be created, and why. */
  refused: readonly string[]
  /** What was created again under the same Idempotency-Key, or answered otherwise. */
  repeated: readonly string[]
}

/** Creates one thing of every kind that can be created, each twice under one Idempotency-Key. */
export async function stockUp(api: RunningApi, endpoints: readonly Endpoint[]): Promise<Stocked> {
  const stock = new Map<string, string>()
  const refused: string[] = []
  const repeated: string[] = []
  const form = await everythingOf(api)
  const collections = endpoints.filter(
    ({ instance, deeds, path }) => instance === null && deeds.POST && path !== '/Accounts',
  )
  for (const endpoint of collections.toSorted((a, b) => depthOf(a) - depthOf(b))) {
    const path = filled(endpoint, api.account.sid, stock)
    if (path === null) {
      refused.push(`${pathOf(endpoint)}: there is nothing that it could belong to`)
      continue
    }
    const post = async () => {
      const headers = { authorization: basic(api.account), 'idempotency-key': 'stock' }
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers,
        body: new URLSearchParams(form(endpoint)),
      })
      const { status } = response
      return { status, replayed: response.headers.get('idempotent-replayed'), text: await response.text() }
    }
    const [first, again] = [await post(), await post()]
    if (first.status > 201) refused.push(`${pathOf(endpoint)}: ${first.status} ${first.text}`)
    else if (again.status !== first.status || again.replayed !== 'true' || nameIn(again.text) !== nameIn(first.text))
      repeated.push(`${pathOf(endpoint)}: first ${first.text}, then ${again.status} ${again.text}`)
    const instance = endpoints.find((one) => one.instance !== null && pathOf(one).startsWith(`${pathOf(endpoint)}/:`))
    const name = instance && namesIn(first.text).find(instance.isInstance)
    if (name === undefined) continue
    stock.set(pathOf(endpoint), name)
    if (name.startsWith('CA')) await answer(name, api)
  }
  const callerId = await verify(api)
  for (const endpoint of collections)
    if (endpoint.path === '/Accounts/:accountSid/OutgoingCallerIds') stock.set(pathOf(endpoint), callerId)
  return { stock, refused, repeated }
}

/** Only what is said can be recorded. */
const answer = (callSid: string, { ledger }: RunningApi) =>
  ledger.keep(outcome([change('call', callSid, { status: 'in-progress' })]))

/** Presses the code in a call that was asked for to verify a number; answers with the name of the caller id that this makes. */
async function verify(api: RunningApi): Promise<string> {
  const { account, ledger, clock } = api
  const { rows } = await ledger.calls.list(account.sid, {}, { size: 50, skip: 0 })
  const { sid: callSid, to, callerIdCheck } = rows.find((call) => call.callerIdCheck !== null)!
  await answer(callSid, api)
  const pressed = { callSid, event: 'digits', digits: callerIdCheck!.code, at: clock.now() } as const
  await recordProgress(pressed, { ledger, nudge() {}, callLength: 0 })
  return (await ledger.outgoingCallerIds.of(account.sid, to))!.sid
}

const depthOf = ({ path }: Endpoint) => path.split('/').length

const namesIn = (text: string): readonly string[] => text.match(/\b[A-Z]{2}[0-9a-f]{32}\b/g) ?? []
const nameIn = (text: string) => namesIn(text).join()

/** The path of an endpoint with the names of what is in stock, or null where something is not. */
export function filled(endpoint: Endpoint, accountSid: string, stock: Stock): string | null {
  const parts = pathOf(endpoint).split('/')
  const names = parts.map((part, i) => {
    if (part === ':accountSid') return accountSid
    if (part === ':countryCode') return 'US'
    return part.startsWith(':') ? stock.get(parts.slice(0, i).join('/')) : part
  })
  if (names.includes(undefined)) return null
  return names.join('/') + suffixOf(endpoint)
}

/** JSON, in whatever way the version has it. */
const suffixOf = ({ mount }: Endpoint): string => ('.json' in mount.style.representations ? '.json' : '')

/** Writes a form that says all that any resource asks for. */
async function everythingOf({ account, ledger, clock }: RunningApi) {
  const [number] = (await ledger.incomingPhoneNumbers.list(account.sid, {}, { size: 1, skip: 0 })).rows
  const shortCode = mintSid('SC', clock.now())
  const named = { shortCode: '84433', isoCountry: 'US', friendlyName: '84433', settings: untouchedShortCode }
  const dates = { dateCreated: clock.now(), dateUpdated: clock.now() }
  await ledger.keep(outcome([add('shortCode', { sid: shortCode, accountSid: account.sid, ...named, ...dates })]))
  const [free] = await numberPool().inAreaCode('212', 'local', 0, 1)
  const address = 'https://example.com/hook'
  const everything = {
    To: '+14155552345',
    From: number?.phoneNumber ?? '',
    Called: '+14155552345',
    Caller: number?.phoneNumber ?? '',
    Body: 'hi',
    ProvideFeedback: 'true',
    Url: address,
    CallbackUrl: address,
    FriendlyName: 'Walk',
    UsageCategory: 'sms',
    TriggerValue: '10',
    PhoneNumberSid: number?.sid ?? '',
    ShortCodeSid: shortCode,
    AlphaSender: 'Walk',
    PhoneNumber: '+14155552345',
  }
  /** Where the same parameter means something else. */
  const particular: Readonly<Record<string, Record<string, string>>> = {
    '/Accounts/:accountSid/IncomingPhoneNumbers': { PhoneNumber: '', AreaCode: '415' },
    '/Accounts/:accountSid/IncomingPhoneNumbers/Local': { PhoneNumber: free?.phoneNumber ?? '' },
    '/Accounts/:accountSid/IncomingPhoneNumbers/TollFree': { PhoneNumber: '+18004633339' },
    '/Accounts/:accountSid/IncomingPhoneNumbers/Mobile': { PhoneNumber: '+447400123456' },
  }
  return ({ path }: Endpoint) => ({ ...everything, ...particular[path] })
}
