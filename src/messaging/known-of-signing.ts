import { createHash } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Known, OtherSecret } from '../webhooks/mistakes/mistake.ts'
import { targetOf } from '../webhooks/target.ts'

/** What a user can tell of an application that signs otherwise. */
export interface ToldOfSigning {
  /** Other names under which it may know itself, with a port or without. */
  hosts?: readonly string[]
  /** What it has for its auth token. */
  secrets?: readonly string[]
  body?: string
}

/** Gathers what a signature may have been made with in place of the right thing: other tokens, hosts, and other ways to write the address. */
export async function knownOfSigning(
  account: Account,
  url: string,
  told: ToldOfSigning,
  ledger: Ledger,
): Promise<Known> {
  const [tokens, secrets, addresses] = await Promise.all([
    otherTokens(account, ledger),
    namedSecrets(account, told.secrets ?? [], ledger),
    addressesTo(url, account, ledger),
  ])
  return {
    addresses,
    hosts: [...(told.hosts ?? []), ...nearHosts],
    secrets: [...tokens, ...secrets],
    accountSid: account.sid,
    body: told.body ?? null,
  }
}

/** What is known where no account signs. */
export const knownWithoutAccount = (told: ToldOfSigning): Known => ({
  addresses: [],
  hosts: [...(told.hosts ?? []), ...nearHosts],
  secrets: (told.secrets ?? []).map((text) => ({ kind: 'other-secret', text })),
  accountSid: null,
  body: told.body ?? null,
})

/** As an application behind a proxy on the same machine sees itself. */
const nearHosts = ['localhost', '127.0.0.1']

/** So many accounts, keys and numbers are looked at, the newest. */
const most = { size: 50, skip: 0 }

async function otherTokens(account: Account, { accounts }: Ledger): Promise<OtherSecret[]> {
  const { ownerAccountSid } = account
  const [test, first, family] = await Promise.all([
    accounts.first('test'),
    accounts.first('live'),
    accounts.list(ownerAccountSid, {}, most),
  ])
  const kindOf = ({ sid, kind }: Account): OtherSecret['kind'] =>
    kind === 'test' ? 'test-token' : sid === ownerAccountSid ? 'parent-token' : 'other-account-token'
  const others = new Map([test, first, ...family.rows].flatMap((one) => (one ? [[one.sid, one] as const] : [])))
  others.delete(account.sid)
  return [...others.values()].map((other) => ({ kind: kindOf(other), text: other.authToken }))
}

/** Only the hash of a key's secret is kept: which one it is can be told of a secret that was given. */
async function namedSecrets(account: Account, given: readonly string[], { apiKeys }: Ledger): Promise<OtherSecret[]> {
  if (given.length === 0) return []
  const { rows } = await apiKeys.list(account.sid, {}, most)
  const hashes = new Set(rows.map(({ secretHash }) => secretHash))
  return given.map((text) => ({
    kind: hashes.has(createHash('sha256').update(text, 'utf8').digest('hex')) ? 'api-key-secret' : 'other-secret',
    text,
  }))
}

/** The account's addresses that lead to this one, and are not written as it is called; this one, too, where it is not. */
async function addressesTo(url: string, account: Account, { incomingPhoneNumbers }: Ledger): Promise<string[]> {
  const { rows } = await incomingPhoneNumbers.list(account.sid, {}, most)
  const written = [url, ...rows.flatMap(({ settings }): unknown[] => Object.values(settings))]
  const called = targetOf(url)?.url
  const leadThere = (one: unknown): one is string =>
    typeof one === 'string' && one !== called && called !== undefined && targetOf(one)?.url === called
  return [...new Set(written.filter(leadThere))]
}
