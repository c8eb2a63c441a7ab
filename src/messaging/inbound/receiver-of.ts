import type { HttpMethod, IncomingPhoneNumber } from '../../domain/incoming-phone-number.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { MessagingService } from '../../domain/messaging-service.ts'
import { isTollFree } from '../../domain/phone-number.ts'
import { kindOfSender } from '../../domain/sender.ts'
import type { ShortCode } from '../../domain/short-code.ts'

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
  /** Its own, or those of the application that it names. */
  addresses: InboundAddresses
}

/** Finds who gets what is sent to an address; null when nobody has it. */
export async function receiverOf(to: string, ledger: Ledger): Promise<Receiver | null> {
  const address = kindOfSender(to)
  switch (address.kind) {
    case 'number': {
      const number = await ledger.incomingPhoneNumbers.owner(address.value)
      if (!number) return null
      const service = await serviceOf(number, ledger)
      return { ...ofNumber(number), ...(!answersFor(service) && (await ofApplication(number, ledger))), service }
    }
    case 'short-code': {
      const code = await ledger.shortCodes.owner(address.value)
      return code && { ...ofShortCode(code), service: await serviceOf(code, ledger) }
    }
    case 'channel': {
      // WhatsApp on a number is told where the number is; the sandbox and other channels have no place to say where.
      const number = await ledger.incomingPhoneNumbers.owner(address.value.slice(address.value.indexOf(':') + 1))
      if (!number) return null
      const own = { ...ofNumber(number), ...(await ofApplication(number, ledger)) }
      return { ...own, address: address.value, kind: 'channel', service: null }
    }
    default:
      return null
  }
}

function ofNumber({ accountSid, phoneNumber, isoCountry, settings }: IncomingPhoneNumber) {
  const { apiVersion } = settings
  const kind = isTollFree(phoneNumber) ? 'toll-free' : 'number'
  return {
    accountSid,
    address: phoneNumber,
    kind,
    country: isoCountry,
    apiVersion,
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
    addresses: settings,
  } as const
}

/** The application that a number names says where and in which version, in place of the number. */
async function ofApplication({ accountSid, settings }: IncomingPhoneNumber, { applications }: Ledger) {
  const { smsApplicationSid } = settings
  const application = smsApplicationSid ? await applications.find(accountSid, smsApplicationSid) : null
  return application && { addresses: application.settings, apiVersion: application.settings.apiVersion }
}

/** The service in whose pool a sender is: the pool's entry has the SID of the sender. */
async function serviceOf(
  { sid, accountSid }: Pick<IncomingPhoneNumber, 'sid' | 'accountSid'>,
  { poolSenders, messagingServices }: Ledger,
): Promise<MessagingService | null> {
  const entry = await poolSenders.find(accountSid, sid)
  return entry && (await messagingServices.find(accountSid, entry.serviceSid))
}

/** Whether what comes in is the service's to answer, and not left to its numbers. */
const answersFor = (service: MessagingService | null): service is MessagingService =>
  service !== null && !service.settings.useInboundWebhookOnNumber

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
export function inboundWebhookOf({ service, addresses }: Receiver): InboundWebhook | null {
  if (answersFor(service)) {
    const { inboundRequestUrl: url, inboundMethod: method, fallbackUrl, fallbackMethod } = service.settings
    return url ? { url, method, fallbackUrl: fallbackUrl || null, fallbackMethod } : null
  }
  const { smsUrl: url, smsMethod: method, smsFallbackUrl, smsFallbackMethod: fallbackMethod } = addresses
  return url ? { url, method, fallbackUrl: smsFallbackUrl || null, fallbackMethod } : null
}
