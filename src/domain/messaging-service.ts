import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { OptOutSettings } from './opt-out.ts'
import type { OwnedQueries } from './page.ts'

/** What the owner may set on a messaging service. Where there is no address, it is null. */
export interface ServiceSettings {
  friendlyName: string
  inboundRequestUrl: string | null
  inboundMethod: HttpMethod
  fallbackUrl: string | null
  fallbackMethod: HttpMethod
  statusCallback: string | null
  stickySender: boolean
  mmsConverter: boolean
  smartEncoding: boolean
  scanMessageContent: 'inherit' | 'enable' | 'disable'
  fallbackToLongCode: boolean
  areaCodeGeomatch: boolean
  /** Seconds that a message may wait to be sent. */
  validityPeriod: number
  synchronousValidation: boolean
  usecase: string
  useInboundWebhookOnNumber: boolean
  /** Words and replies of its own, in place of the usual ones. */
  optOuts?: OptOutSettings | null
}

/** The settings of a service of which nothing was said but its name. */
export const untouchedService = (friendlyName: string): ServiceSettings => ({
  friendlyName,
  inboundRequestUrl: null,
  inboundMethod: 'POST',
  fallbackUrl: null,
  fallbackMethod: 'POST',
  statusCallback: null,
  stickySender: true,
  mmsConverter: true,
  smartEncoding: true,
  scanMessageContent: 'inherit',
  fallbackToLongCode: true,
  areaCodeGeomatch: true,
  validityPeriod: 36_000,
  synchronousValidation: false,
  usecase: 'undeclared',
  useInboundWebhookOnNumber: false,
})

/** Chooses a sender for each message out of a pool of senders. */
export interface MessagingService {
  sid: string
  accountSid: string
  settings: ServiceSettings
  /** How often a sender was added: who decides by what is in the pool finds that nothing came into it meanwhile. */
  poolVersion: number
  dateCreated: Instant
  dateUpdated: Instant
}

export interface MessagingServiceQueries extends OwnedQueries<MessagingService> {
  /** The service, whoever owns it; believed for a moment. */
  known(sid: string): Promise<MessagingService | null>
}
