import { type ConsoleSession, isAlive, sessionTimes } from '../../domain/console-door.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { add, change, outcome, present, remove } from '../../domain/write.ts'
import { type CookieKind, cookieText, sessionCookieIn } from './cookie.ts'
import type { DoorPorts } from './door-record.ts'
import { hashSecret, newSecret } from './secret.ts'

/** A request of a browser that was let in. */
export interface Visit {
  kind: CookieKind
  session: ConsoleSession
}

/** The session that a `Cookie` header shows; null where it shows none that counts. */
export async function visitOf(
  header: string | undefined,
  kinds: readonly CookieKind[],
  { ledger, clock }: DoorPorts,
): Promise<Visit | null> {
  const cookie = sessionCookieIn(header, kinds)
  if (!cookie) return null
  const [door, session] = await Promise.all([
    ledger.consoleDoor.find(),
    ledger.consoleDoor.session(hashSecret(cookie.id)),
  ])
  return door && session && isAlive(session, door, clock.now()) ? { kind: cookie.kind, session } : null
}

/** Notes that a session is used. An id that is old is exchanged for another: answers with the cookie that tells the browser, if any. */
export async function keepUp({ kind, session }: Visit, { ledger, clock }: DoorPorts): Promise<string | null> {
  const now = clock.now()
  const counts = present('consoleSession', session.key, { until: [null] })
  if (session.until !== null) return null
  if (now - session.minted < sessionTimes.rotation) {
    if (now - session.seen >= sessionTimes.seen)
      await ledger.keep(outcome([change('consoleSession', session.key, { seen: now })], [counts]))
    return null
  }
  const id = newSecret()
  const others = (await ledger.consoleDoor.ofLogin(session.login)).filter(({ until }) => until !== null && until <= now)
  const exchange = [
    add('consoleSession', { ...session, key: hashSecret(id), minted: now, seen: now }),
    change('consoleSession', session.key, { until: now + sessionTimes.grace }),
    ...others.map(({ key }) => remove('consoleSession', key)),
  ]
  // Of requests that come at once, one exchanges the id.
  return wasKept(await ledger.keep(outcome(exchange, [counts]))) ? cookieText(kind, id) : null
}

/** Aborts when the login of a visit is over: what goes on for long looks again every now and then. `done` ends the looking. */
export function untilLogout(
  { session }: Visit,
  { ledger, clock }: DoorPorts,
  every: number,
  done: AbortSignal,
): AbortSignal {
  const over = new AbortController()
  const look = async () => {
    const [door, sessions] = await Promise.all([ledger.consoleDoor.find(), ledger.consoleDoor.ofLogin(session.login)])
    if (!door || !sessions.some((one) => isAlive(one, door, clock.now()))) over.abort()
  }
  // A database that does not answer is no reason to let somebody go on.
  const timer = setInterval(() => void look().catch(() => over.abort()), every).unref()
  AbortSignal.any([done, over.signal]).addEventListener('abort', () => clearInterval(timer), { once: true })
  return over.signal
}
