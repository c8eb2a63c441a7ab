/** DER of a short value. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts)
  if (body.length > 127) throw new RangeError('too long for a length of one byte')
  return Buffer.concat([Buffer.from([tag, body.length]), body])
}

const sequence = 0x30
const subtree = (tag: number, base: Uint8Array) => der(sequence, der(tag, base))
const dnsName = 0x82
const ipAddress = 0x87

/** For twilio.com and the names below it alone, and for no address, neither IPv4 nor IPv6 (RFC 5280 §4.2.1.10). */
export const nameConstraints = {
  id: '2.5.29.30',
  value: der(
    sequence,
    der(0xa0, subtree(dnsName, Buffer.from('twilio.com'))),
    der(0xa1, subtree(ipAddress, Buffer.alloc(8)), subtree(ipAddress, Buffer.alloc(32))),
  ),
}
