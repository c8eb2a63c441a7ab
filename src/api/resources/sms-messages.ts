import type { Message, MessageStatus } from '../../domain/message.ts'
import { Problem } from '../../domain/problem.ts'
import { isSid } from '../../domain/sid.ts'
import { rehearseMessage } from '../../messaging/rehearse-message.ts'
import type { SendRequest } from '../../messaging/check-request.ts'
import { sendMessage } from '../../messaging/send-message.ts'
import { type Fields, field } from '../field.ts'
import { count, link, moment, money, oneOf, sid, text, url } from '../kind.ts'
import { type InputOf, param } from '../param.ts'
import { type Call, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import { messageList } from './message-list.ts'
import { isUnbilled } from './messages.ts'

const smsStatuses = ['queued', 'sending', 'sent', 'failed', 'received'] as const

/** How far a message has come, in the words that SMS/Messages knows. */
export const smsStatus: Record<MessageStatus, (typeof smsStatuses)[number]> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'sent',
  read: 'sent',
  partially_delivered: 'sent',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
  receiving: 'received',
  received: 'received',
}

export const smsFields = {
  sid: field(sid('SM', 'MM'), 'Names the message.', (message) => message.sid),
  dateCreated: field(moment, 'When it was accepted, or came in.', (message) => message.dateCreated),
  dateUpdated: field(moment, 'When it last changed.', (message) => message.dateUpdated),
  dateSent: field(moment, 'When it left the platform, or came in.', (message) => message.dateSent),
  accountSid: field(sid('AC'), 'The account that sent or got it.', (message) => message.accountSid),
  to: field(text, 'Who gets it.', (message) => message.to),
  from: field(text, 'Who sent it.', (message) => message.from),
  body: field(text, 'What it says.', (message) => message.body),
  status: field(oneOf(smsStatuses), 'How far it has come.', ({ status }) => smsStatus[status]),
  direction: field(
    oneOf(['inbound', 'outbound-api', 'outbound-call', 'outbound-reply']),
    'Whether it came in, or how it was sent.',
    (message) => message.direction,
  ),
  apiVersion: field(text, 'The version that handled it.', (message) => message.apiVersion),
  price: field(money, 'What it cost, negative; none until it is billed.', (message) => message.price),
  priceUnit: field(text, 'The currency of the price.', (message) => (isUnbilled(message) ? null : message.priceUnit)),
  uri: field(link, 'Where the message is.', ({ accountSid, sid }) => `/Accounts/${accountSid}/SMS/Messages/${sid}`),
  numSegments: field(count, 'In how many parts it is sent, or came.', (message) => message.numSegments),
} satisfies Fields<Message>

const beforeVersion = [
  'sid',
  'dateCreated',
  'dateUpdated',
  'dateSent',
  'accountSid',
  'to',
  'from',
  'body',
  'status',
  'direction',
]

/** What both versions of SMS/Messages take to send a message. */
export const smsParams = {
  from: param(text, 'Who sends it: a number of the account, or a short code.', {
    required: true,
    example: '+14155550100',
  }),
  to: param(text, 'Who shall get it: a number, in E.164 or in any usual formatting.', {
    required: true,
    example: '+14155552345',
  }),
  body: param(text, 'What it says, up to 160 characters.', {
    required: true,
    example: 'Your order is on its way.',
  }),
  statusCallback: param(url, 'Told what becomes of it.', {
    or: (raw) => new Problem('statusCallbackInvalid', { StatusCallback: raw }),
  }),
}

const createParams = {
  ...smsParams,
  applicationSid: param(sid('AP'), 'The application that is told, unless `StatusCallback` says where.'),
}

/** Asks for a message as SMS/Messages does: short, and from no messaging service. */
export function smsRequestOf(
  { from, to, body, statusCallback, applicationSid }: InputOf<typeof createParams>,
  { account, style }: Call,
): SendRequest {
  if (from !== undefined && isSid('MG', from)) throw new Problem('fromInvalid', { From: from })
  return {
    account,
    from,
    to,
    body,
    mostCharacters: 160,
    statusCallback: statusCallback || undefined,
    options: { applicationSid: applicationSid || undefined },
    direction: 'outbound-api',
    apiVersion: style.version,
  }
}

export const smsMessages: Resource<Message> = {
  name: 'SMSMessage',
  plural: 'SMSMessages',
  collection: 'sms_messages',
  doc: 'A message, in the words of the deprecated resource that knew text messages only.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/SMS/Messages' }],
  sidPrefixes: ['SM', 'MM'],
  deprecated: true,
  fields: smsFields,
  xmlOrder: {
    instance: [...beforeVersion, 'apiVersion', 'price', 'priceUnit', 'uri'],
    list: [...beforeVersion, 'price', 'priceUnit', 'apiVersion', 'uri'],
  },
  list: messageList(),
  create: verb({
    doc: 'Sends a text message.',
    params: createParams,
    run: async (input, call) => sendMessage(smsRequestOf(input, call), call.has),
    rehearse: async (input, call) => rehearseMessage(smsRequestOf(input, call), call.has),
  }),
  fetch: { doc: 'Fetches a message.', run: ({ account, sid, has }) => has.ledger.messages.find(account.sid, sid) },
}
