import { type Call, type CallFilter, callStatuses } from '../../domain/call.ts'
import { nationalFormat, normalizeNumber } from '../../domain/phone-number.ts'
import { Problem } from '../../domain/problem.ts'
import { recordingChannels, recordingEvents, recordingTracks, trims } from '../../domain/recording.ts'
import { changeCall } from '../../voice/change-call.ts'
import type { CallRequest } from '../../voice/check-call.ts'
import { createCall, type CreatedCall } from '../../voice/create-call.ts'
import { deleteCall } from '../../voice/delete-call.ts'
import { rehearseCall } from '../../voice/rehearse-call.ts'
import { type DateFilter, dateSpan, rangeOf } from '../date-filter.ts'
import { type Fields, field, group } from '../field.ts'
import { count, flag, httpMethod, integer, link, moment, money, oneOf, sid, text, url } from '../kind.ts'
import { type InputOf, param, params } from '../param.ts'
import { type Call as Asked, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const pathOf = ({ accountSid, sid }: Call) => `/Accounts/${accountSid}/Calls/${sid}`
const below = (path: string, doc: string) => field(link, doc, (call: Call) => `${pathOf(call)}/${path}`)
/** What is not made for a rehearsal. */
const absent = (path: string, doc: string) =>
  field(link, doc, (call: CreatedCall) => (call.rehearsed ? undefined : `${pathOf(call)}/${path}`))
/** What a rehearsal does not tell. */
const unlessRehearsed =
  <V>(from: (call: Call) => V) =>
  (call: CreatedCall): V | null =>
    call.rehearsed ? null : from(call)

export const callFields = {
  dateUpdated: field(moment, 'When it last changed.', (call) => call.dateUpdated),
  priceUnit: field(
    text,
    'The currency of the price.',
    unlessRehearsed((call) => call.priceUnit),
  ),
  parentCallSid: field(sid('CA'), 'The call that made this one.', (call) => call.parentCallSid),
  callerName: field(text, "The caller's name, where it was looked up.", () => null),
  duration: field(count, 'How many seconds it lasted; none until an answered call has ended.', (call) => call.duration),
  from: field(text, 'Who calls.', (call) => call.from),
  to: field(text, 'Who is called.', (call) => call.to),
  annotation: field(text, 'Reserved.', () => null),
  answeredBy: field(text, 'Whether a human or a machine answered, where that was asked.', (call) => call.answeredBy),
  sid: field(sid('CA'), 'Names the call.', (call) => call.sid),
  queueTime: field(
    count,
    'How many milliseconds it waited to be dialed.',
    unlessRehearsed((call) => call.queueTime),
  ),
  price: field(money, 'What it cost, negative; none until it is billed.', (call) => call.price),
  apiVersion: field(
    text,
    'The version that handled it.',
    unlessRehearsed((call) => call.apiVersion),
  ),
  status: field(oneOf(callStatuses), 'How far it has come.', (call) => call.status),
  direction: field(
    oneOf(['inbound', 'outbound-api', 'outbound-dial']),
    'Whether it came in, or how it was made.',
    unlessRehearsed((call) => call.direction),
  ),
  startTime: field(moment, 'When it was dialed.', (call) => call.startTime),
  dateCreated: field(moment, 'When it was accepted.', (call) => call.dateCreated),
  fromFormatted: field(text, 'Who calls, in national form.', (call) => nationalFormat(call.from)),
  groupSid: field(text, 'The group that it belongs to.', () => null),
  trunkSid: field(text, 'The SIP trunk that took it.', () => null),
  forwardedFrom: field(text, 'The number that it was forwarded from.', () => null),
  uri: field(link, 'Where the call is.', pathOf),
  accountSid: field(sid('AC'), 'The account that made or got it.', (call) => call.accountSid),
  endTime: field(moment, 'When an answered call ended.', (call) => call.endTime),
  toFormatted: field(text, 'Who is called, in national form.', (call) => nationalFormat(call.to)),
  phoneNumberSid: field(sid('PN'), 'The number or caller id that it comes from.', (call) => call.phoneNumberSid),
  subresourceUris: group('Where the things of the call are.', {
    userDefinedMessages: absent('UserDefinedMessages', 'Where messages to its application would be.'),
    notifications: below('Notifications', 'Where its notifications are.'),
    recordings: below('Recordings', 'Where its recordings are.'),
    streams: absent('Streams', 'Where its streams would be.'),
    payments: absent('Payments', 'Where its payments would be.'),
    userDefinedMessageSubscriptions: absent(
      'UserDefinedMessageSubscriptions',
      'Where subscriptions to messages of its application would be.',
    ),
    siprec: absent('Siprec', 'Where its SIPREC sessions would be.'),
    events: absent('Events', 'Where its events would be.'),
    transcriptions: absent('Transcriptions', 'Where its transcriptions would be.'),
  }),
} satisfies Fields<CreatedCall>

const createdFields: Fields<CreatedCall> = {
  ...callFields,
  dateCreated: field(moment, 'None yet.', (call) => (call.rehearsed ? call.dateCreated : null)),
  dateUpdated: field(moment, 'None yet.', (call) => (call.rehearsed ? call.dateUpdated : null)),
}

const shape = {
  name: 'Call',
  plural: 'Calls',
  collection: 'calls',
  xmlOrder: {
    instance: [
      'sid',
      'dateCreated',
      'dateUpdated',
      'parentCallSid',
      'accountSid',
      'to',
      'toFormatted',
      'from',
      'fromFormatted',
      'phoneNumberSid',
      'status',
      'startTime',
      'endTime',
      'duration',
      'price',
      'priceUnit',
      'direction',
      'answeredBy',
      'apiVersion',
      'annotation',
      'forwardedFrom',
      'groupSid',
      'callerName',
      'queueTime',
      'trunkSid',
      'uri',
      'subresourceUris',
    ],
  },
}

const address = (name: string, doc: string) =>
  param(url, doc, { or: (value) => new Problem('callUrlInvalid', { parameter: name, value }) })
const method = (doc: string) => param(httpMethod, doc, { or: () => new Problem('callMethodInvalid') })
const callback = (doc: string) =>
  param(url, doc, { or: (raw) => new Problem('statusCallbackInvalid', { StatusCallback: raw }) })

/** What both a creation and a change may say. */
const instruction = {
  url: address('Url', 'Asked what to do once it is answered.'),
  method: method('How it is asked: POST unless told.'),
  twiml: param(text, 'What to do, said at once instead of asked for; up to 4,000 characters.'),
  fallbackUrl: address('FallbackUrl', 'Asked when the first fails.'),
  fallbackMethod: method('How that is asked: POST unless told.'),
  statusCallback: callback('Told how it goes.'),
  statusCallbackMethod: method('How it is told: POST unless told.'),
  timeLimit: param(integer(), 'The seconds after which it is ended.', {
    or: () => new Problem('parameterInvalid', { parameter: 'TimeLimit' }),
  }),
}

const detection = (doc: string) => param(integer(), doc, { or: () => new Problem('machineDetectionInvalid') })

const createParams = {
  to: param(text, 'Who is called: a phone number.', { required: true, example: '+14155552345' }),
  from: param(text, 'Who calls: a number of the account, or one of its verified caller ids.', {
    required: true,
    example: '+14155550100',
  }),
  ...instruction,
  applicationSid: param(sid('AP'), 'The application whose addresses count, instead of a `Url`.', {
    or: () => new Problem('callApplicationInvalid'),
  }),
  statusCallbackEvent: params(
    text,
    'Of which steps it is told: initiated, ringing, answered, completed; only the last unless told.',
  ),
  sendDigits: param(text, 'Keys to press once it is answered: digits, `#`, `*`, and `w` to wait half a second.'),
  timeout: param(integer(), 'The seconds to let it ring: 60 unless told, at most 600.', {
    or: () => new Problem('timeoutInvalid'),
  }),
  record: param(flag, 'Whether to record it.'),
  recordingChannels: param(oneOf(recordingChannels), 'Whether both sides are recorded apart: mono unless told.'),
  recordingStatusCallback: callback('Told how the recording goes.'),
  recordingStatusCallbackMethod: method('How it is told: POST unless told.'),
  recordingStatusCallbackEvent: params(oneOf(recordingEvents), 'Of which steps: only completed unless told.'),
  recordingTrack: param(oneOf(recordingTracks), 'Which side is recorded: both unless told.'),
  trim: param(oneOf(trims), 'Whether silence is cut from the ends of the recording.'),
  sipAuthUsername: param(text, 'The user name for a SIP endpoint.'),
  sipAuthPassword: param(text, 'The password for a SIP endpoint.'),
  machineDetection: param(oneOf(['Enable', 'DetectMessageEnd']), 'Whether to tell if a machine answered.', {
    or: () => new Problem('machineDetectionInvalid'),
  }),
  machineDetectionTimeout: detection('The seconds that this may take, 3 to 59.'),
  machineDetectionSpeechThreshold: detection('The milliseconds of speech that a machine is told by, 1,000 to 6,000.'),
  machineDetectionSpeechEndThreshold: detection('The milliseconds of silence that end speech, 500 to 5,000.'),
  machineDetectionSilenceTimeout: detection('The milliseconds of silence after which it is given up, 2,000 to 10,000.'),
  asyncAmd: param(flag, 'Whether to go on while a machine is detected.'),
  asyncAmdStatusCallback: callback('Told what was detected meanwhile.'),
  asyncAmdStatusCallbackMethod: method('How it is told: POST unless told.'),
  callerId: param(text, 'The number or SIP address that is shown as the caller.'),
  byoc: param(sid('BY'), "The trunk of the account's own carrier."),
  callReason: param(text, 'Why it is made, up to 50 characters.'),
  callToken: param(text, 'The token of an inbound call whose number is shown on.'),
  clientNotificationUrl: address('ClientNotificationUrl', 'Told that a client is called.'),
}

/** What was asked for, as the deed wants it: an empty value counts as none. */
function requestOf(input: InputOf<typeof createParams>, { account, style }: Asked): CallRequest {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== '')) as typeof input
  const { to, from, statusCallback, statusCallbackMethod, statusCallbackEvent, ...rest } = given
  const { url, method, twiml, fallbackUrl, fallbackMethod, applicationSid, ...options } = rest
  const asked = { url, method, twiml, fallbackUrl, fallbackMethod, applicationSid }
  return {
    account,
    to,
    from,
    instruction: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)),
    statusCallback,
    statusCallbackMethod,
    statusCallbackEvent,
    options,
    apiVersion: style.version,
  }
}

