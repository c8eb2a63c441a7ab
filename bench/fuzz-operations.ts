import type { Random } from './random.ts'
import { type FuzzTarget, hexDigits, values } from './fuzz-values.ts'

type Value = (random: Random, target: FuzzTarget) => string

/** An operation that exists: its path and its parameters, those that make it succeed first. */
export interface Operation {
  method: 'GET' | 'POST' | 'DELETE'
  path(random: Random, target: FuzzTarget): string
  usual: Record<string, Value>
  further: Record<string, Value>
}

const { address, number, whole, moment, method, flag, word, sid, json, text } = values

const paging: Record<string, Value> = {
  PageSize: whole,
  Page: whole,
  PageToken: (random) =>
    `P${random.pick(['A', 'B', 'C'])}${sid(random)}${random.pick(['', '-', '_'])}${random.whole(1e9).toString(36)}`,
}

/** A thing that is there, else one that is not. */
const one = (of: (target: FuzzTarget) => readonly string[], prefix: string) => (random: Random, target: FuzzTarget) => {
  const known = of(target)
  const [real, index] = [random.chance(0.85), random.whole(1 << 20)]
  return real && known.length > 0 ? known[index % known.length]! : `${prefix}${hexDigits(random, 32)}`
}
const oneMessage = one(({ messageSids }) => messageSids, 'SM')
const oneNumber = one(({ numberSids }) => numberSids, 'PN')
const oneSubaccount = one(({ subaccountSids }) => subaccountSids, 'AC')

const numberSettings: Record<string, Value> = {
  FriendlyName: text,
  SmsUrl: address,
  SmsMethod: method,
  SmsFallbackUrl: address,
  SmsFallbackMethod: method,
  VoiceUrl: address,
  VoiceMethod: method,
  VoiceFallbackUrl: address,
  VoiceCallerIdLookup: flag,
  VoiceReceiveMode: word,
  SmsApplicationSid: sid,
  TrunkSid: sid,
  AddressSid: sid,
  EmergencyStatus: word,
  StatusCallback: address,
  StatusCallbackMethod: method,
  ApiVersion: word,
}

const within = (path: (random: Random, target: FuzzTarget) => string) => (random: Random, target: FuzzTarget) =>
  `/2010-04-01/Accounts/${random.chance(0.9) ? target.accountSid : oneSubaccount(random, target)}/${path(random, target)}`
const fixed = (path: string) => within(() => path)

