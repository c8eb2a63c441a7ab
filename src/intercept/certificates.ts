import { type SecureContext, createSecureContext } from 'node:tls'
import type { Authority } from './authority.ts'
import { isTwilioName } from './twilio-host.ts'

/** As many hosts as the service has, and some more. */
const mostHosts = 256
/** A certificate is signed anew so long before it ends. */
const leeway = 86_400_000

interface Made {
  context: SecureContext
  until: number
}

/** Certificates by host, each signed when it is first asked for. */
export interface Certificates {
  /** Rejects for a host that is none of the service's. */
  forHost(host: string): Promise<SecureContext>
  /** For clients that name no host. */
  forAny(): Promise<{ cert: string; key: string }>
}

export function certificatesOf(authority: Authority, clockNow: () => number): Certificates {
  const kept = new Map<string, Promise<Made>>()

  async function make(name: string): Promise<Made> {
    const { certificate, key, until } = await authority.issue([name], clockNow())
    return { context: createSecureContext({ cert: certificate, key }), until }
  }
  const isFresh = ({ until }: Made) => until === authority.until || until - leeway > clockNow()

  return {
    async forHost(host) {
      const name = host.toLowerCase()
      if (!isTwilioName(name)) throw new RangeError(`"${host}" is no host of twilio.com`)
      const known = kept.get(name)
      if (known) {
        const made = await known
        if (isFresh(made)) return made.context
      }
      if (kept.size >= mostHosts) kept.delete(kept.keys().next().value ?? '')
      const making = make(name)
      kept.set(name, making)
      return (await making).context
    },
    async forAny() {
      const { certificate, key } = await authority.issue(['*.twilio.com', 'twilio.com'], clockNow())
      return { cert: certificate, key }
    },
  }
}
