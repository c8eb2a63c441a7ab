import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret that nobody can guess: 256 random bits, for which a plain hash is enough. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

export const hashSecret = (secret: string): string => digestOf(secret).toString('base64url')

/** Whether a secret is the one of which this hash was kept, in the same time whatever was given. */
export const isSecret = (given: string, hash: string): boolean =>
  timingSafeEqual(digestOf(given), Buffer.from(hash, 'base64url'))

/** Of one length, whatever was given. */
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
