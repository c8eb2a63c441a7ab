import type { Call } from '../domain/call.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Ask } from './run.ts'

export interface CallAddresses {
  /** What is asked first; null where nobody was named. */
  first: Ask | null
  fallbackUrl: string | null
  fallbackMethod: HttpMethod
}

/** Who is asked what a call is to do: whom its creation or its number named, or the application that these named, as it is now. */
export async function addressesOf({ accountSid, instruction }: Call, ledger: Ledger): Promise<CallAddresses> {
  const { url, method, fallbackUrl = null, fallbackMethod, twiml, applicationSid } = instruction
  if (twiml) return { first: { twiml }, fallbackUrl, fallbackMethod }
  if (url || !applicationSid) return { first: url ? { url, method, more: [] } : null, fallbackUrl, fallbackMethod }
  const settings = (await ledger.applications.find(accountSid, applicationSid))?.settings
  return {
    first: { url: settings?.voiceUrl ?? '', method: settings?.voiceMethod ?? 'POST', more: [] },
    fallbackUrl: settings?.voiceFallbackUrl ?? null,
    fallbackMethod: settings?.voiceFallbackMethod ?? 'POST',
  }
}
