import { randomInt } from 'node:crypto'

// Every route is a bundle of its own: what they share is in the process.
const codes = (globalThis.acmeCodes ??= new Map())

/** Makes a code for a number, good for ten minutes. */
export function newCode(phone) {
  const code = String(randomInt(100_000, 1_000_000))
  codes.set(phone, { code, until: Date.now() + 600_000, tries: 0 })
  return code
}

/** Whether this is the code of a number; after three tries none is. */
export function isCode(phone, code) {
  const kept = codes.get(phone)
  if (!kept || kept.until < Date.now() || ++kept.tries > 3 || kept.code !== code) return false
  codes.delete(phone)
  return true
}
