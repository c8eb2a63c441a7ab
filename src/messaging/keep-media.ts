import type { Ledger } from '../domain/ledger.ts'
import { type Media, partKeysOf, partSize } from '../domain/media.ts'
import { wasKept } from '../domain/was-kept.ts'
import { add, type Guard, outcome, remove } from '../domain/write.ts'

export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>

/** Lets one at a time through, so that no group of writes that others wait for holds more than one part. */
export function turnstile(): Turnstile {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

/** Keeps the bytes of a medium, each part in a write of its own. False when a guard did not hold. */
export async function keepMedia(
  { sid, size }: Pick<Media, 'sid' | 'size'>,
  bytes: Uint8Array,
  guards: readonly Guard[],
  { ledger, inTurn }: { ledger: Pick<Ledger, 'keep'>; inTurn: Turnstile },
): Promise<boolean> {
  for (const [i, key] of partKeysOf(sid, size).entries()) {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset + i * partSize, Math.min(partSize, size - i * partSize))
    const content = part.toString('base64')
    // An earlier try may have come this far.
    const write = outcome([remove('mediaPart', key), add('mediaPart', { key, content })], guards)
    if (!wasKept(await inTurn(() => ledger.keep(write)))) return false
  }
  return true
}
