/** Whether a host is the service's: what goes to such a host stays on this machine. */
export function isTwilioHost(name: string): boolean {
  const bare = name.toLowerCase().replace(/\.$/, '')
  return bare === 'twilio.com' || bare.endsWith('.twilio.com')
}

/** Whether a name on a certificate is one of the service's, alone or for all names below one (RFC 5280 §4.2.1.6). */
export function isTwilioName(name: string): boolean {
  return name.length <= 253 && /^(?:\*\.)?(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*twilio\.com$/.test(name)
}
