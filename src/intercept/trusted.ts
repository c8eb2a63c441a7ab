import { X509Certificate } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'

/** The authorities that a machine and its user trust, as PEM, each once. */
export function trustedAuthorities(bundles: readonly string[]): {
  certificates: readonly string[]
  notices: readonly string[]
} {
  const notices: string[] = []
  const system = getCACertificates('system')
  const own = bundles.flatMap((path) => {
    try {
      return certificatesAt(path)
    } catch (error) {
      notices.push(`${path} was not read and is not trusted: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
      return []
    }
  })
  const all = [...(system.length > 0 ? system : getCACertificates('bundled')), ...own]
  return { certificates: [...new Set(all.map(normal))].filter(isCertificate), notices }
}

/** The certificates in a file, or in the files of a folder. */
export function certificatesAt(path: string): readonly string[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .slice(0, mostFiles)
        .map(({ name }) => join(path, name))
    : [path]
  return files.flatMap((file) => {
    if (statSync(file).size > longestFile) throw new Error('it is too long for certificates')
    return readFileSync(file, 'latin1').match(block) ?? []
  })
}

const mostFiles = 2000
const longestFile = 16_000_000
const block = /-----BEGIN CERTIFICATE-----[\w\s+/=]+-----END CERTIFICATE-----/g

const normal = (pem: string) => pem.replaceAll('\r', '').trim()

/** Java reads no store that has something else in it. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
