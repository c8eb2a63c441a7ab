import type { IncomingMessage } from 'node:http'
import type { Instant } from '../domain/clock.ts'
import type { RefusedRequest } from '../domain/refused-request.ts'
import { isSid } from '../domain/sid.ts'
import type { Answer } from './headers.ts'
import { splitTarget } from './target.ts'

const longest = 500

/** What is noted of a request that was refused: never its credentials' password, and nothing of its form. */
export function refusedRequest(
  request: IncomingMessage,
  { id, at, answer, isKnown }: { id: string; at: Instant; answer: Answer; isKnown: boolean },
): RefusedRequest {
  const { path } = splitTarget(request)
  return {
    id,
    at,
    accountSid: userOf(request.headers.authorization) ?? accountIn(path),
    method: request.method ?? '',
    path: path.slice(0, longest).replaceAll('\0', ''),
    status: answer.status,
    code: answer.refusal?.code ?? null,
    message: (answer.refusal?.message ?? '').slice(0, longest).replaceAll('\0', ''),
    notImplemented: !isKnown,
  }
}

/** The account or the key that the credentials name (RFC 7617). */
function userOf(header = ''): string | null {
  const [, encoded = ''] = /^basic +([a-z0-9+/=_-]{1,400}) *$/i.exec(header) ?? []
  const user = Buffer.from(encoded, 'base64').toString('latin1').split(':')[0] ?? ''
  return isSid('AC', user) || isSid('SK', user) ? user : null
}

const accountIn = (path: string): string | null => /\/Accounts\/(AC[0-9a-f]{32})\b/i.exec(path)?.[1] ?? null
