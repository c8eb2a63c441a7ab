import type { OutgoingCallerId } from '../../../domain/outgoing-caller-id.ts'
import { bareNumber } from '../../../domain/phone-number.ts'
import { type Verification, verifyCallerId } from '../../../voice/verify-caller-id.ts'
import { type Fields, field } from '../../field.ts'
import { text } from '../../kind.ts'
import { type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { callerIdFields, outgoingCallerIds, verificationFields, verificationParams } from '../outgoing-caller-ids.ts'

const fields: Fields<OutgoingCallerId> = {
  sid: callerIdFields.sid,
  accountSid: callerIdFields.accountSid,
  friendlyName: callerIdFields.friendlyName,
  phoneNumber: field(text, 'The number: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  dateCreated: callerIdFields.dateCreated,
  dateUpdated: callerIdFields.dateUpdated,
}

const verification: Fields<Verification> = {
  accountSid: verificationFields.accountSid,
  phoneNumber: field(text, 'The number that is called: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  friendlyName: verificationFields.friendlyName,
  validationCode: verificationFields.validationCode,
}

export const outgoingCallerIds2008: Resource<OutgoingCallerId, Verification> = {
  ...outgoingCallerIds,
  mounts: [{ style: original, path: '/Accounts/:accountSid/OutgoingCallerIds' }],
  fields,
  create: verb({
    doc: 'Calls a number, to verify it by a code that has to be pressed there.',
    params: verificationParams,
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