/** How often each is asked for, and what it is. No operation closes the account itself or releases its sender: the rest would be refused. */
const operations: readonly [weight: number, operation: Operation][] = [
  [
    30,
    {
      method: 'POST',
      path: fixed('Messages'),
      usual: {
        To: (random) => `+1415555${String(random.whole(10_000)).padStart(4, '0')}`,
        From: (_, { sender }) => sender,
        Body: text,
      },
      further: {
        To: number,
        From: number,
        Body: text,
        MediaUrl: address,
        StatusCallback: address,
        MessagingServiceSid: sid,
        ApplicationSid: sid,
        MaxPrice: whole,
        ProvideFeedback: flag,
        Attempt: whole,
        ValidityPeriod: whole,
        ForceDelivery: flag,
        ContentRetention: word,
        AddressRetention: word,
        SmartEncoded: flag,
        PersistentAction: text,
        TrafficType: word,
        ShortenUrls: flag,
        ScheduleType: word,
        SendAt: moment,
        SendAsMms: flag,
        ContentSid: sid,
        ContentVariables: json,
        RiskCheck: word,
        FallbackFrom: number,
      },
    },
  ],
  [
    12,
    {
      method: 'GET',
      path: fixed('Messages'),
      usual: {},
      further: {
        To: number,
        From: number,
        DateSent: moment,
        'DateSent<': moment,
        'DateSent>': moment,
        'DateSent%3C': moment,
        DateSentAfter: moment,
        ...paging,
      },
    },
  ],
  [
    8,
    {
      method: 'GET',
      path: within((random, target) => `Messages/${oneMessage(random, target)}`),
      usual: {},
      further: paging,
    },
  ],
  [
    6,
    {
      method: 'POST',
      path: within((random, target) => `Messages/${oneMessage(random, target)}`),
      usual: { Body: () => '' },
      further: { Status: word, Body: text },
    },
  ],
  [
    3,
    {
      method: 'DELETE',
      path: within((random, target) => `Messages/${oneMessage(random, target)}`),
      usual: {},
      further: {},
    },
  ],
  [
    5,
    {
      method: 'POST',
      path: within((random) => `IncomingPhoneNumbers${random.pick(['', '', '/Local', '/TollFree', '/Mobile'])}`),
      usual: { AreaCode: (random) => random.pick(['415', '212', '500', '800', '999', '41', 'abc']) },
      further: { PhoneNumber: number, ...numberSettings },
    },
  ],
  [
    6,
    {
      method: 'GET',
      path: within((random) => `IncomingPhoneNumbers${random.pick(['', '', '/Local', '/TollFree', '/Mobile'])}`),
      usual: {},
      further: {
        PhoneNumber: (random) => random.pick(['415*', '*', '+1415', '5555', '***', '%', '']),
        FriendlyName: text,
        Beta: flag,
        Origin: word,
        ...paging,
      },
    },
  ],
  [
    4,
    {
      method: 'GET',
      path: within((random, target) => `IncomingPhoneNumbers/${oneNumber(random, target)}`),
      usual: {},
      further: {},
    },
  ],
  [
    5,
    {
      method: 'POST',
      path: within((random, target) => `IncomingPhoneNumbers/${oneNumber(random, target)}`),
      usual: {},
      further: { AccountSid: sid, ...numberSettings },
    },
  ],
  [
    2,
    {
      method: 'DELETE',
      path: within((random, target) => `IncomingPhoneNumbers/${oneNumber(random, target)}`),
      usual: {},
      further: {},
    },
  ],
  [
    4,
    {
      method: 'GET',
      path: () => '/2010-04-01/Accounts',
      usual: {},
      further: { FriendlyName: text, Status: word, ...paging },
    },
  ],
  [
    2,
    {
      method: 'POST',
      path: () => '/2010-04-01/Accounts',
      usual: { FriendlyName: text },
      further: { FriendlyName: text },
    },
  ],
  [3, { method: 'GET', path: (_, { accountSid }) => `/2010-04-01/Accounts/${accountSid}`, usual: {}, further: {} }],
  [
    4,
    {
      method: 'POST',
      path: (random, target) => `/2010-04-01/Accounts/${oneSubaccount(random, target)}`,
      usual: {},
      further: { FriendlyName: text, Status: word },
    },
  ],
  [
    1,
    {
      method: 'GET',
      path: (random) =>
        random.pick(['/livez', '/readyz', '/', '/favicon.ico', '/_trunkline/v1', '/_trunkline/v1/phones']),
      usual: {},
      further: { limit: whole, after: sid },
    },
  ],
  [
    1,
    {
      method: 'GET',
      path: (random) => `/_trunkline/v1/phones/${encodeURIComponent(number(random))}${random.pick(['', '/messages'])}`,
      usual: {},
      further: { limit: whole, after: sid },
    },
  ],
  [
    1,
    {
      method: 'GET',
      path: (random, target) => `/_trunkline/v1/messages/${oneMessage(random, target)}`,
      usual: {},
      further: {},
    },
  ],
  [
    1,
    {
      method: 'GET',
      path: within((random) =>
        random.pick(['Calls', 'Usage/Records', 'SMS/Messages', 'Keys', 'Messages/SM1/Media', 'Nothing']),
      ),
      usual: {},
      further: paging,
    },
  ],
]

const bag = operations.flatMap(([weight, operation]) => Array.from({ length: weight }, () => operation))

export const pickOperation = (random: Random): Operation => random.pick(bag)
