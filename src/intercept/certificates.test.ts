import { beforeAll, expect, test } from 'vitest'
import { type Authority, makeAuthority, openAuthority } from './authority.ts'
import { certificatesOf } from './certificates.ts'

const day = 86_400_000
const start = Date.now()
let authority: Authority
beforeAll(async () => {
  authority = await openAuthority(await makeAuthority(start, 200))
})

/** The certificates, with eyes on what is signed. */
function watched() {
  let now = start
  const signed: string[] = []
  const certificates = certificatesOf(
    {
      ...authority,
      issue(names, at) {
        signed.push(names.join())
        return authority.issue(names, at)
      },
    },
    () => now,
  )
  return { certificates, signed, later: (days: number) => (now += days * day) }
}

test('each host has one, in any spelling, also when many ask at once', async () => {
  const { certificates, signed } = watched()
  const names = ['api.twilio.com', 'API.twilio.com', 'api.twilio.com', 'verify.twilio.com']
  const [one, two, three, other] = await Promise.all(names.map((name) => certificates.forHost(name)))
  expect(two).toBe(one)
  expect(three).toBe(one)
  expect(other).not.toBe(one)
  expect(await certificates.forHost('api.twilio.com')).toBe(one)
  expect(signed).toEqual(['api.twilio.com', 'verify.twilio.com'])
})

test('a new one is signed before it ends', async () => {
  const { certificates, signed, later } = watched()
  const first = await certificates.forHost('api.twilio.com')
  later(28)
  expect(await certificates.forHost('api.twilio.com')).toBe(first)
  later(1.5)
  expect(await certificates.forHost('api.twilio.com')).not.toBe(first)
  expect(signed).toHaveLength(2)
})

test('no more are kept than the service has hosts', async () => {
  const { certificates, signed } = watched()
  for (let i = 0; i < 257; i++) await certificates.forHost(`host-${i}.twilio.com`)
  await certificates.forHost('host-256.twilio.com')
  expect(signed).toHaveLength(257)
  await certificates.forHost('host-0.twilio.com')
  expect(signed).toHaveLength(258)
})

test('another host has none', async () => {
  const { certificates, signed } = watched()
  for (const name of ['evil.example', 'twilio.com.example', '', '*.twilio.org'])
    await expect(certificates.forHost(name)).rejects.toThrow('is no host of twilio.com')
  expect(signed).toEqual([])
})
