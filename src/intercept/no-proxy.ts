import { BlockList, isIP } from 'node:net'
import { isTwilioHost } from './twilio-host.ts'

/** Whether a host is one of those that a NO_PROXY exempts. */
export function exempts(noProxy: string, host: string, port: number): boolean {
  return entriesOf(noProxy).some((entry) => matches(entry, host.toLowerCase(), port))
}

/** A NO_PROXY without the entries that some program might read so that they exempt hosts of the service. */
export function withoutTwilio(noProxy: string): { kept: readonly string[]; dropped: readonly string[] } {
  const entries = entriesOf(noProxy)
  const dropped = entries.filter(mayExemptTwilio)
  return { kept: entries.filter((entry) => !dropped.includes(entry)), dropped }
}

const mostEntries = 500

const entriesOf = (noProxy: string) =>
  noProxy
    .split(/[\s,]+/, mostEntries)
    .map((entry) => entry.toLowerCase())
    .filter((entry) => entry !== '')

/** The host or the network that an entry names, and for which port. Hosts below it are always meant, too. */
function read(entry: string): { name: string; port: number | null } {
  const [, bracketed, host = entry, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(entry) ?? []
  return { name: (bracketed ?? host).replace(/^\*?\./, ''), port: port === undefined ? null : Number(port) }
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true
  const { name, port: wanted } = read(entry)
  if (name === '' || (wanted !== null && wanted !== port)) return false
  return host === name || host.endsWith(`.${name}`) || isWithin(name, host)
}

/** Whether an address is of a network such as 10.0.0.0/8. */
function isWithin(network: string, address: string): boolean {
  const [base = '', bits] = network.split('/', 2)
  const family = isIP(base)
  if (bits === undefined || family === 0 || isIP(address) !== family) return false
  const size = Number(bits)
  if (bits === '' || !Number.isInteger(size) || size < 0 || size > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  list.addSubnet(base, size, family === 4 ? 'ipv4' : 'ipv6')
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** Some programs compare ends of names without their dots, others know patterns. */
function mayExemptTwilio(entry: string): boolean {
  const { name } = read(entry)
  return 'twilio.com'.endsWith(name) || isTwilioHost(name) || (name.includes('*') && !/^\d[\d.*]*$/.test(name))
}
