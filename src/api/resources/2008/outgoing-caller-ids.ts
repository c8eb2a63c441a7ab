import type { OutgoingCallerId } from '../../../domain/outgoing-caller-id.ts'
import { bareNumber } from '../../../domain/phone-number.ts'
import { Problem } from '../../../domain/problem.ts'
import { type Verification, verifyCallerId } from '../../../voice/verify-caller-id.ts'
import { type Fields, field } from '../../field.ts'
import { integer, moment, sid, text } from '../../kind.ts'
import { param } from '../../param.ts'
import { type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { outgoingCallerIds } from '../outgoing-caller-ids.ts'

const fields: Fields<OutgoingCallerId> = {
  sid: field(sid('PN'), 'Names the caller id.', (callerId) => callerId.sid),
  accountSid: field(sid('AC'), 'The account that may call from it.', (callerId) => callerId.accountSid),
  friendlyName: field(text, 'A name for people.', (callerId) => callerId.friendlyName),
  phoneNumber: field(text, 'The number: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  dateCreated: field(moment, 'When it was verified.', (callerId) => callerId.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (callerId) => callerId.dateUpdated),
}

const verification: Fields<Verification> = {
  accountSid: field(sid('AC'), 'The account that asked.', (one) => one.accountSid),
  phoneNumber: field(text, 'The number that is called: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  friendlyName: field(text, 'The name that the caller id will have.', (one) => one.friendlyName),
  validationCode: field(text, 'What is to be pressed there: six digits.', (one) => one.validationCode),
}

export const outgoingCallerIds2008: Resource<OutgoingCallerId, Verification> = {
  ...outgoingCallerIds,
  mounts: [{ style: original, path: '/Accounts/:accountSid/OutgoingCallerIds' }],
  fields,
  create: verb({
    doc: 'Calls a number, to verify it by a code that has to be pressed there.',
    params: {
      phoneNumber: param(text, 'The number, in any usual form.', { required: true }),
      friendlyName: param(text, 'A name for people, up to 64 characters.'),
      callDelay: param(integer(), 'The seconds to wait before the call, up to 60.', {
        or: () => new Problem('callDelayInvalid'),
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
      fields: verification,
    },
  },
  updateByPut: true,
}
