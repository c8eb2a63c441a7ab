import { buyNumber, type Purchase } from '../../accounts/buy-number.ts'
import { changeNumber } from '../../accounts/change-number.ts'
import { type BoughtNumber, rehearsePurchase } from '../../accounts/rehearse-purchase.ts'
import { releaseNumber } from '../../accounts/release-number.ts'
import type { NumberType } from '../../domain/incoming-phone-number.ts'
import { type Fields, field, group, type Leaf } from '../field.ts'
import { flag, httpMethod, link, moment, oneOf, sid, text, url } from '../kind.ts'
import { type InputOf, param } from '../param.ts'
import { type Call, listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import type { Place } from '../wire/style.ts'

export const numberFields = {
  sid: field(sid('PN'), 'Names the number.', (number) => number.sid),
  accountSid: field(sid('AC'), 'The account that owns it.', (number) => number.accountSid),
  friendlyName: field(
    text,
    'A name for people; its national form unless said.',
    ({ settings }) => settings.friendlyName,
  ),
  phoneNumber: field(text, 'The number in E.164.', (number) => number.phoneNumber),
  voiceUrl: field(url, 'Asked what to do when somebody calls.', ({ settings }) => settings.voiceUrl),
  voiceMethod: field(httpMethod, 'How it is asked.', ({ settings }) => settings.voiceMethod),
  voiceFallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.voiceFallbackUrl),
  voiceFallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.voiceFallbackMethod),
  voiceCallerIdLookup: field(
    flag,
    "Whether to look up a caller's name.",
    ({ settings }) => settings.voiceCallerIdLookup,
  ),
  dateCreated: blankInRehearsedXml(field(moment, 'When it was bought.', (number) => number.dateCreated)),
  dateUpdated: blankInRehearsedXml(field(moment, 'When it was last changed.', (number) => number.dateUpdated)),
  smsUrl: field(url, 'Asked what to do when a message comes.', ({ settings }) => settings.smsUrl),
  smsMethod: field(httpMethod, 'How it is asked.', ({ settings }) => settings.smsMethod),
  smsFallbackUrl: field(url, 'Asked when the first fails.', ({ settings }) => settings.smsFallbackUrl),
  smsFallbackMethod: field(httpMethod, 'How that is asked.', ({ settings }) => settings.smsFallbackMethod),
  capabilities: group('What it can do.', {
    voice: field(flag, 'Calls.', ({ capabilities }) => capabilities.voice),
    sms: field(flag, 'Text messages.', ({ capabilities }) => capabilities.sms, { xml: 'SMS' }),
    mms: field(flag, 'Messages with media.', ({ capabilities }) => capabilities.mms, { xml: 'MMS' }),
    fax: field(flag, 'Fax.', ({ capabilities }) => capabilities.fax),
  }),
  statusCallback: field(url, 'Told how calls went.', ({ settings }) => settings.statusCallback),
  statusCallbackMethod: field(httpMethod, 'How it is told.', ({ settings }) => settings.statusCallbackMethod),
  apiVersion: field(
    text,
    'In which version its calls and messages are handled.',
    ({ settings }) => settings.apiVersion,
  ),
  voiceApplicationSid: field(text, 'Replaces the voice addresses.', ({ settings }) => settings.voiceApplicationSid),
  smsApplicationSid: field(text, 'Replaces the message addresses.', ({ settings }) => settings.smsApplicationSid),
  uri: field(
    link,
    'Where the number is.',
    ({ accountSid, sid }) => `/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}`,
  ),
  beta: field(flag, 'Whether it is new to the platform.', (number) => number.beta),
  origin: field(text, 'Whether it was bought here or is hosted.', (number) => number.origin),
  trunkSid: field(text, 'The SIP trunk that takes its calls.', ({ settings }) => settings.trunkSid),
  addressRequirements: field(
    oneOf(['none', 'any', 'local', 'foreign']),
    'What address the owner has to have registered.',
    () => 'none',
  ),
  addressSid: field(text, 'The address registered for it.', ({ settings }) => settings.addressSid),
  identitySid: field(text, 'The identity registered for it.', ({ settings }) => settings.identitySid),
  bundleSid: field(text, 'The regulatory bundle that it belongs to.', ({ settings }) => settings.bundleSid),
  emergencyStatus: field(text, 'Whether it can call for help.', ({ settings }) => settings.emergencyStatus),
  emergencyAddressSid: field(text, 'Where help would be sent.', ({ settings }) => settings.emergencyAddressSid),
  emergencyAddressStatus: field(
    oneOf(['registered', 'unregistered']),
    'Whether that address is registered.',
    ({ settings }) => (settings.emergencyAddressSid === null ? 'unregistered' : 'registered'),
  ),
  voiceReceiveMode: field(
    oneOf(['voice', 'fax']),
    'What incoming calls are taken for.',
    ({ settings }) => settings.voiceReceiveMode,
  ),
  status: field(text, 'Whether it is in use; new where its purchase was only rehearsed.', ({ rehearsed }) =>
    rehearsed ? 'new' : 'in-use',
  ),
  type: field(text, '`local`, `tollfree` or `mobile`.', (number) => number.type),
} satisfies Fields<BoughtNumber>

