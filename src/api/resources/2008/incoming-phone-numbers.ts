import { buyAnyNumber } from '../../../accounts/buy-any-number.ts'
import { changeNumber } from '../../../accounts/change-number.ts'
import { releaseNumber } from '../../../accounts/release-number.ts'
import type { IncomingPhoneNumber, NumberType } from '../../../domain/incoming-phone-number.ts'
import { bareNumber, normalizeNumber } from '../../../domain/phone-number.ts'
import { type Fields, field } from '../../field.ts'
import { flag, httpMethod, moment, sid, text, url } from '../../kind.ts'
import { type InputOf, param } from '../../param.ts'
import { listing, type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'

const fields: Fields<IncomingPhoneNumber> = {
  sid: field(sid('PN'), 'Names the number.', (number) => number.sid),
  accountSid: field(sid('AC'), 'The account that owns it.', (number) => number.accountSid),
  friendlyName: field(text, 'A name for people.', ({ settings }) => settings.friendlyName),
  phoneNumber: field(text, 'The number: ten digits.', ({ phoneNumber }) => bareNumber(phoneNumber)),
  url: field(url, 'Asked what to do when somebody calls.', ({ settings }) => settings.voiceUrl),
  method: field(httpMethod, 'How it is asked.', ({ settings }) => settings.voiceMethod),
  smsUrl: field(url, 'Asked what to do when a message comes.', ({ settings }) => settings.smsUrl),
  smsMethod: field(httpMethod, 'How it is asked.', ({ settings }) => settings.smsMethod),
  voiceFallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.voiceFallbackUrl),
  voiceFallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.voiceFallbackMethod),
  smsFallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.smsFallbackUrl),
  smsFallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.smsFallbackMethod),
  voiceCallerIdLookup: field(
    flag,
    "Whether to look up a caller's name.",
    ({ settings }) => settings.voiceCallerIdLookup,
  ),
  dateCreated: field(moment, 'When it was bought.', (number) => number.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (number) => number.dateUpdated),
}

const settings = {
  friendlyName: param(text, 'A name for people, up to 64 characters.'),
  url: param(url, 'Asked what to do when somebody calls.'),
  method: param(httpMethod, 'How it is asked: GET or POST.'),
  voiceFallbackUrl: param(url, 'Asked when the first fails.'),
  voiceFallbackMethod: param(httpMethod, 'How that is asked.'),
  smsUrl: param(url, 'Asked what to do when a message comes.'),
  smsMethod: param(httpMethod, 'How it is asked.'),
  smsFallbackUrl: param(url, 'Asked when the first fails.'),
  smsFallbackMethod: param(httpMethod, 'How that is asked.'),
  voiceCallerIdLookup: param(flag, "Whether to look up a caller's name."),
}

/** Later versions call them differently. */
const chosenBy = ({ url: voiceUrl, method: voiceMethod, ...same }: InputOf<typeof settings>) => ({
  ...same,
  voiceUrl,
  voiceMethod,
})

const resource = {
  name: 'IncomingPhoneNumber',
  plural: 'IncomingPhoneNumbers',
  collection: 'incoming_phone_numbers',
  sidPrefixes: ['PN'],
  fields,
}

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
  ...resource,
  doc: 'A number that the account owns, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts/:accountSid/IncomingPhoneNumbers' }],
  list: listOf(),
  fetch: {
    doc: 'Fetches a number.',
    run: ({ account, sid, has }) => has.ledger.incomingPhoneNumbers.find(account.sid, sid),
  },
  update: verb({
    doc: 'Changes what happens when somebody calls or writes.',
    params: settings,
    run: (input, { caller, has }, number: IncomingPhoneNumber) =>
      changeNumber(number, { caller, settings: chosenBy(input) }, has),
  }),
  updateByPut: true,
  remove: verb({
    doc: 'Releases a number.',
    params: {},
    run: (_, { has }, number: IncomingPhoneNumber) => releaseNumber(number, has),
  }),
}

/** Where numbers of one type are listed, and sold. */
const ofType = (type: NumberType, segment: string): Resource<IncomingPhoneNumber> => ({
  ...resource,
  doc: `A number that the account owns, of type ${type}, as the first version of the API shows it.`,
  mounts: [{ style: original, path: `/Accounts/:accountSid/IncomingPhoneNumbers/${segment}` }],
  list: listOf(type),
  create: verb({
    doc: 'Buys a number.',
    params: { areaCode: param(text, 'Any number of this area code; of any unless said.'), ...settings },
    run: ({ areaCode, ...input }, { account, style, has }) =>
      buyAnyNumber({ account, areaCode, type, settings: { apiVersion: style.version, ...chosenBy(input) } }, has),
  }),
  created: { at: ({ accountSid, sid }) => `/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}` },
})

export const localNumbers2008 = ofType('local', 'Local')
export const tollFreeNumbers2008 = ofType('tollfree', 'TollFree')
