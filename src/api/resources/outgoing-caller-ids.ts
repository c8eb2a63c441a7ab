import type { CallerIdFilter, OutgoingCallerId } from '../../domain/outgoing-caller-id.ts'
import { normalizeNumber } from '../../domain/phone-number.ts'
import { Problem } from '../../domain/problem.ts'
import { changeCallerId } from '../../voice/change-caller-id.ts'
import { deleteCallerId } from '../../voice/delete-caller-id.ts'
import { type Verification, verifyCallerId } from '../../voice/verify-caller-id.ts'
import { type Fields, field } from '../field.ts'
import { httpMethod, integer, link, moment, sid, text, url } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

export const callerIdFields = {
  sid: field(sid('PN'), 'Names the caller id.', (callerId) => callerId.sid),
  dateCreated: field(moment, 'When it was verified.', (callerId) => callerId.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (callerId) => callerId.dateUpdated),
  friendlyName: field(text, 'A name for people; its national form unless said.', (callerId) => callerId.friendlyName),
  accountSid: field(sid('AC'), 'The account that may call from it.', (callerId) => callerId.accountSid),
  phoneNumber: field(text, 'The number in E.164.', (callerId) => callerId.phoneNumber),
  uri: field(
    link,
    'Where the caller id is.',
    ({ accountSid, sid }) => `/Accounts/${accountSid}/OutgoingCallerIds/${sid}`,
  ),
} satisfies Fields<OutgoingCallerId>

export const verificationFields = {
  accountSid: field(sid('AC'), 'The account that asked.', (one) => one.accountSid),
  callSid: field(sid('CA'), 'The call in which the code is to be pressed.', (one) => one.callSid),
  friendlyName: field(text, 'The name that the caller id will have.', (one) => one.friendlyName),
  phoneNumber: field(text, 'The number that is called, in E.164.', (one) => one.phoneNumber),
  validationCode: field(text, 'What is to be pressed there: six digits.', (one) => one.validationCode),
} satisfies Fields<Verification>

/** What both versions take to verify a number. */
export const verificationParams = {
  phoneNumber: param(text, 'The number.', { required: true, example: '+14155552345' }),
  friendlyName: param(text, 'A name for people, up to 64 characters.'),
  callDelay: param(integer(), 'The seconds to wait before the call, up to 60.', {
    or: () => new Problem('callDelayInvalid'),
  }),
}

export const outgoingCallerIds: Resource<OutgoingCallerId, Verification> = {
  name: 'OutgoingCallerId',
  plural: 'OutgoingCallerIds',
  collection: 'outgoing_caller_ids',
  doc: 'A number of which the account proved that it may call from it.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/OutgoingCallerIds' }],
  sidPrefixes: ['PN'],
  fields: callerIdFields,
  list: listing({
    doc: 'Lists caller ids, newest first.',
    params: {
      phoneNumber: param(text, 'Only the one of this number.'),
      friendlyName: param(text, 'Only those with exactly this name.'),
    },
    run: (input, { account, has }, page) => has.ledger.outgoingCallerIds.list(account.sid, filterOf(input), page),
    count: (input, { account, has }) => has.ledger.outgoingCallerIds.count(account.sid, filterOf(input)),
    standingOf: ({ sid, dateCreated }: OutgoingCallerId) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Calls a number, to verify it by a code that has to be pressed there.',
    params: {
      ...verificationParams,
      extension: param(text, 'Keys to press once the call is answered, before the code is asked for.'),
      statusCallback: param(url, 'Told whether the number was verified.', {
        or: (raw) => new Problem('statusCallbackInvalid', { StatusCallback: raw }),
      }),
      statusCallbackMethod: param(httpMethod, 'How it is told: POST unless told.', {
        or: () => new Problem('callMethodInvalid'),
      }),
    },
    run: (input, { account, style, has }) => verifyCallerId({ account, ...input, apiVersion: style.version }, has),
  }),
  created: {
    status: 200,
    shape: {
      name: 'ValidationRequest',
      plural: 'ValidationRequests',
      collection: 'validation_requests',
      fields: verificationFields,
      xmlOrder: { instance: ['accountSid', 'phoneNumber', 'friendlyName', 'validationCode', 'callSid'] },
    },
  },
  fetch: {
    doc: 'Fetches a caller id.',
    run: ({ account, sid, has }) => has.ledger.outgoingCallerIds.find(account.sid, sid),
  },
  update: verb({
    doc: 'Renames a caller id.',
    params: { friendlyName: param(text, 'A name for people, up to 64 characters.') },
    run: (wish, { has }, callerId: OutgoingCallerId) => changeCallerId(callerId, wish, has),
  }),
  remove: verb({
    doc: 'Forgets a caller id.',
    params: {},
    run: (_, { has }, callerId: OutgoingCallerId) => deleteCallerId(callerId, has),
  }),
}

/** The number as it is kept, whatever way it was written. */
function filterOf({ phoneNumber, friendlyName }: CallerIdFilter): CallerIdFilter {
  return { phoneNumber: phoneNumber && (normalizeNumber(phoneNumber) ?? phoneNumber), friendlyName }
}
