import type { Message, MessageDirection, MessageStatus } from '../../../domain/message.ts'
import { bareNumber } from '../../../domain/phone-number.ts'
import { sendMessage } from '../../../messaging/send-message.ts'
import { type Fields, field } from '../../field.ts'
import { count, oneOf, text } from '../../kind.ts'
import { type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { messageList } from '../message-list.ts'
import { smsFields, smsParams, smsRequestOf, smsStatus } from '../sms-messages.ts'

const statuses = ['queued', 'sending', 'sent', 'failed'] as const

/** What has come in is shown as sent: this version has no other word for it. */
function statusOf(status: MessageStatus): (typeof statuses)[number] {
  const shown = smsStatus[status]
  return shown === 'received' ? 'sent' : shown
}

/** One bit for each that is true: it came in, it is a reply to one that came in, it was sent by a request. */
const flags: Record<MessageDirection, number> = {
  inbound: 1,
  'outbound-reply': 2,
  'outbound-api': 4,
  'outbound-call': 0,
}

const fields: Fields<Message> = {
  sid: smsFields.sid,
  dateCreated: smsFields.dateCreated,
  dateUpdated: smsFields.dateUpdated,
  dateSent: smsFields.dateSent,
  accountSid: smsFields.accountSid,
  to: field(text, 'Who gets it.', ({ to }) => bareNumber(to)),
  from: field(text, 'Who sent it.', ({ from }) => from && bareNumber(from)),
  body: smsFields.body,
  status: field(oneOf(statuses), 'How far it has come; what came in is shown as sent.', ({ status }) =>
    statusOf(status),
  ),
  flags: field(
    count,
    'How it was sent, as bits: 1 came in, 2 a reply, 4 by a request; 0 during a call.',
    ({ direction }) => flags[direction],
  ),
  price: smsFields.price,
}

export const smsMessages2008: Resource<Message> = {
  name: 'SMSMessage',
  plural: 'SMSMessages',
  collection: 'sms_messages',
  doc: 'A message, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts/:accountSid/SMS/Messages' }],
  sidPrefixes: ['SM', 'MM'],
  fields,
  list: messageList(),
  create: verb({
    doc: 'Sends a text message.',
    params: smsParams,
    run: async (input, call) => sendMessage(smsRequestOf(input, call), call.has),
  }),
  created: { at: ({ accountSid, sid }) => `/Accounts/${accountSid}/SMS/Messages/${sid}` },
  fetch: { doc: 'Fetches a message.', run: ({ account, sid, has }) => has.ledger.messages.find(account.sid, sid) },
}
