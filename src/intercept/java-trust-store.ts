import { createHash } from 'node:crypto'

/** With which Java reads its own trust stores, too: it guards nothing secret. */
export const trustStorePassword = 'changeit'

const magic = 0xfeedfeed
const version = 2
const trustedCertificate = 2
/** What is hashed before the store, behind the password: a constant of the format. */
const salt = 'Mighty Aphrodite'

/** A trust store of the type JKS, which every Java reads. */
export function javaTrustStore(certificates: readonly Buffer[], now: number): Buffer {
  const entries = certificates.map((certificate, at) =>
    Buffer.concat([
      whole(trustedCertificate),
      text(`trunkline-${at}`),
      long(now),
      text('X.509'),
      whole(certificate.length),
      certificate,
    ]),
  )
  const store = Buffer.concat([whole(magic), whole(version), whole(entries.length), ...entries])
  const password = Buffer.from(trustStorePassword, 'utf16le').swap16()
  return Buffer.concat([store, createHash('sha1').update(password).update(salt).update(store).digest()])
}

function whole(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
