import { errorMessage } from '../../domain/error-message.ts'
import { type Message, type MessageOptions, messageStatuses } from '../../domain/message.ts'
import { Problem } from '../../domain/problem.ts'
import { cancelMessage } from '../../messaging/cancel-message.ts'
import { deleteMessage } from '../../messaging/delete-message.ts'
import { redactMessage } from '../../messaging/redact-message.ts'
import { rehearseMessage } from '../../messaging/rehearse-message.ts'
import type { SendRequest } from '../../messaging/check-request.ts'
import { sendMessage } from '../../messaging/send-message.ts'
import { type Fields, field, group } from '../field.ts'
import { count, decimal, flag, integer, jsonObject, link, moment, money, oneOf, sid, text, url } from '../kind.ts'
import { type InputOf, param, params } from '../param.ts'
import { type Call, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import { messageList } from './message-list.ts'

/** Above this a filtered list does not say how long it is. */
const countedAtMost = 10_000

const pathOf = ({ accountSid, sid }: Message) => `/Accounts/${accountSid}/Messages/${sid}`
/** While a messaging service has not chosen a sender, nobody knows what the message will be billed in. */
export const isUnbilled = ({ status }: Message) => status === 'accepted' || status === 'scheduled'

const fields: Fields<Message> = {
  body: field(text, 'What it says.', (message) => message.body),
  numSegments: field(
    count,
    'In how many parts it is sent, or came; 0 before a service has chosen its sender.',
    (message) => message.numSegments,
  ),
  direction: field(
    oneOf(['inbound', 'outbound-api', 'outbound-call', 'outbound-reply']),
    'Whether it came in, or how it was sent.',
    (message) => message.direction,
  ),
  from: field(text, 'Who sent it; none while a messaging service has not chosen a sender.', (message) => message.from),
  dateUpdated: field(moment, 'When it last changed.', (message) => message.dateUpdated),
  price: field(money, 'What it cost, negative; none until it is billed.', (message) => message.price),
  errorMessage: field(text, 'Why it was not delivered, or lacks a part, in words.', ({ errorCode }) =>
    errorMessage(errorCode),
  ),
  uri: field(link, 'Where the message is.', pathOf),
  accountSid: field(sid('AC'), 'The account that sent or got it.', (message) => message.accountSid),
  numMedia: field(count, 'How many media it carries.', ({ mediaUrls }) => mediaUrls.length),
  to: field(text, 'Who gets it.', (message) => message.to),
  dateCreated: field(moment, 'When it was accepted, or came in.', (message) => message.dateCreated),
  status: field(oneOf(messageStatuses), 'How far it has come.', (message) => message.status),
  sid: field(sid('SM', 'MM'), 'Names the message: MM for one with media.', (message) => message.sid),
  dateSent: field(
    moment,
    'When it left the platform, or the application was asked what to do with it.',
    (message) => message.dateSent,
  ),
  messagingServiceSid: field(
    sid('MG'),
    'The messaging service that sent it, or to whose sender it came.',
    (message) => message.messagingServiceSid,
  ),
  errorCode: field(integer(), 'Why it was not delivered, or lacks a part.', (message) => message.errorCode),
  priceUnit: field(text, 'The currency of the price.', (message) => (isUnbilled(message) ? null : message.priceUnit)),
  apiVersion: field(text, 'The version that handled it.', (message) => message.apiVersion),
  subresourceUris: group('Where the things of the message are.', {
    media: field(link, 'Its media.', (message: Message) => `${pathOf(message)}/Media`),
    feedback: field(link, 'What was heard of its success.', (message: Message) =>
      message.options.provideFeedback ? `${pathOf(message)}/Feedback` : undefined,
    ),
  }),
}

const beforeStatus = [
  'sid',
  'dateCreated',
  'dateUpdated',
  'dateSent',
  'accountSid',
  'to',
  'from',
  'messagingServiceSid',
  'body',
  'numSegments',
  'numMedia',
]
const priced = ['price', 'priceUnit', 'errorCode', 'errorMessage']

const furthestSchedule = { days: 35, seconds: 3_024_000 }

const createParams = {
  to: param(text, 'Who shall get it: a number, or a channel address such as `whatsapp:+15551234567`.', {
    required: true,
    example: '+14155552345',
  }),
  from: param(text, 'Who sends it: a number of the account, a short code, a name, or a channel address.', {
    example: '+14155550100',
  }),
  messagingServiceSid: param(text, 'The messaging service that chooses the sender.'),
  body: param(text, 'What it says, up to 1,600 characters.', { example: 'Your order is on its way.' }),
  mediaUrl: params(text, 'Where its media are; up to ten.'),
  statusCallback: param(url, 'Told each step that the message takes.', {
    or: (raw) => new Problem('statusCallbackInvalid', { StatusCallback: raw }),
  }),
  applicationSid: param(sid('AP'), 'The application that is told, unless `StatusCallback` says where.'),
  maxPrice: param(decimal, 'The most that it may cost: a dearer one fails with 30010.', {
    or: () => new Problem('maxPriceInvalid'),
  }),
  provideFeedback: param(flag, 'Whether its success will be confirmed.'),
  attempt: param(integer(), 'How often its text was tried to be sent, this time too. It is kept, and changes nothing.'),
  validityPeriod: param(integer(1, 36_000), 'The seconds that it may wait to be sent.', {
    or: () => new Problem('validityPeriodInvalid'),
  }),
  forceDelivery: param(flag, 'Reserved: it is kept, and changes nothing.'),
  contentRetention: param(oneOf(['retain', 'discard']), 'Whether its text is kept once it is sent, or will not be.', {
    or: () => new Problem('contentRetentionInvalid'),
  }),
  addressRetention: param(
    oneOf(['retain', 'obfuscate']),
    "Whether the last digits of its recipient's number are kept once nothing more is to come.",
    {
      or: () => new Problem('addressRetentionInvalid'),
    },
  ),
  smartEncoded: param(flag, 'Whether look-alikes replace characters that would need the longer encoding.'),
  persistentAction: params(text, 'What else a channel shall show: a place, such as `geo:37.78,-122.4|here`.'),
  trafficType: param(oneOf(['free']), 'Reserved: it is kept, and changes nothing.'),
  shortenUrls: param(flag, 'Whether to shorten the links in its text: refused, as no links are shortened here.'),
  scheduleType: param(oneOf(['fixed']), 'That it is to be sent at a given time.', {
    or: () => new Problem('scheduleTypeInvalid'),
  }),
  sendAt: param(moment, 'When.', { or: () => new Problem('sendAtOutOfRange', furthestSchedule) }),
  sendAsMms: param(flag, 'Whether to send it as a message with media, even without any.'),
  contentSid: param(sid('HX'), 'The template to send.', { or: () => new Problem('contentSidInvalid') }),
  contentVariables: param(jsonObject, "The template's variables, as a JSON object.", {
    or: () => new Problem('contentVariablesInvalid'),
  }),
  riskCheck: param(oneOf(['enable', 'disable']), 'Whether to look for fraud. It is kept; nobody looks for fraud here.'),
  fallbackFrom: param(text, 'Who sends it when the first sender cannot reach the phone.'),
}

function requestOf(input: InputOf<typeof createParams>, { account, style }: Call): SendRequest {
  const { to, from, messagingServiceSid, body, mediaUrl, statusCallback, ...rest } = input
  const options: MessageOptions = {
    ...rest,
    applicationSid: rest.applicationSid || undefined,
    contentSid: rest.contentSid || undefined,
  }
  return {
    account,
    to,
    from,
    body,
    mediaUrls: mediaUrl,
    messagingServiceSid: messagingServiceSid || undefined,
    statusCallback: statusCallback || undefined,
    options,
    direction: 'outbound-api',
    apiVersion: style.version,
  }
}

export const messages: Resource<Message> = {
  name: 'Message',
  plural: 'Messages',
  collection: 'messages',
  doc: 'A message that was sent or received.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Messages' }],
  sidPrefixes: ['SM', 'MM'],
  fields,
  xmlOrder: {
    instance: [...beforeStatus, 'status', 'direction', 'apiVersion', ...priced, 'uri', 'subresourceUris'],
    list: [...beforeStatus, 'status', 'direction', ...priced, 'apiVersion', 'uri', 'subresourceUris'],
  },
  list: messageList(countedAtMost),
  create: verb({
    doc: 'Sends a message.',
    params: createParams,
    run: (input, call) => sendMessage(requestOf(input, call), call.has),
    rehearse: (input, call) => rehearseMessage(requestOf(input, call), call.has),
  }),
  fetch: { doc: 'Fetches a message.', run: ({ account, sid, has }) => has.ledger.messages.find(account.sid, sid) },
  update: verb({
    doc: 'Blanks the text of a message, or cancels one that is scheduled.',
    params: {
      body: param(text, 'Empty, to blank the text.'),
      status: param(oneOf(['canceled']), '`canceled`, to cancel it.'),
    },
    async run({ body, status }, { account, has }, message: Message) {
      if (body !== undefined && body !== '') throw new Problem('parameterInvalid', { parameter: 'Body' })
      const canceled = status === undefined ? message : await cancelMessage(account, message, has)
      return body === undefined ? canceled : redactMessage(account, canceled, has)
    },
  }),
  remove: verb({
    doc: 'Deletes a message.',
    params: {},
    run: (_, { account, has }, message: Message) => deleteMessage(account, message, has),
  }),
}
