import { execFileSync } from 'node:child_process'
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtime } from '../../test/runtimes.ts'
import { type Authority, type Pair, longestAuthority, makeAuthority, openAuthority } from './authority.ts'

const day = 86_400_000
const now = Date.now()

const openssl = runtime('openssl')

let folder: string
let pair: Pair
let authority: Authority
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-authority-'))
  pair = await makeAuthority(now, 30)
  authority = await openAuthority(pair)
  writeFileSync(join(folder, 'ca.pem'), pair.certificate)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A certificate that the authority's key is made to sign, past the function that refuses it. */
async function forced(
  names: readonly string[],
  options: { authority?: boolean; commonName?: string } = {},
): Promise<Pair> {
  const x509 = await import('@peculiar/x509')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '0102',
    issuer: new x509.X509Certificate(pair.certificate).subjectName,
    subject: `CN=${options.commonName ?? 'forced'}`,
    notBefore: new Date(now - day),
    notAfter: new Date(now + day),
    signingAlgorithm: algorithm,
    signingKey: createPrivateKey(pair.key).toCryptoKey(algorithm, false, ['sign']),
    publicKey: keys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(options.authority ?? false, undefined, true),
      ...(names.length > 0
        ? [
            new x509.SubjectAlternativeNameExtension(
              names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
            ),
          ]
        : []),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  }
}

/** What a client of Node says that trusts the authority; null when it is content. */
async function nodeSays(served: Pair, servername: string): Promise<string | null> {
  const server = createServer({ cert: served.certificate, key: served.key }, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const client = connect({
    host: '127.0.0.1',
    port,
    servername: isIP(servername) ? '' : servername,
    ca: pair.certificate,
  })
  try {
    await once(client, 'secureConnect')
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    client.destroy()
    server.close()
  }
}

/** What the openssl program says to the chain. */
function opensslSays(name: string, served: Pair, host: readonly string[]): string {
  const file = join(folder, 'leaf.pem')
  writeFileSync(file, served.certificate)
  try {
    return execFileSync(
      openssl ?? '',
      ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', join(folder, 'ca.pem'), ...host, file],
      {
        encoding: 'utf8',
        stdio: 'pipe',
      },
    )
  } catch (error) {
    return `${name}: ${(error as { stderr: string }).stderr}`
  }
}

test('the authority says that it signs for twilio.com only, and no other authority', () => {
  const certificate = new X509Certificate(pair.certificate)
  expect(certificate.ca).toBe(true)
  expect(certificate.checkIssued(certificate)).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.validToDate.getTime() - now).toBeLessThanOrEqual(30 * day)
  expect(authority.until).toBe(certificate.validToDate.getTime())
  // Critical, and as RFC 5280 §4.2.1.10 writes it: permitted dNSName twilio.com, excluded 0.0.0.0/0 and ::/0.
  const constraints = `0603551d1e0101ff0444${'3042a0' + '0e300c820a' + Buffer.from('twilio.com').toString('hex')}${'a130300a8708' + '00'.repeat(8)}${'30228720' + '00'.repeat(32)}`
  expect(certificate.raw.toString('hex')).toContain(constraints)
  // Critical: an authority, over no other.
  expect(certificate.raw.toString('hex')).toContain('0603551d130101ff040830060101ff020100')
})

test.each([0, -1, longestAuthority + 1, Number.NaN])('no authority lasts %d days', async (days) => {
  await expect(makeAuthority(now, days)).rejects.toThrow('lasts up to 397 days')
})

describe('a certificate for a host of the service', () => {
  test.each(['api.twilio.com', 'twilio.com', 'api.dublin.ie1.twilio.com', `${'a'.repeat(63)}.twilio.com`])(
    '%s is signed, and Node takes it',
    async (name) => {
      const leaf = await authority.issue([name], now)
      expect(await nodeSays(leaf, name)).toBeNull()
      expect(leaf.until).toBeLessThanOrEqual(authority.until)
      expect(new X509Certificate(leaf.certificate)).toMatchObject({ ca: false, subjectAltName: `DNS:${name}` })
    },
  )

  test('never outlasts its authority', async () => {
    const leaf = await authority.issue(['api.twilio.com'], now + 20 * day)
    expect(leaf.until).toBe(authority.until)
  })
})

describe('no certificate is signed for', () => {
  test.each([
    'evil.com',
    'twilio.com.evil.com',
    'nottwilio.com',
    'api.twilio.com.',
    '.twilio.com',
    'a..twilio.com',
    'API.TWILIO.COM',
    '*.com',
    '*',
    'a.*.twilio.com',
    '127.0.0.1',
    '::1',
    'api.twilio.com\0.evil.com',
    'evil.com,DNS:api.twilio.com',
    `${'a'.repeat(64)}.twilio.com`,
    `${'a.'.repeat(130)}twilio.com`,
    '',
  ])('%j', async (name) => {
    await expect(authority.issue([name], now)).rejects.toThrow('it is not twilio.com')
    await expect(authority.issue(['api.twilio.com', name], now)).rejects.toThrow('it is not twilio.com')
  })
})

describe('a certificate that the key was made to sign by force is refused by whoever trusts the authority:', () => {
  test.each([
    ['another name', ['evil.com'], 'evil.com'],
    ['a name that ends alike', ['nottwilio.com'], 'nottwilio.com'],
    ['another name beside one of ours', ['api.twilio.com', 'evil.com'], 'api.twilio.com'],
    ['an address', ['127.0.0.1'], '127.0.0.1'],
    ['an address of six', ['::1'], '::1'],
  ])('%s, by Node', async (_what, names, asked) => {
    expect(await nodeSays(await forced(names), asked)).toMatch(/(permitted|excluded) subtree violation/)
  })

  test('one below an authority of its own, by Node', async () => {
    const below = await forced(['api.twilio.com'], { authority: true })
    const under = await openAuthority(below)
    const leaf = await under.issue(['api.twilio.com'], now)
    const chain = { ...leaf, certificate: leaf.certificate + below.certificate }
    expect(await nodeSays(chain, 'api.twilio.com')).toMatch(/path length constraint exceeded|invalid CA certificate/)
  })

  test.skipIf(openssl === null)('by openssl, which takes ours', async () => {
    const ours = await authority.issue(['api.twilio.com'], now)
    expect(opensslSays('ours', ours, ['-verify_hostname', 'api.twilio.com'])).toMatch(/: OK\n$/)
    expect(opensslSays('other', await forced(['evil.com']), [])).toContain('permitted subtree violation')
    expect(opensslSays('address', await forced(['127.0.0.1']), [])).toContain('excluded subtree violation')
    expect(opensslSays('in the old place', await forced([], { commonName: 'evil.com' }), [])).toContain(
      'permitted subtree violation',
    )
  })
})
