import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** RFC 7914: 32 MiB and some 200 ms for each guess. What is kept of a password tells by which values it was made. */
const cost = { N: 2 ** 15, r: 8, p: 3 } as const
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
const length = 32

/** The fewest characters of a password, and the most. */
export const passwordLength = { least: 12, most: 1024 } as const

/** What is kept of a password: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(spelt(password), salt, length, withMemory(cost))
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [way, N, r, p, salt = '', hash = ''] = kept.split('$')
  if (way !== 'scrypt') return false
  const right = Buffer.from(hash, 'base64url')
  const parameters = withMemory({ N: Number(N), r: Number(r), p: Number(p) })
  const given = await derive(spelt(password), Buffer.from(salt, 'base64url'), right.length, parameters)
  return timingSafeEqual(given, right)
}

/** The same characters, by whichever keyboard they were written. */
const spelt = (password: string) => password.normalize('NFC')

const withMemory = (parameters: { N: number; r: number; p: number }) => ({
  ...parameters,
  maxmem: 256 * parameters.N * parameters.r,
})
