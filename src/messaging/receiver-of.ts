import type { HttpMethod, IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { MessagingService } from '../domain/messaging-service.ts'
import { isTollFree } from '../domain/phone-number.ts'
import { kindOfSender } from '../domain/sender.ts'
import type { ShortCode } from '../domain/short-code.ts'

/** Where an application wants to hear of what comes in. An empty address, or null, is none. */
interface InboundAddresses {
  smsUrl: string | null
  smsMethod: HttpMethod
  smsFallbackUrl: string | null
  smsFallbackMethod: HttpMethod
}

/** Who gets what is sent to an address: a number, a short code, or a channel of an account. */
export interface Receiver {
  accountSid: string
  /** As messages show it. */
  address: string
  kind: 'number' | 'toll-free' | 'short-code' | 'channel'
  /** ISO 3166. */
  country: string
  apiVersion: string
  /** The messaging service in whose pool it is. */
  service: MessagingService | null
  addresses: InboundAddresses | null
  /** The application whose addresses count, where one is set; empty for none. */
  applicationSid: string
}

/** Finds who gets what is sent to an address; null when nobody has it. */
export async function receiverOf(to: string, ledger: Ledger): Promise<Receiver | null> {
  const address = kindOfSender(to)
  switch (address.kind) {
    case 'number': {
      const number = await ledger.incomingPhoneNumbers.owner(address.value)
      return number && { ...ofNumber(number), ...(await inService(number.sid, number.accountSid, ledger)) }
    }
    case 'short-code': {
      const code = await ledger.shortCodes.owner(address.value)
      return code && { ...ofShortCode(code), ...(await inService(code.sid, code.accountSid, ledger)) }
    }
    case 'channel': {
      // WhatsApp on a number is told where the number is; the sandbox and other channels have no place to say where.
      const number = await ledger.incomingPhoneNumbers.owner(address.value.slice(address.value.indexOf(':') + 1))
      return number && { ...ofNumber(number), address: address.value, kind: 'channel', service: null }
    }
    default:
      return null
  }
}

function ofNumber({ accountSid, phoneNumber, isoCountry, settings }: IncomingPhoneNumber) {
  const { apiVersion, smsApplicationSid: applicationSid } = settings
  const kind = isTollFree(phoneNumber) ? 'toll-free' : 'number'
  return {
    accountSid,
    address: phoneNumber,
    kind,
    country: isoCountry,
    apiVersion,
    applicationSid,
    addresses: settings,
  } as const
}

function ofShortCode({ accountSid, shortCode, isoCountry, settings }: ShortCode) {
  const { apiVersion } = settings
  const kind = 'short-code'
  return {
    accountSid,
    address: shortCode,
    kind,
    country: isoCountry,
    apiVersion,
    applicationSid: '',
    addresses: settings,
  } as const
}

/** The service in whose pool a sender is: the pool's entry has the SID of the sender. */
async function inService(sid: string, accountSid: string, ledger: Ledger): Promise<Pick<Receiver, 'service'>> {
  const entry = await ledger.poolSenders.find(accountSid, sid)
  return { service: entry && (await ledger.messagingServices.find(accountSid, entry.serviceSid)) }
}

/** Where the application of a receiver is asked, and where when that fails. */
export interface InboundWebhook {
  url: string
  method: HttpMethod
  fallbackUrl: string | null
  fallbackMethod: HttpMethod
}

/**
 * Which application hears of a message: that of its messaging service, unless the service leaves it to its numbers; then the one that the
 * number names, else the number's own addresses. Null when nobody wants to hear.
 */
export async function inboundWebhookOf(
  { accountSid, service, addresses, applicationSid }: Receiver,
  { applications }: Pick<Ledger, 'applications'>,
): Promise<InboundWebhook | null> {
  if (service && !service.settings.useInboundWebhookOnNumber) {
    const { inboundRequestUrl: url, inboundMethod: method, fallbackUrl, fallbackMethod } = service.settings
    return url ? { url, method, fallbackUrl: fallbackUrl || null, fallbackMethod } : null
  }
  const told = applicationSid ? (await applications.find(accountSid, applicationSid))?.settings : addresses
  if (!told?.smsUrl) return null
  return {
    url: told.smsUrl,
    method: told.smsMethod,
    fallbackUrl: told.smsFallbackUrl || null,
    fallbackMethod: told.smsFallbackMethod,
  }
}
