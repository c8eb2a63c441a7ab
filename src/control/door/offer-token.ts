import type { Instant } from '../../domain/clock.ts'
import { theDoor } from '../../domain/console-door.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { change, outcome } from '../../domain/write.ts'
import { type DoorPorts, doorRecord, unchanged } from './door-record.ts'
import { hashSecret, newSecret } from './secret.ts'

/** In milliseconds. */
const tokenLife = 24 * 3_600_000

/** A one-time token, which is shown now or never; or that one was shown already, by this process or another. */
export type Offer = { token: string } | { waitsUntil: Instant }

/** Makes the token of the first login, where no password was chosen and none is waiting. Null where there is a password. */
export async function offerToken(has: DoorPorts): Promise<Offer | null> {
  const door = await doorRecord(has)
  const now = has.clock.now()
  if (door.passwordHash !== null) return null
  if (door.tokenUntil !== null && door.tokenUntil > now) return { waitsUntil: door.tokenUntil }
  const token = newSecret()
  const values = { tokenHash: hashSecret(token), tokenUntil: now + tokenLife }
  const kept = await has.ledger.keep(outcome([change('consoleDoor', theDoor, values)], [unchanged(door)]))
  if (wasKept(kept)) return { token }
  // Another process was first, and shows its own.
  const { tokenUntil } = await doorRecord(has)
  return tokenUntil === null ? null : { waitsUntil: tokenUntil }
}

/** Forgets the password, ends every session, and makes a new token to choose another password with. */
export async function resetDoor(has: DoorPorts): Promise<string> {
  const token = newSecret()
  for (let tries = 0; tries < 5; tries++) {
    const door = await doorRecord(has)
    const values = {
      passwordHash: null,
      tokenHash: hashSecret(token),
      tokenUntil: has.clock.now() + tokenLife,
      epoch: door.epoch + 1,
    }
    if (wasKept(await has.ledger.keep(outcome([change('consoleDoor', theDoor, values)], [unchanged(door)]))))
      return token
  }
  throw new Error('others change the door all the time')
}