export const numberSettings = {
  apiVersion: param(oneOf(['2010-04-01', '2008-08-01']), 'In which version its calls and messages are handled.'),
  friendlyName: param(text, 'A name for people, up to 64 characters.'),
  voiceUrl: param(url, 'Asked what to do when somebody calls.'),
  voiceMethod: param(httpMethod, 'How it is asked: GET or POST.'),
  voiceFallbackUrl: param(url, 'Asked when the first fails.'),
  voiceFallbackMethod: param(httpMethod, 'How that is asked.'),
  voiceCallerIdLookup: param(flag, "Whether to look up a caller's name."),
  voiceApplicationSid: param(sid('AP'), 'Replaces the voice addresses.'),
  voiceReceiveMode: param(oneOf(['voice', 'fax']), 'What incoming calls are taken for.'),
  smsUrl: param(url, 'Asked what to do when a message comes.'),
  smsMethod: param(httpMethod, 'How it is asked.'),
  smsFallbackUrl: param(url, 'Asked when the first fails.'),
  smsFallbackMethod: param(httpMethod, 'How that is asked.'),
  smsApplicationSid: param(sid('AP'), 'Replaces the message addresses.'),
  statusCallback: param(url, 'Told how calls went.'),
  statusCallbackMethod: param(httpMethod, 'How it is told.'),
  trunkSid: param(sid('TK'), 'The SIP trunk that takes its calls.'),
  addressSid: param(sid('AD'), 'The address registered for it.'),
  identitySid: param(sid('RI'), 'The identity registered for it.'),
  bundleSid: param(sid('BU'), 'The regulatory bundle that it belongs to.'),
  emergencyStatus: param(oneOf(['Active', 'Inactive']), 'Whether it can call for help.'),
  emergencyAddressSid: param(sid('AD'), 'Where help would be sent.'),
}

const resource = {
  name: 'IncomingPhoneNumber',
  plural: 'IncomingPhoneNumbers',
  collection: 'incoming_phone_numbers',
  sidPrefixes: ['PN'],
  fields: numberFields,
}

/** The samples of a rehearsed purchase have dates in JSON, and none in XML. */
function blankInRehearsedXml(leaf: Leaf<BoughtNumber>): Leaf<BoughtNumber> {
  const isXml = ({ suffix }: Place) => suffix === '' || suffix === '.xml'
  return { ...leaf, text: (number, at) => (number.rehearsed && isXml(at) ? null : leaf.text(number, at)) }
}

const purchaseParams = {
  phoneNumber: param(text, 'The number to buy.', { example: '+14155550100' }),
  areaCode: param(text, 'Any number of this North American area code; not together with a type of number.'),
  ...numberSettings,
}

function purchaseOf(input: InputOf<typeof purchaseParams>, { account, style }: Call): Purchase {
  const { phoneNumber, areaCode, ...chosen } = input
  return { account, phoneNumber, areaCode, settings: { apiVersion: style.version, ...chosen } }
}

const find = ({ account, sid, has }: Call): Promise<BoughtNumber | null> =>
  has.ledger.incomingPhoneNumbers.find(account.sid, sid)

/** The list and the shop, of all types or of one. */
const counter = (type?: NumberType) =>
  ({
    list: listing({
      doc: 'Lists numbers, newest first.',
      params: {
        beta: param(flag, 'Only those that are, or are not, new to the platform.'),
        friendlyName: param(text, 'Only those with exactly this name.'),
        phoneNumber: param(text, 'Only those in which this pattern is found; `*` is any digit.'),
        origin: param(text, 'Only those of this origin.'),
      },
      run: (filter, { account, has }, page) =>
        has.ledger.incomingPhoneNumbers.list(account.sid, { ...filter, ...(type && { type }) }, page),
      standingOf: ({ sid, dateCreated }: BoughtNumber) => ({ sid, at: dateCreated, created: dateCreated }),
    }),
    create: verb({
      doc: 'Buys a number.',
      // Only where any type is sold, an area code is enough.
      params: type
        ? { ...purchaseParams, phoneNumber: { ...purchaseParams.phoneNumber, required: true } }
        : purchaseParams,
      run: (input, call) => buyNumber({ ...purchaseOf(input, call), type }, call.has),
      ...(type === undefined && { rehearse: (input, call) => rehearsePurchase(purchaseOf(input, call), call.has) }),
    }),
  }) satisfies Partial<Resource<BoughtNumber>>

export const incomingPhoneNumbers: Resource<BoughtNumber> = {
  ...resource,
  doc: 'A number that the account owns.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/IncomingPhoneNumbers' }],
  ...counter(),
  fetch: {
    doc: 'Fetches a number.',
    run: find,
  },
  update: verb({
    doc: 'Changes what happens when somebody calls or writes, or hands the number to another account of the family.',
    params: { accountSid: param(text, 'The account that gets the number.'), ...numberSettings },
    run: ({ accountSid, ...chosen }, { caller, has }, number: BoughtNumber) =>
      changeNumber(number, { caller, toAccountSid: accountSid, settings: chosen }, has),
  }),
  remove: verb({
    doc: 'Releases a number.',
    params: {},
    run: (_, { has }, number: BoughtNumber) => releaseNumber(number, has),
  }),
}

const ofType = (type: NumberType, segment: string): Resource<BoughtNumber> => ({
  ...resource,
  doc: `A number that the account owns, of type ${type}.`,
  mounts: [{ style: classic, path: `/Accounts/:accountSid/IncomingPhoneNumbers/${segment}` }],
  ...counter(type),
  created: { find },
})

export const localNumbers = ofType('local', 'Local')
export const tollFreeNumbers = ofType('tollfree', 'TollFree')
export const mobileNumbers = ofType('mobile', 'Mobile')
