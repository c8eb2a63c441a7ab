import type { Clock } from '../../domain/clock.ts'
import { type ConsoleDoor, theDoor } from '../../domain/console-door.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { absent, add, outcome, present } from '../../domain/write.ts'

/** What the deeds of the door need. The clock is that of real time: nobody is let in longer because a test stopped the clock. */
export interface DoorPorts {
  ledger: Pick<Ledger, 'keep' | 'consoleDoor'>
  clock: Clock
}

const fresh: ConsoleDoor = { key: theDoor, passwordHash: null, tokenHash: null, tokenUntil: null, epoch: 0 }

/** Finds the record of the door, or makes it. */
export async function doorRecord({ ledger }: DoorPorts): Promise<ConsoleDoor> {
  const found = await ledger.consoleDoor.find()
  if (found) return found
  // Another process may have been first: then its record is the one.
  await ledger.keep(outcome([add('consoleDoor', fresh)], [absent('consoleDoor', 'key', theDoor)]))
  const made = await ledger.consoleDoor.find()
  if (!made) throw new Error('the record of the door was not kept')
  return made
}

/** Holds as long as nobody changed the door since it was read: then nobody uses a secret twice, or one that is no more. */
export const unchanged = ({ passwordHash, tokenHash, epoch }: ConsoleDoor) =>
  present('consoleDoor', theDoor, { passwordHash: [passwordHash], tokenHash: [tokenHash], epoch: [epoch] })
