import type { PhoneBehaviour } from '../../domain/virtual-phone.ts'

/** What becomes of a text to a virtual phone. `receipt`: what is reported of it, and null when nothing is. */
export type Fate =
  | { taken: false; code: number }
  | {
      taken: true
      arrives: boolean
      slow: boolean
      receipt: { status: 'delivered' | 'undelivered'; code: number | null } | null
    }

const undelivered = (code: number): Fate => ({
  taken: true,
  arrives: false,
  slow: false,
  receipt: { status: 'undelivered', code },
})
const arrives = (slow: boolean): Fate => ({
  taken: true,
  arrives: true,
  slow,
  receipt: { status: 'delivered', code: null },
})

const fates: Record<PhoneBehaviour, Fate> = {
  online: arrives(false),
  slow: arrives(true),
  'no-receipts': { taken: true, arrives: true, slow: false, receipt: null },
  offline: undelivered(30003),
  rejects: undelivered(30004),
  landline: undelivered(30006),
  // Whoever speaks, or does not hear it ring, gets texts all the same.
  busy: arrives(false),
  'no-answer': arrives(false),
  unassigned: undelivered(30005),
}

/** Errors with which a message never leaves the platform: it fails. With any other it is sent, and not delivered. */
export const failing: ReadonlySet<number> = new Set([
  30001, 30002, 30010, 30011, 30012, 30013, 30014, 30015, 30016, 30018, 30019, 30020, 30021, 30024, 30028, 30029, 30030,
  30031, 63001, 63002, 63005, 63006, 63007, 63008, 63010, 63011, 63015, 63017, 63018, 63019, 63020, 63021, 63022, 63027,
  63028, 63030, 63031, 63034, 63037, 63038, 63040, 63041, 63042, 63043, 63044, 63045, 63047, 63051,
])

/** `+1500553NNNN` names the error 3NNNN, `whatsapp:+1500556NNNN` the error 6NNNN. */
const failureNumber = /^(?:\+15005(53)|whatsapp:\+15005(56))(\d{4})$/

/** What becomes of a text to this address, whose phone behaves like this. */
export function fateOf(to: string, behaviour: PhoneBehaviour): Fate {
  const named = failureNumber.exec(to)
  if (!named) return fates[behaviour]
  const code = Number(`${named[1] ? 3 : 6}${named[3]}`)
  return failing.has(code) ? { taken: false, code } : undelivered(code)
}
