import fc from 'fast-check'
import type { Account } from '../domain/account.ts'
import type { Application } from '../domain/application.ts'
import type { Call } from '../domain/call.ts'
import type { IdempotentRequest } from '../domain/idempotent-request.ts'
import type { IncomingPhoneNumber, NumberSettings } from '../domain/incoming-phone-number.ts'
import type { Job } from '../domain/job.ts'
import type { EarlyReceipt, HandedPart } from '../domain/handed-part.ts'
import type { Message, MessageEvent } from '../domain/message.ts'
import { type MessagingService, type ServiceSettings, untouchedService } from '../domain/messaging-service.ts'
import type { PoolSender } from '../domain/pool-sender.ts'
import type { Notification } from '../domain/notification.ts'
import type { Recording } from '../domain/recording.ts'
import { mintSid } from '../domain/sid.ts'
import type { PhoneMessage, VirtualPhone } from '../domain/virtual-phone.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'

/** Any text that every database can keep: no NUL, and no half of a pair. */
export const anyText = (maxLength: number) =>
  fc.string({
    unit: fc
      .oneof(fc.integer({ min: 1, max: 0x2ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
      .map((code) => String.fromCodePoint(code)),
    maxLength,
  })

export const someTime = Date.UTC(2026, 2, 1)

export const anAccount = (values: Partial<Account> = {}): Account => {
  const sid = values.sid ?? mintSid('AC', someTime)
  return {
    sid,
    ownerAccountSid: sid,
    authToken: 'a secret',
    friendlyName: 'An account',
    status: 'active',
    type: 'Full',
    kind: 'live',
    currency: 'USD',
    errorEra: 'current',
    dateCreated: someTime,
    dateUpdated: someTime,
    ...values,
  }
}

export const anIdempotentRequest = (values: Partial<IdempotentRequest> = {}): IdempotentRequest => ({
  key: mintSid('RQ', someTime),
  form: 'f'.repeat(64),
  sid: mintSid('SM', someTime),
  answer: null,
  at: someTime,
  ...values,
})

let lastNumber = 2025550000

export const aNumber = (
  values: Partial<IncomingPhoneNumber> = {},
  settings: Partial<NumberSettings> = {},
): IncomingPhoneNumber => ({
  sid: mintSid('PN', someTime),
  accountSid: mintSid('AC', someTime),
  phoneNumber: `+1${++lastNumber}`,
  type: 'local',
  isoCountry: 'US',
  capabilities: { voice: true, sms: true, mms: false, fax: false },
  beta: false,
  origin: 'twilio',
  settings: {
    friendlyName: 'A number',
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    voiceApplicationSid: '',
    voiceReceiveMode: 'voice',
    smsUrl: 'http://127.0.0.1/sms',
    smsMethod: 'POST',
    smsFallbackUrl: '',
    smsFallbackMethod: 'POST',
    smsApplicationSid: '',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    apiVersion: '2010-04-01',
    trunkSid: null,
    addressSid: null,
    identitySid: null,
    bundleSid: null,
    emergencyStatus: 'Active',
    emergencyAddressSid: null,
    ...settings,
  },
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aService = (
  values: Partial<MessagingService> = {},
  settings: Partial<ServiceSettings> = {},
): MessagingService => ({
  sid: mintSid('MG', someTime),
  accountSid: mintSid('AC', someTime),
  settings: { ...untouchedService('A service'), ...settings },
  poolVersion: 0,
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aPoolSender = (values: Partial<PoolSender> = {}): PoolSender => {
  const sid = values.sid ?? mintSid('PN', someTime)
  return {
    sid,
    accountSid: mintSid('AC', someTime),
    serviceSid: mintSid('MG', someTime),
    kind: 'number',
    sender: `+1${++lastNumber}`,
    uniqueName: sid,
    country: 'US',
    capabilities: ['Voice', 'SMS', 'MMS'],
    dateCreated: someTime,
    dateUpdated: someTime,
    ...values,
  }
}

export const anApplication = (values: Partial<Application> = {}): Application => ({
  sid: mintSid('AP', someTime),
  accountSid: mintSid('AC', someTime),
  friendlyName: 'An application',
  settings: {
    apiVersion: '2010-04-01',
    voiceUrl: null,
    voiceMethod: 'POST',
    voiceFallbackUrl: null,
    voiceFallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    statusCallback: null,
    statusCallbackMethod: 'POST',
    smsUrl: null,
    smsMethod: 'POST',
    smsFallbackUrl: null,
    smsFallbackMethod: 'POST',
    smsStatusCallback: null,
    messageStatusCallback: null,
    publicApplicationConnectEnabled: false,
  },
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aMessage = (values: Partial<Message> = {}): Message => ({
  sid: mintSid('SM', someTime),
  accountSid: mintSid('AC', someTime),
  to: '+12025550101',
  from: '+12025550100',
  body: 'Hello',
  status: 'queued',
  direction: 'outbound-api',
  encoding: 'GSM-7',
  numSegments: 1,
  mediaUrls: [],
  price: null,
  priceUnit: 'USD',
  errorCode: null,
  messagingServiceSid: null,
  apiVersion: '2010-04-01',
  statusCallback: null,
  options: {},
  dateCreated: someTime,
  dateUpdated: someTime,
  dateSent: null,
  dateListed: null,
  ...values,
})

export const anEvent = (values: Partial<MessageEvent> = {}): MessageEvent => ({
  id: mintSid('EV', values.at ?? someTime),
  messageSid: mintSid('SM', someTime),
  accountSid: mintSid('AC', someTime),
  at: someTime,
  kind: 'queued',
  detail: {},
  ...values,
})

export const aJob = (values: Partial<Job> = {}): Job => ({
  id: mintSid('JB', someTime),
  deed: 'deliver-message',
  accountSid: mintSid('AC', someTime),
  subject: mintSid('SM', someTime),
  lane: '',
  weight: 1,
  due: someTime,
  hiddenUntil: null,
  attempts: 0,
  data: {},
  ...values,
})

export const aPart = (values: Partial<HandedPart> = {}): HandedPart => ({
  key: `simulator:${mintSid('SM', someTime)}`,
  messageSid: mintSid('SM', someTime),
  part: 1,
  parts: 1,
  status: null,
  code: null,
  at: someTime,
  ...values,
})

export const aReceipt = (values: Partial<EarlyReceipt> = {}): EarlyReceipt => ({
  key: `simulator:${mintSid('SM', someTime)}`,
  status: 'delivered',
  code: null,
  at: someTime,
  ...values,
})

export const anAttempt = (values: Partial<WebhookAttempt> = {}): WebhookAttempt => ({
  id: mintSid('WH', values.at ?? someTime),
  accountSid: mintSid('AC', someTime),
  subject: mintSid('SM', someTime),
  kind: 'status',
  at: someTime,
  duration: 12,
  method: 'POST',
  url: 'http://127.0.0.1/status',
  parameters: [
    ['MessageStatus', 'sent'],
    ['Twice', '1'],
    ['Twice', '2'],
  ],
  requestHeaders: { 'content-type': 'application/x-www-form-urlencoded' },
  responseStatus: 204,
  responseHeaders: {},
  responseBody: '',
  errorCode: null,
  error: null,
  ...values,
})

export const aCall = (values: Partial<Call> = {}): Call => ({
  sid: mintSid('CA', values.dateCreated ?? someTime),
  accountSid: mintSid('AC', someTime),
  parentCallSid: null,
  to: '+12025550101',
  from: '+12025550100',
  phoneNumberSid: mintSid('PN', someTime),
  status: 'queued',
  direction: 'outbound-api',
  apiVersion: '2010-04-01',
  carrier: 'simulator',
  instruction: { url: 'http://127.0.0.1/voice', method: 'POST', fallbackMethod: 'POST' },
  reporting: { url: 'http://127.0.0.1/status', method: 'POST', events: ['completed'] },
  callerIdCheck: null,
  options: {},
  startTime: null,
  answeredAt: null,
  endTime: null,
  duration: null,
  queueTime: 0,
  price: null,
  priceUnit: 'USD',
  answeredBy: null,
  run: null,
  reported: 0,
  revision: 0,
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aRecording = (values: Partial<Recording> = {}): Recording => ({
  sid: mintSid('RE', values.dateCreated ?? someTime),
  accountSid: mintSid('AC', someTime),
  callSid: mintSid('CA', someTime),
  status: 'in-progress',
  source: 'OutboundAPI',
  channels: 1,
  track: 'both',
  trim: 'do-not-trim',
  reporting: null,
  apiVersion: '2010-04-01',
  startTime: someTime,
  runningSince: someTime,
  recorded: 0,
  duration: null,
  price: null,
  priceUnit: 'USD',
  errorCode: null,
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aNotification = (values: Partial<Notification> = {}): Notification => ({
  sid: mintSid('NO', values.dateCreated ?? someTime),
  accountSid: mintSid('AC', someTime),
  callSid: null,
  resourceSid: null,
  apiVersion: '2010-04-01',
  log: 0,
  errorCode: 11200,
  messageText: 'ErrorCode=11200',
  messageDate: values.dateCreated ?? someTime,
  requestMethod: 'POST',
  requestUrl: 'http://127.0.0.1/status',
  requestVariables: 'MessageStatus=sent',
  requestHeaders: '',
  responseHeaders: '',
  responseBody: 'Ünknown ✓',
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

export const aPhone = (values: Partial<VirtualPhone> = {}): VirtualPhone => ({
  phoneNumber: `+1${++lastNumber}`,
  name: 'A phone',
  behaviour: 'online',
  answers: 'by-itself',
  dateCreated: someTime,
  ...values,
})

export const aPhoneMessage = (values: Partial<PhoneMessage> = {}): PhoneMessage => ({
  id: mintSid('SM', values.at ?? someTime),
  phoneNumber: `+1${++lastNumber}`,
  direction: 'received',
  from: '+12025550100',
  to: values.phoneNumber ?? `+1${lastNumber}`,
  body: 'Hello',
  mediaUrls: [],
  actions: [],
  messageSid: mintSid('SM', someTime),
  at: someTime,
  ...values,
})
