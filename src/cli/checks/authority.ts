import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeAuthority, openAuthority } from '../../intercept/authority.ts'
import { type Finding, findingsOf } from './finding.ts'

const { ok, warning, problem } = findingsOf('authority')

const day = 86_400_000
const soon = 30 * day

/** Whether `exec` can sign for twilio.com on this machine, and whether what `tls` keeps in a folder is private and lasts. */
export async function checkAuthority(folder: string, now: number): Promise<Finding[]> {
  try {
    const made = await makeAuthority(now, 1)
    const leaf = await (await openAuthority(made)).issue(['api.twilio.com'], now)
    if (!new X509Certificate(leaf.certificate).verify(new X509Certificate(made.certificate).publicKey))
      throw new Error('it does not stand for what it signed')
  } catch (error) {
    return [
      problem(
        `No certificate authority can be made here: ${(error as Error).message}.`,
        'the official build of Node, with its own OpenSSL',
      ),
    ]
  }
  return [ok('An authority for twilio.com alone can be made, as `trunkline exec` does.'), ...keptIn(folder, now)]
}

function keptIn(folder: string, now: number): Finding[] {
  const [path, key] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')]
  if (!existsSync(path) || !existsSync(key)) return []
  if (process.platform !== 'win32' && (statSync(key).mode & 0o077) !== 0)
    return [problem(`${key} can be read by others, who could sign with it.`, `chmod 600 ${key}`)]
  const until = new X509Certificate(readFileSync(path)).validToDate
  const shown = until.toISOString().slice(0, 10)
  if (until.getTime() - now > soon) return [ok(`${path} lasts until ${shown}.`)]
  return [
    warning(
      `${path} lasts until ${shown}, and the next start makes another.`,
      '`trunkline tls`, and to trust the new one',
    ),
  ]
}