interface Filters {
  to?: string
  from?: string
  parentCallSid?: string
  status?: CallFilter['status']
  start: DateFilter
  end: DateFilter
}

function filterOf({ to, from, parentCallSid, status, start, end }: Filters): CallFilter {
  const [started, ended] = [rangeOf(start), rangeOf(end)]
  return {
    to: numberOf(to),
    from: numberOf(from),
    parentCallSid,
    status,
    startedFrom: started.from,
    startedBefore: started.before,
    endedFrom: ended.from,
    endedBefore: ended.before,
  }
}

/** As calls keep it, whatever way it was written. */
export const numberOf = (raw: string | undefined) => raw && (normalizeNumber(raw) ?? raw)

export const calls: Resource<CreatedCall> = {
  ...shape,
  doc: 'A phone call that was made or taken.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Calls' }],
  sidPrefixes: ['CA'],
  fields: callFields,
  list: listing({
    doc: 'Lists calls, newest first.',
    params: {
      to: param(text, 'Only those to this number.'),
      from: param(text, 'Only those from this number.'),
      parentCallSid: param(sid('CA'), 'Only those that this call made.'),
      status: param(oneOf(callStatuses), 'Only those in this status.'),
      startTime: param(dateSpan, 'Only those dialed on this day, in GMT.'),
      startedOnOrAfter: param(dateSpan, 'Only those dialed then or later.', { wireName: 'StartTime>' }),
      startedOnOrBefore: param(dateSpan, 'Only those dialed then or earlier.', { wireName: 'StartTime<' }),
      endTime: param(dateSpan, 'Only those that ended on this day, in GMT.'),
      endedOnOrAfter: param(dateSpan, 'Only those that ended then or later.', { wireName: 'EndTime>' }),
      endedOnOrBefore: param(dateSpan, 'Only those that ended then or earlier.', { wireName: 'EndTime<' }),
    },
    run({ to, from, parentCallSid, status, ...dates }, { account, has }, page) {
      const start = { on: dates.startTime, onOrAfter: dates.startedOnOrAfter, onOrBefore: dates.startedOnOrBefore }
      const end = { on: dates.endTime, onOrAfter: dates.endedOnOrAfter, onOrBefore: dates.endedOnOrBefore }
      return has.ledger.calls.list(account.sid, filterOf({ to, from, parentCallSid, status, start, end }), page)
    },
    standingOf: ({ sid, dateCreated }: Call) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Makes a call. A server without a carrier for calls, as production is yet, refuses it with 403, code 20010.',
    params: createParams,
    run: (input, asked) => createCall(requestOf(input, asked), asked.has),
    rehearse: (input, asked) => rehearseCall(requestOf(input, asked), asked.has),
  }),
  created: { shape: { ...shape, fields: createdFields } },
  fetch: { doc: 'Fetches a call.', run: ({ account, sid, has }) => has.ledger.calls.find(account.sid, sid) },
  update: verb({
    doc: 'Ends a call, gives it other instructions, or changes its limit and who is told.',
    params: {
      status: param(oneOf(['canceled', 'completed']), '`canceled` ends one that is not answered yet, `completed` any.'),
      ...instruction,
    },
    run: (change, { has }, call: CreatedCall) => changeCall(call, change, has),
  }),
  remove: verb({
    doc: 'Deletes a call that has ended.',
    params: {},
    run: (_, { has }, call: CreatedCall) => deleteCall(call, has),
  }),
}
