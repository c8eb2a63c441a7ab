import { isIP } from 'node:net'
import type { Settings } from '../config.ts'
import { offerToken } from '../control/door/offer-token.ts'
import type { DoorPorts } from '../control/door/door-record.ts'
import { loginAddress } from '../control/door/login-address.ts'
import type { Instant } from '../domain/clock.ts'

/** Where the first login is made, with a token that is shown this once; or until when another one that was shown is waiting. */
export type FirstLogin = { address: string } | { waitsUntil: Instant }

/** Offers the first login where the console can be reached from beyond this machine, and nobody chose a password yet. */
export async function firstLogin(
  { mode, host, controlApi }: Settings,
  url: string,
  has: DoorPorts,
): Promise<FirstLogin | null> {
  if (controlApi === 'off' || (mode === 'development' && isLoopback(host))) return null
  const offer = await offerToken(has)
  return offer && 'token' in offer ? { address: loginAddress(url, offer.token) } : offer
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
