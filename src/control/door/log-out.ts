import { theDoor } from '../../domain/console-door.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { change, outcome, remove } from '../../domain/write.ts'
import { type DoorPorts, doorRecord, unchanged } from './door-record.ts'
import type { Visit } from './visit.ts'

/** Ends a login, under whichever id. */
export async function logOut({ session }: Visit, { ledger }: DoorPorts): Promise<void> {
  // An id that was exchanged meanwhile is found the second time: nothing is exchanged that was removed.
  for (let times = 0; times < 2; times++) {
    const ids = await ledger.consoleDoor.ofLogin(session.login)
    if (ids.length === 0) return
    await ledger.keep(outcome(ids.map(({ key }) => remove('consoleSession', key))))
  }
}

/** Ends every login in one write. */
export async function logOutEverywhere(has: DoorPorts): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const door = await doorRecord(has)
    const end = change('consoleDoor', theDoor, { epoch: door.epoch + 1 })
    if (wasKept(await has.ledger.keep(outcome([end], [unchanged(door)])))) return
  }
  throw new Error('others change the door all the time')
}
