import { isAscii } from 'node:buffer'
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Account, isParent } from '../domain/account.ts'
import type { ApiKey } from '../domain/api-key.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'

/** Who asks, and for which account. */
export interface Identity {
  /** Whose credentials came with the request. */
  readonly caller: Account
  /** The account that is acted on: the caller, or one of its subaccounts. */
  readonly account: Account
  /** Which of the caller's API keys was shown; null for its own token. */
  readonly key: ApiKey | null
}

/** What a 401 must carry: old clients send no credentials before they have been asked for them. */
export const challenge = { 'WWW-Authenticate': 'Basic realm="Twilio API"' }

/** Checks Basic credentials (RFC 7617) for the account that a path names, or for whichever account they belong to (null). */
export async function authenticate(
  header: string | undefined,
  accountSid: string | null,
  ledger: Holders,
): Promise<Identity> {
  const credentials = header === undefined ? null : readOnce(header)
  if (!credentials) throw new Problem('credentialsMissing')
  const holder = await holderOf(credentials.username, ledger)
  // An unknown name takes as long as a wrong password, and is told no different.
  const right = timingSafeEqual(credentials.digest, holder?.digest ?? nobody)
  if (!holder || !right) throw new Problem('credentialsWrong')
  const { caller, key } = holder
  await requireActive(caller, ledger.accounts)
  if (accountSid === null || accountSid === caller.sid) return { caller, account: caller, key }
  // A key opens its own account only, a parent's token its subaccounts, too.
  const account = key ? null : await ledger.accounts.find(accountSid)
  if (!account || account.ownerAccountSid !== caller.sid) throw new Problem('credentialsWrong')
  return { caller, account, key }
}

type Holders = Pick<Ledger, 'accounts' | 'apiKeys'>

/** Whose name it is, and the hash of the password that goes with it. */
async function holderOf(username: string, { accounts, apiKeys }: Holders) {
  if (isSid('AC', username)) {
    const caller = await accounts.find(username)
    return caller && { caller, key: null, digest: tokenDigest(caller) }
  }
  if (!isSid('SK', username)) throw new Problem('usernameInvalid')
  const key = await apiKeys.named(username)
  const caller = key && (await accounts.find(key.accountSid))
  return caller && { caller, key, digest: Buffer.from(key.secretHash, 'hex') }
}

async function requireActive(account: Account, accounts: Ledger['accounts']): Promise<void> {
  const owner = isParent(account) ? account : await accounts.find(account.ownerAccountSid)
  if (account.status !== 'active' || owner?.status !== 'active') throw new Problem('accountNotActive')
}

const shape = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

interface Credentials {
  username: string
  digest: Buffer
}

/** What headers say, for those seen last: a client sends the same one each time. Whether it is right is never remembered. */
const read = new Map<string, Credentials | null>()
const mostRead = 1000

function readOnce(header: string): Credentials | null {
  const known = read.get(header)
  if (known !== undefined) return known
  const pair = readBasic(header)
  const credentials = pair && { username: pair.username, digest: digest(pair.password) }
  if (read.size >= mostRead) read.delete(read.keys().next().value as string)
  read.set(header, credentials)
  return credentials
}

/** Null for a header that is missing or says something else. Everything behind the first colon is the password. */
export function readBasic(header: string | undefined): { username: string; password: string } | null {
  const encoded = header === undefined ? undefined : shape.exec(header)?.[1]
  if (encoded === undefined) return null
  const pair = decodeUtf8(Buffer.from(encoded, 'base64'))
  const colon = pair?.indexOf(':') ?? -1
  return pair === null || colon < 0 ? null : { username: pair.slice(0, colon), password: pair.slice(colon + 1) }
}

function decodeUtf8(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1')
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

const digest = (token: string): Buffer => hash('sha256', token, 'buffer')
const nobody = digest(randomBytes(32).toString('hex'))
const digests = new WeakMap<Account, Buffer>()

function tokenDigest(account: Account): Buffer {
  const known = digests.get(account)
  if (known) return known
  const made = digest(account.authToken)
  digests.set(account, made)
  return made
}
