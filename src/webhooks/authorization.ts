import { createHash, randomBytes } from 'node:crypto'

export interface Credentials {
  username: string
  password: string
}

/** RFC 7617. */
export const basicAuthorization = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`

/** Answers a Digest challenge (RFC 7616) with `qop=auth` or without, MD5 or SHA-256; null for one that asks for more. */
export const digestAuthorization = (
  challenge: string,
  { username, password }: Credentials,
  method: string,
  path: string,
  cnonce: string = randomBytes(8).toString('hex'),
): string | null => {
  const asked = challengeParameters(challenge)
  const nonce = asked?.get('nonce')
  if (!asked || nonce === undefined) return null
  const algorithm = asked.get('algorithm')
  const hash = { MD5: 'md5', 'SHA-256': 'sha256' }[(algorithm ?? 'MD5').toUpperCase()]
  const qop = asked.get('qop')
  if (hash === undefined || (qop !== undefined && !qop.split(/\s*,\s*/).includes('auth'))) return null
  const digest = (text: string): string => createHash(hash).update(text, 'utf8').digest('hex')
  const realm = asked.get('realm') ?? ''
  const user = digest(`${username}:${realm}:${password}`)
  const what = digest(`${method}:${path}`)
  const count = '00000001'
  const response = digest(
    qop === undefined ? `${user}:${nonce}:${what}` : `${user}:${nonce}:${count}:${cnonce}:auth:${what}`,
  )
  const opaque = asked.get('opaque')
  return [
    `Digest username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(path)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(qop === undefined ? [] : ['qop=auth', `nc=${count}`, `cnonce=${quoted(cnonce)}`]),
    `response=${quoted(response)}`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

const challengeParameters = (challenge: string): ReadonlyMap<string, string> | null => {
  const digest = /(?:^|,)\s*digest\s+(.*)$/is.exec(challenge)?.[1]
  if (digest === undefined) return null
  const found = new Map<string, string>()
  for (const [, name = '', inQuotes, bare] of digest.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, inQuotes === undefined ? (bare ?? '') : inQuotes.replace(/\\(.)/g, '$1'))
  }
  return found
}
