import { buyAnyNumber } from '../../../accounts/buy-any-number.ts'
import { changeNumber } from '../../../accounts/change-number.ts'
import type { IncomingPhoneNumber, NumberType } from '../../../domain/incoming-phone-number.ts'
import { bareNumber, normalizeNumber } from '../../../domain/phone-number.ts'
import { type Fields, field } from '../../field.ts'
import { text } from '../../kind.ts'
import { param } from '../../param.ts'
import { listing, type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { incomingPhoneNumbers, numberFields, numberSettings } from '../incoming-phone-numbers.ts'

const fields: Fields<IncomingPhoneNumber> = {
  sid: numberFields.sid,
  accountSid: numberFields.accountSid,
  friendlyName: numberFields.friendlyName,
  phoneNumber: field(text, 'The number: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  url: numberFields.voiceUrl,
  method: numberFields.voiceMethod,
  smsUrl: numberFields.smsUrl,
  smsMethod: numberFields.smsMethod,
  voiceFallbackUrl: numberFields.voiceFallbackUrl,
  voiceFallbackMethod: numberFields.voiceFallbackMethod,
  smsFallbackUrl: numberFields.smsFallbackUrl,
  smsFallbackMethod: numberFields.smsFallbackMethod,
  voiceCallerIdLookup: numberFields.voiceCallerIdLookup,
  dateCreated: numberFields.dateCreated,
  dateUpdated: numberFields.dateUpdated,
}

const settings = {
  friendlyName: numberSettings.friendlyName,
  voiceUrl: { ...numberSettings.voiceUrl, wireName: 'Url' },
  voiceMethod: { ...numberSettings.voiceMethod, wireName: 'Method' },
  voiceFallbackUrl: numberSettings.voiceFallbackUrl,
  voiceFallbackMethod: numberSettings.voiceFallbackMethod,
  smsUrl: numberSettings.smsUrl,
  smsMethod: numberSettings.smsMethod,
  smsFallbackUrl: numberSettings.smsFallbackUrl,
  smsFallbackMethod: numberSettings.smsFallbackMethod,
  voiceCallerIdLookup: numberSettings.voiceCallerIdLookup,
}

/** Here numbers are bought by their type only. */
const { create: _create, ...common } = incomingPhoneNumbers
const { name, plural, collection, sidPrefixes } = incomingPhoneNumbers

const listOf = (type?: NumberType) =>
  listing({
    doc: 'Lists numbers, newest first.',
    params: {
      phoneNumber: param(text, 'Only this number.'),
      friendlyName: param(text, 'Only those with exactly this name.'),
    },
    async run(input, { account, has }, page) {
      const filter = filterOf(input, type)
      if (filter === null) return { rows: [], hasNext: false, hasPrevious: false }
      return has.ledger.incomingPhoneNumbers.list(account.sid, filter, page)
    },
    async count(input, { account, has }) {
      const filter = filterOf(input, type)
      return filter === null ? 0 : has.ledger.incomingPhoneNumbers.count(account.sid, filter)
    },
  })

/** Null when no number could be meant. */
function filterOf({ phoneNumber, friendlyName }: { phoneNumber?: string; friendlyName?: string }, type?: NumberType) {
  const exactly = phoneNumber && normalizeNumber(phoneNumber)
  return exactly === null ? null : { phoneNumber: exactly, friendlyName, type }
}

export const incomingPhoneNumbers2008: Resource<IncomingPhoneNumber> = {
  ...common,
  fields,
  doc: 'A number that the account owns, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts/:accountSid/IncomingPhoneNumbers' }],
  list: listOf(),
  update: verb({
    doc: 'Changes what happens when somebody calls or writes.',
    params: settings,
    run: (chosen, { caller, has }, number: IncomingPhoneNumber) =>
      changeNumber(number, { caller, settings: chosen }, has),
  }),
  updateByPut: true,
}

/** Where numbers of one type are listed, and sold. */
const ofType = (type: NumberType, segment: string): Resource<IncomingPhoneNumber> => ({
  name,
  plural,
  collection,
  sidPrefixes,
  fields,
  doc: `A number that the account owns, of type ${type}, as the first version of the API shows it.`,
  mounts: [{ style: original, path: `/Accounts/:accountSid/IncomingPhoneNumbers/${segment}` }],
  list: listOf(type),
  create: verb({
    doc: 'Buys a number.',
    params: { areaCode: param(text, 'Any number of this area code; of any unless said.'), ...settings },
    run: ({ areaCode, ...chosen }, { account, style, has }) =>
      buyAnyNumber({ account, areaCode, type, settings: { apiVersion: style.version, ...chosen } }, has),
  }),
  created: { at: ({ accountSid, sid }) => `/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}` },
})

export const localNumbers2008 = ofType('local', 'Local')
export const tollFreeNumbers2008 = ofType('tollfree', 'TollFree')
