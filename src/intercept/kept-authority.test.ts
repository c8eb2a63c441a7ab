import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keptAuthority } from './kept-authority.ts'

const day = 86_400_000
const now = Date.now()
let place: string
let folder: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'trunkline-kept-'))
  folder = join(place, 'a/tls')
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

test('an authority is made once, in a private folder, and opened after that', async () => {
  const first = await keptAuthority(folder, now)
  expect(first).toMatchObject({ isNew: true, path: join(folder, 'ca.pem') })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'ca-key.pem')).mode & 0o777).toBe(0o600)
  const second = await keptAuthority(folder, now + day)
  expect(second.isNew).toBe(false)
  expect(second.authority.certificate).toBe(first.authority.certificate)
  const leaf = await second.authority.issue(['api.twilio.com'], now + day)
  expect(leaf.certificate).toContain('BEGIN CERTIFICATE')
})

test('one that is about to end is replaced', async () => {
  const first = await keptAuthority(folder, now)
  const later = await keptAuthority(folder, now + 380 * day)
  expect(later.isNew).toBe(true)
  expect(readFileSync(later.path, 'utf8')).not.toBe(first.authority.certificate)
})

test('a key that others can read is not used', async () => {
  await keptAuthority(folder, now)
  chmodSync(join(folder, 'ca-key.pem'), 0o644)
  await expect(keptAuthority(folder, now)).rejects.toThrow('can be read by others')
})
