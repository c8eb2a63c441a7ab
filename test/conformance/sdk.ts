import { createRequire } from 'node:module'
import type { TestServer } from '../server.ts'

/** The majors of the official SDK, by the name under which each is installed. */
export const majors = ['twilio3', 'twilio4', 'twilio5', 'twilio'] as const
export type Major = (typeof majors)[number]

type Values = Readonly<Record<string, unknown>>

/** A list of the SDK, and by its SID one of what it lists. */
export interface SdkList<One> {
  (sid: string): SdkOne<One>
  create(values: Values): Promise<One>
  list(options?: Values): Promise<One[]>
  each(options: Values, each: (one: One) => void): void
  page(options?: Values): Promise<SdkPage<One>>
}

export interface SdkOne<One> {
  fetch(): Promise<One>
  update(values: Values): Promise<One>
  remove(): Promise<boolean>
}

export interface SdkPage<One> {
  instances: One[]
  nextPage(): Promise<SdkPage<One>> | undefined
  previousPage(): Promise<SdkPage<One>> | undefined
}

export interface SdkMessage {
  sid: string
  accountSid: string
  to: string
  from: string
  body: string
  status: string
  direction: string
  numSegments: string
  numMedia: string
  price: string | null
  priceUnit: string
  errorCode: number | null
  errorMessage: string | null
  messagingServiceSid: string | null
  apiVersion: string
  uri: string
  subresourceUris: Readonly<Record<string, string>>
  dateCreated: Date
  dateUpdated: Date
  dateSent: Date | null
}

export interface SdkAccount {
  sid: string
  ownerAccountSid: string
  authToken: string
  friendlyName: string
  status: string
  type: string
  dateCreated: Date
  subresourceUris: Readonly<Record<string, string>>
}

export interface SdkNumber {
  sid: string
  accountSid: string
  phoneNumber: string
  friendlyName: string
  smsUrl: string
  smsMethod: string
  capabilities: Readonly<Record<string, boolean>>
  dateCreated: Date
}

type SdkNumbers = SdkList<SdkNumber> & Record<'local' | 'mobile' | 'tollFree', SdkList<SdkNumber>>

/** What all majors have alike. */
export interface SdkClient {
  api: { baseUrl: string; accounts: SdkList<SdkAccount> }
  messages: SdkList<SdkMessage>
  calls: SdkList<{ sid: string }>
  incomingPhoneNumbers: SdkNumbers
}

interface Sdk {
  (accountSid: string, authToken: string, options?: { accountSid: string }): SdkClient
  validateRequest(authToken: string, signature: string, url: string, parameters: Values): boolean
}

const require = createRequire(import.meta.url)
const loaded = new Map<Major, Sdk>()

export function sdk(major: Major): Sdk {
  // What a package exports is known at run time only.
  const made = loaded.get(major) ?? (require(major) as Sdk)
  loaded.set(major, made)
  return made
}

/** A client as an application makes it, but for its base URL. */
export function sdkClient(
  major: Major,
  server: TestServer,
  credentials: { sid: string; token: string } = server.account,
  actingOn?: string,
): SdkClient {
  const client = sdk(major)(
    credentials.sid,
    credentials.token,
    actingOn === undefined ? undefined : { accountSid: actingOn },
  )
  client.api.baseUrl = server.url
  return client
}

/** `MediaUrl` as the SDK names it: `mediaUrl`. */
export const sdkNames = (parameters: Values): Values =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  )
