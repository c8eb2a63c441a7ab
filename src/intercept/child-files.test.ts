import { X509Certificate, createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificateFor } from '../webhooks/certificate.testing.ts'
import { makeAuthority } from './authority.ts'
import { writeChildFiles } from './child-files.ts'

let folder: string
let authority: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-own-'))
  authority = (await makeAuthority(Date.now(), 1)).certificate
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const own = certificateFor('own.example').cert
const extra = certificateFor('extra.example').cert
const written = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const certificatesIn = (path: string) =>
  readFileSync(path, 'utf8').match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []
const wanted = () => ({ authority, bundles: [], nodeExtra: undefined, prepend: '/s/prepend.php', now: 0 })

test("what the machine and the user trust is trusted beside the authority, each once, and what is no certificate isn't", () => {
  mkdirSync(join(folder, 'many'))
  written('many/one.pem', own)
  written('many/two.pem', own.replaceAll('\n', '\r\n'))
  const bundles = [
    written('own.pem', `# ours\n${own}${own.slice(0, 80)}\n-----END CERTIFICATE-----\n`),
    join(folder, 'many'),
    join(folder, 'gone.pem'),
  ]
  using files = writeChildFiles({ ...wanted(), bundles, nodeExtra: written('extra.pem', extra) })
  const bundle = certificatesIn(files.bundle)
  expect(bundle.filter((pem) => pem === own.trim())).toHaveLength(1)
  expect(bundle.at(-1)).toBe(authority.trim())
  expect(bundle.length).toBeGreaterThan(50)
  for (const pem of bundle) expect(new X509Certificate(pem).raw.length).toBeGreaterThan(0)
  expect(certificatesIn(files.nodeExtra)).toEqual([extra.trim(), authority.trim()])
  expect(files.notices).toEqual([`${join(folder, 'gone.pem')} was not read and is not trusted: ENOENT`])
  expect(readFileSync(files.php + '/trunkline.ini', 'utf8')).toBe(
    `curl.cainfo="${files.bundle}"\nopenssl.cafile="${files.bundle}"\nauto_prepend_file="/s/prepend.php"\n`,
  )
})

test('nobody else may read them, no key is in them, and they go', () => {
  const files = writeChildFiles(wanted())
  const place = dirname(files.bundle)
  expect(statSync(place).mode & 0o777).toBe(0o700)
  for (const path of [files.authority, files.bundle, files.nodeExtra, files.trustStore]) {
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'latin1')).not.toContain('PRIVATE KEY')
  }
  files[Symbol.dispose]()
  expect(existsSync(place)).toBe(false)
})

test('the trust store of Java holds the same, under its seal', () => {
  using files = writeChildFiles({ ...wanted(), bundles: [written('own.pem', own)] })
  const store = readFileSync(files.trustStore)
  expect(store.subarray(0, 8).toString('hex')).toBe('feedfeed00000002')
  expect(store.readUInt32BE(8)).toBe(certificatesIn(files.bundle).length)
  expect(store.includes(new X509Certificate(own).raw)).toBe(true)
  expect(store.includes(new X509Certificate(authority).raw)).toBe(true)
  const password = Buffer.concat([...'changeit'].map((letter) => Buffer.from([0, letter.charCodeAt(0)])))
  const seal = createHash('sha1').update(password).update('Mighty Aphrodite').update(store.subarray(0, -20)).digest()
  expect(store.subarray(-20).equals(seal)).toBe(true)
})
