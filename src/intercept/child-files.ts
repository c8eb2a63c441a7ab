import { X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { javaTrustStore } from './java-trust-store.ts'
import { certificatesAt, trustedAuthorities } from './trusted.ts'

/** What programs read that are run: no key is in any of it. */
export interface ChildFiles extends Disposable {
  /** The certificate of the authority alone. */
  authority: string
  /** With all that the machine and its user trust. */
  bundle: string
  /** The same for Java. */
  trustStore: string
  /** What Node trusts beside what it brings with it. */
  nodeExtra: string
  /** A folder of settings of PHP. */
  php: string
  notices: readonly string[]
}

export interface FilesWanted {
  /** The certificate of the authority, as PEM. */
  authority: string
  /** The user's own bundles: files, or folders of them. */
  bundles: readonly string[]
  /** What the user had Node trust. */
  nodeExtra: string | undefined
  /** What PHP runs first. */
  prepend: string
  now: number
}

/** Writes them to a new folder that nobody else may read, which goes with them. */
export function writeChildFiles({ authority, bundles, nodeExtra, prepend, now }: FilesWanted): ChildFiles {
  const { certificates, notices } = trustedAuthorities(bundles)
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-exec-'))
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }
  const all = [...certificates, authority.trim()]
  const files = {
    authority: write('ca.pem', authority),
    bundle: write('bundle.pem', pemOf(all)),
    trustStore: write(
      'trust-store.jks',
      javaTrustStore(
        all.map((pem) => new X509Certificate(pem).raw),
        now,
      ),
    ),
    nodeExtra: write('node-extra.pem', pemOf([...nodeExtraOf(nodeExtra), authority.trim()])),
    php: join(folder, 'php'),
  }
  mkdirSync(files.php)
  write(
    'php/trunkline.ini',
    [`curl.cainfo="${files.bundle}"`, `openssl.cafile="${files.bundle}"`, `auto_prepend_file="${prepend}"`, ''].join(
      '\n',
    ),
  )
  return { ...files, notices, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

const pemOf = (certificates: readonly string[]) => `${certificates.join('\n')}\n`

/** Of a file that cannot be read Node itself only warns. */
function nodeExtraOf(path: string | undefined): readonly string[] {
  if (!path) return []
  try {
    return certificatesAt(path)
  } catch {
    return []
  }
}
