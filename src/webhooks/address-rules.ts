import { BlockList, isIP } from 'node:net'

/** Which addresses may be called. Asked for each address before a connection to it is tried. */
export interface AddressRules {
  /** Says why this address, found under this host name, may not be called; null when it may. */
  refusal(hostname: string, address: string): string | null
}

/** For development: an application on the same machine is what is called there. */
export const everyAddress: AddressRules = { refusal: () => null }

/**
 * For production: addresses of the public internet only, beside what the operator allows. Each entry of `allow` is a host
 * name, `*.` and a domain, an address, or a network (`10.1.0.0/16`). An allowed host name may lead anywhere.
 */
export const publicAddresses = (allow: readonly string[] = []): AddressRules => {
  const allowed = allowList(allow)
  return {
    refusal(hostname, address) {
      const bare = address.split('%')[0] ?? ''
      const kind = kindOf(bare)
      if (kind === null || allowed.host(hostname) || allowed.address(bare)) return null
      return `${bare} is ${kind}, and is not allow-listed`
    },
  }
}

const network = (networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const text of networks) {
    const [address = '', prefix = ''] = text.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** IANA IPv4 Special-Purpose Address Registry, and the addresses under which clouds answer their own machines. */
const ipv4Kinds: readonly (readonly [string, BlockList])[] = [
  ['a metadata address', network(['169.254.169.254/32', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'])],
  ['a loopback address', network(['127.0.0.0/8'])],
  ['a private address', network(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])],
  ['a link-local address', network(['169.254.0.0/16'])],
  ['a shared address', network(['100.64.0.0/10'])],
  ['an unspecified address', network(['0.0.0.0/8'])],
  ['a multicast address', network(['224.0.0.0/4'])],
  ['a broadcast or reserved address', network(['240.0.0.0/4'])],
  [
    'an address for special purposes',
    network(['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24']),
  ],
]

/** IANA IPv6 Special-Purpose Address Registry: within global unicast, what is not reached over the internet. */
const specialIpv6 = network(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
const globalIpv6 = network(['2000::/3'])
const loopbackIpv6 = network(['::1/128'])
/** Mapped (RFC 4291 §2.5.5.2) and translated (RFC 6052 §2.1): the IPv4 address in the last four bytes is what is reached. */
const carriesIpv4 = network(['::ffff:0:0/96', '64:ff9b::/96'])

/** What kind of address it is that may not be called; null for a public one. */
const kindOf = (address: string): string | null => {
  const family = isIP(address)
  if (family === 4) return ipv4Kinds.find(([, list]) => list.check(address, 'ipv4'))?.[0] ?? null
  if (family !== 6) return 'no address'
  const inner = carriedIpv4(address)
  if (inner !== null) return kindOf(inner)
  if (loopbackIpv6.check(address, 'ipv6')) return 'a loopback address'
  if (!globalIpv6.check(address, 'ipv6')) return 'not a global address'
  return specialIpv6.check(address, 'ipv6') ? 'an address for special purposes' : null
}

const carriedIpv4 = (address: string): string | null => {
  if (!carriesIpv4.check(address, 'ipv6')) return null
  // The URL Standard writes every IPv6 address in one way, without a dotted end.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':')
  const [high, low] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16))
  if (high === undefined || low === undefined) return null
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

export const allowList = (entries: readonly string[]) => {
  const hosts = new Set<string>()
  const domains: string[] = []
  const networks = new BlockList()
  for (const entry of entries) {
    const text = entry.trim().toLowerCase().replace(/\.$/, '')
    const [, address = '', prefix] = /^\[?([^\]/]*)\]?(?:\/(\d{1,3}))?$/.exec(text) ?? []
    const family = isIP(address)
    if (family !== 0) addNetwork(networks, entry, address, family, prefix)
    else if (/^\*\.[a-z0-9.-]+$/.test(text)) domains.push(text.slice(1))
    else if (/^[a-z0-9_][a-z0-9_.-]*$/.test(text)) hosts.add(text)
    else throw new Error(`"${entry}" is neither a host name nor a network, such as 10.1.0.0/16`)
  }
  return {
    host(hostname: string): boolean {
      const name = hostname.toLowerCase().replace(/\.$/, '')
      return hosts.has(name) || domains.some((domain) => name.endsWith(domain))
    },
    address(address: string): boolean {
      if (isIP(address) === 4) return networks.check(address, 'ipv4')
      const inner = carriedIpv4(address)
      return networks.check(address, 'ipv6') || (inner !== null && networks.check(inner, 'ipv4'))
    },
  }
}

const addNetwork = (
  list: BlockList,
  entry: string,
  address: string,
  family: number,
  prefix: string | undefined,
): void => {
  const whole = family === 6 ? 128 : 32
  const bits = prefix === undefined ? whole : Number(prefix)
  if (bits > whole) throw new Error(`"${entry}" is no network: its prefix is longer than ${whole} bits`)
  list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
}
