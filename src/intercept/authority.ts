import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nameConstraints } from './name-constraints.ts'
import { provideReflectMetadata } from './reflect-metadata.ts'
import { isTwilioName } from './twilio-host.ts'

/** A certificate and its key, as PEM. */
export interface Pair {
  certificate: string
  key: string
}

export interface Leaf extends Pair {
  /** When it ends, in milliseconds. */
  until: number
}

/** A certificate authority that whoever trusts it trusts for twilio.com alone. */
export interface Authority {
  /** As PEM: what is to be trusted. */
  certificate: string
  until: number
  /** Signs a certificate for names of the service; refuses all else. */
  issue(names: readonly [string, ...string[]], now: number): Promise<Leaf>
}

/** How long an authority may last, in days. */
export const longestAuthority = 397
const longestLeaf = 30
const day = 86_400_000
/** Clocks of containers and of their machine differ. */
const leeway = 3_600_000

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const serverAuthentication = '1.3.6.1.5.5.7.3.1'

/** Makes a key and signs an authority with it, which lasts for some days. */
export async function makeAuthority(now: number, days: number): Promise<Pair> {
  if (!(days > 0 && days <= longestAuthority)) throw new RangeError(`an authority lasts up to ${longestAuthority} days`)
  const x509 = await loadX509()
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = cryptoKey(key.publicKey, 'verify')
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `O=Trunkline, CN=Trunkline for twilio.com only ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(now - leeway),
    notAfter: new Date(now + days * day),
    signingAlgorithm: algorithm,
    keys: { publicKey, privateKey: cryptoKey(key.privateKey, 'sign') },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.Extension(nameConstraints.id, true, nameConstraints.value),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      new x509.ExtendedKeyUsageExtension([serverAuthentication]),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(publicKey),
    ],
  })
  return {
    certificate: pemOf(certificate),
    key: pemOfKey(key.privateKey),
  }
}

/** Opens an authority. Its leaves share one key, which is made now and kept in memory. */
export async function openAuthority(pair: Pair): Promise<Authority> {
  const x509 = await loadX509()
  const authority = new x509.X509Certificate(pair.certificate)
  const signingKey = cryptoKey(createPrivateKey(pair.key), 'sign')
  const leafKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const leafPublicKey = cryptoKey(leafKey.publicKey, 'verify')
  const key = pemOfKey(leafKey.privateKey)
  const until = authority.notAfter.getTime()

  return {
    certificate: pair.certificate,
    until,
    async issue(names, now) {
      const foreign = names.find((name) => !isTwilioName(name))
      if (foreign !== undefined) throw new RangeError(`no certificate is signed for "${foreign}": it is not twilio.com`)
      const end = Math.min(until, now + longestLeaf * day)
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serial(),
        issuer: authority.subjectName,
        subject: names[0].length <= 64 ? `O=Trunkline, CN=${names[0]}` : 'O=Trunkline',
        notBefore: new Date(now - leeway),
        notAfter: new Date(end),
        signingAlgorithm: algorithm,
        signingKey,
        publicKey: leafPublicKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([serverAuthentication]),
          new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
          await x509.SubjectKeyIdentifierExtension.create(leafPublicKey),
          await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        ],
      })
      return { certificate: pemOf(certificate), key, until: end }
    },
  }
}

/** Loaded when it is needed: it takes as long as the rest of a command. */
async function loadX509(): Promise<typeof X509> {
  provideReflectMetadata()
  return import('@peculiar/x509')
}

const cryptoKey = (key: KeyObject, usage: 'sign' | 'verify') => key.toCryptoKey(algorithm, usage === 'verify', [usage])

/** Positive, and never the same twice. */
const serial = () => `01${randomBytes(15).toString('hex')}`

const pemOfKey = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const pemOf = (certificate: X509.X509Certificate) => `${certificate.toString('pem')}\n`
