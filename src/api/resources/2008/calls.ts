import { type Call, type CallDirection, type CallFilter, type CallStatus, callStatuses } from '../../../domain/call.ts'
import { bareNumber } from '../../../domain/phone-number.ts'
import { Problem } from '../../../domain/problem.ts'
import { changeCall } from '../../../voice/change-call.ts'
import type { CallRequest } from '../../../voice/check-call.ts'
import { createCall } from '../../../voice/create-call.ts'
import { type DateFilter, dateSpan, rangeOf } from '../../date-filter.ts'
import { type Fields, field } from '../../field.ts'
import { count, httpMethod, integer, sid, text, url } from '../../kind.ts'
import { type InputOf, param } from '../../param.ts'
import { type Call as Asked, listing, type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { callFields, numberOf } from '../calls.ts'
import { callNamed } from '../notifications.ts'

/** A call, or a segment of one: what was dialed during it. */
type Segment = Call & { partOf?: Call }

/** 0 is not dialed yet, 1 in progress, 2 complete; 3 to 5 failed: it was busy, could not be made, was not answered. */
const statuses: Record<CallStatus, number> = {
  queued: 0,
  ringing: 1,
  'in-progress': 1,
  completed: 2,
  busy: 3,
  failed: 4,
  'no-answer': 5,
  canceled: 5,
}

/** One bit for each that is true: it came in, it was made by a request, it was dialed during a call. */
const flags: Record<CallDirection, number> = { inbound: 1, 'outbound-api': 2, 'outbound-dial': 4 }
const flagsOf = ({ direction, partOf }: Segment) => flags[direction] | (partOf ? flags[partOf.direction] : 0)

const fields: Fields<Segment> = {
  sid: field(sid('CA'), 'Names the call.', ({ sid, parentCallSid }) => parentCallSid ?? sid),
  dateCreated: callFields.dateCreated,
  dateUpdated: callFields.dateUpdated,
  callSegmentSid: field(
    sid('CA'),
    'Names a segment; none for the call that it is part of.',
    ({ sid, parentCallSid }) => (parentCallSid === null ? null : sid),
  ),
  accountSid: callFields.accountSid,
  called: field(text, 'Who is called: ten digits.', ({ to }) => bareNumber(to)),
  caller: field(text, 'Who calls: ten digits.', ({ from }) => bareNumber(from)),
  phoneNumberSid: callFields.phoneNumberSid,
  status: field(count, 'How far it has come, as a number from 0 to 5.', ({ status }) => statuses[status]),
  startTime: callFields.startTime,
  endTime: callFields.endTime,
  duration: callFields.duration,
  price: callFields.price,
  flags: field(count, 'How it was made, as bits: 1 came in, 2 by a request, 4 dialed in a call.', flagsOf),
}

const shape = { name: 'Call', plural: 'Calls', collection: 'calls', sidPrefixes: ['CA'], fields }

const instructedBy = (name: string) =>
  param(url, 'Asked what to do once it is answered.', {
    required: true,
    or: (value) => new Problem('callUrlInvalid', { parameter: name, value }),
  })
const methodOf = param(httpMethod, 'How it is asked: POST unless told.', {
  or: () => new Problem('callMethodInvalid'),
})

const createParams = {
  caller: param(text, 'Who calls: a number of the account, or one of its verified caller ids.', { required: true }),
  called: param(text, 'Who is called: a phone number in any usual form.', { required: true }),
  url: instructedBy('Url'),
  method: methodOf,
  sendDigits: param(text, 'Keys to press once it is answered.'),
  ifMachine: param(
    text,
    'Whether to find out if a machine answers, and then to go on (Continue) or to end it (Hangup).',
  ),
  timeout: param(integer(), 'The seconds to let it ring: 60 unless told, at most 999.', {
    or: () => new Problem('timeoutInvalid'),
  }),
}

/** Later versions let it ring no longer than this. */
const longestTimeout = { asked: 999, kept: 600 }

function requestOf(input: InputOf<typeof createParams>, { account, style }: Asked): CallRequest {
  const { caller: from, called: to, url, method, sendDigits, timeout } = input
  if (timeout !== undefined && timeout > longestTimeout.asked) throw new Problem('timeoutInvalid')
  return {
    account,
    to,
    from,
    instruction: { ...(url && { url }), ...(method && { method }) },
    options: {
      ...(sendDigits && { sendDigits }),
      ...(timeout !== undefined && { timeout: Math.min(timeout, longestTimeout.kept) }),
      ...detectionOf(input.ifMachine?.toLowerCase()),
    },
    apiVersion: style.version,
  }
}

function detectionOf(ifMachine: string | undefined): CallRequest['options'] {
  if (!ifMachine) return {}
  if (ifMachine === 'continue') return { machineDetection: 'DetectMessageEnd' }
  if (ifMachine === 'hangup') return { machineDetection: 'Enable', hangUpOnMachine: true }
  throw new Problem('parameterInvalid', { parameter: 'IfMachine' })
}

interface Filters extends DateFilter {
  called?: string
  caller?: string
  status?: number
}

function filterOf({ called, caller, status, ...dates }: Filters): CallFilter {
  const { from: startedFrom, before: startedBefore } = rangeOf(dates)
  return {
    to: numberOf(called),
    from: numberOf(caller),
    statuses: status === undefined ? undefined : callStatuses.filter((word) => statuses[word] === status),
    startedFrom,
    startedBefore,
  }
}

/** Farther than any list is long. */
const everyOne = 1_000_000_000

export const calls2008: Resource<Segment> = {
  ...shape,
  doc: 'A phone call, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts/:accountSid/Calls' }],
  list: listing({
    doc: 'Lists calls, newest first.',
    params: {
      called: param(text, 'Only those to this number.'),
      caller: param(text, 'Only those from this number.'),
      status: param(integer(0, 5), 'Only those in this status.'),
      on: param(dateSpan, 'Only those dialed on this day, in GMT.', { wireName: 'StartTime' }),
      onOrAfter: param(dateSpan, 'Only those dialed then or later.', { wireName: 'StartTime>' }),
      onOrBefore: param(dateSpan, 'Only those dialed then or earlier.', { wireName: 'StartTime<' }),
    },
    run: (input, { account, has }, page) => has.ledger.calls.list(account.sid, filterOf(input), page),
    count: (input, { account, has }) => has.ledger.calls.count(account.sid, filterOf(input), everyOne),
  }),
  create: verb({
    doc: 'Makes a call.',
    params: createParams,
    run: async (input, asked) => createCall(requestOf(input, asked), asked.has),
  }),
  created: { at: ({ accountSid, sid }) => `/Accounts/${accountSid}/Calls/${sid}` },
  fetch: { doc: 'Fetches a call.', run: ({ account, sid, has }) => has.ledger.calls.find(account.sid, sid) },
  update: verb({
    doc: 'Gives a call in progress other instructions.',
    params: { currentUrl: instructedBy('CurrentUrl'), currentMethod: methodOf },
    async run({ currentUrl, currentMethod }, { has }, call: Segment) {
      if (!currentUrl) throw new Problem('callUrlMissing')
      return changeCall(call, { url: currentUrl, ...(currentMethod && { method: currentMethod }) }, has)
    },
  }),
}

export const callSegments2008: Resource<Segment> = {
  ...shape,
  doc: 'What was dialed during a call, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts/:accountSid/Calls/:callSid/Segments' }],
  list: listing({
    doc: 'Lists what was dialed during a call, newest first.',
    params: {},
    async run(_, asked, page) {
      const parentCallSid = await callNamed(asked)
      const partOf = await asked.has.ledger.calls.find(asked.account.sid, parentCallSid)
      const found = await asked.has.ledger.calls.list(asked.account.sid, { parentCallSid }, page)
      return { ...found, rows: found.rows.map((call) => ({ ...call, ...(partOf && { partOf }) })) }
    },
    count: async (_, asked) =>
      asked.has.ledger.calls.count(asked.account.sid, { parentCallSid: await callNamed(asked) }, everyOne),
  }),
  fetch: {
    doc: 'Fetches one segment of a call.',
    async run({ account, sid, params, has }) {
      const { callSid = '' } = params
      const [partOf, segment] = await Promise.all([
        has.ledger.calls.find(account.sid, callSid),
        has.ledger.calls.find(account.sid, sid),
      ])
      return partOf && segment?.parentCallSid === partOf.sid ? { ...segment, partOf } : null
    },
  },
}
