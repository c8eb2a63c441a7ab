import { numberPool } from '../../src/carriers/simulator/number-pool.ts'
import type { Endpoint } from '../../src/api/endpoint.ts'
import { basic, type RunningApi } from '../../src/api/running-api.testing.ts'
import { callerIdKey } from '../../src/domain/outgoing-caller-id.ts'
import { untouchedShortCode } from '../../src/domain/short-code.ts'
import { mintSid } from '../../src/domain/sid.ts'
import { add, change, outcome } from '../../src/domain/write.ts'
import { aNotification } from '../../src/store/records.testing.ts'
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

/** Creates one thing of every kind that can be created, each twice under one Idempotency-Key, and lets come about what cannot. */
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
  await comeAbout(api, stock)
  return { stock, refused, repeated }
}

/** Only what is said can be recorded. */
const answer = (callSid: string, { ledger }: RunningApi) =>
  ledger.keep(outcome([change('call', callSid, { status: 'in-progress' })]))

const versions = ['/2010-04-01', '/2008-08-01'] as const

/** Keeps what nobody creates: notifications of each version's call, one of which is the alert, and a number that was verified. */
async function comeAbout({ account: { sid: accountSid }, ledger, clock }: RunningApi, stock: Map<string, string>) {
  const dates = { dateCreated: clock.now(), dateUpdated: clock.now() }
  const [phoneNumber, callerId] = ['+14155550123', mintSid('PN', clock.now())]
  const key = callerIdKey(accountSid, phoneNumber)
  const verified = { sid: callerId, accountSid, key, phoneNumber, friendlyName: 'Walk', ...dates }
  await ledger.keep(outcome([add('outgoingCallerId', verified)]))
  for (const version of versions) {
    const account = `${version}/Accounts/:accountSid`
    const callSid = stock.get(`${account}/Calls`) ?? null
    const notification = aNotification({ accountSid, callSid, ...dates })
    const { sid } = notification
    await ledger.keep(outcome([add('notification', notification)]))
    stock.set(`${account}/OutgoingCallerIds`, callerId)
    stock.set(`${account}/Notifications`, sid)
    stock.set(`${account}/Calls/:callSid/Notifications`, sid)
    stock.set('/v1/Alerts', sid)
  }
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
