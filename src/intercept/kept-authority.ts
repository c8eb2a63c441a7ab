import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { type Authority, longestAuthority, makeAuthority, openAuthority } from './authority.ts'

/** An authority that lies in a folder, so that it need be trusted only once. */
export interface KeptAuthority {
  authority: Authority
  /** Where its certificate is. */
  path: string
  /** Whether it was made now. */
  isNew: boolean
}

/** The key of an authority can be read by others than its owner. */
export class KeyNotPrivate extends Error {
  override name = 'KeyNotPrivate'
}

const day = 86_400_000
/** One that ends so soon is replaced by a new one. */
const leastDays = 30

/** Opens the authority in a folder; makes one where there is none, or none that lasts. */
export async function keptAuthority(folder: string, now: number): Promise<KeptAuthority> {
  const [path, keyPath] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')]
  if (existsSync(path) && existsSync(keyPath)) {
    if (process.platform !== 'win32' && (statSync(keyPath).mode & 0o077) !== 0)
      throw new KeyNotPrivate(`${keyPath} can be read by others, who could sign with it.`)
    const certificate = readFileSync(path, 'utf8')
    if (new X509Certificate(certificate).validToDate.getTime() - leastDays * day > now)
      return { authority: await openAuthority({ certificate, key: readFileSync(keyPath, 'utf8') }), path, isNew: false }
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const pair = await makeAuthority(now, longestAuthority)
  writeFileSync(keyPath, pair.key, { mode: 0o600 })
  chmodSync(keyPath, 0o600)
  writeFileSync(path, pair.certificate, { mode: 0o644 })
  return { authority: await openAuthority(pair), path, isNew: true }
}
