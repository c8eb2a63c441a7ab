import { type MessageFeedback, outcomes } from '../../domain/message-feedback.ts'
import { Problem } from '../../domain/problem.ts'
import { giveFeedback } from '../../messaging/give-feedback.ts'
import { type Fields, field } from '../field.ts'
import { link, moment, oneOf, sid } from '../kind.ts'
import { param } from '../param.ts'
import { type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const fields: Fields<MessageFeedback> = {
  accountSid: field(sid('AC'), 'The account that sent the message.', (feedback) => feedback.accountSid),
  messageSid: field(sid('SM', 'MM'), 'The message.', (feedback) => feedback.messageSid),
  outcome: field(oneOf(outcomes), 'Whether the message had its effect.', (feedback) => feedback.outcome),
  dateCreated: field(moment, 'When it was said first.', (feedback) => feedback.dateCreated),
  dateUpdated: field(moment, 'When it was said last.', (feedback) => feedback.dateUpdated),
  uri: field(
    link,
    'Where the feedback is.',
    ({ accountSid, messageSid }) => `/Accounts/${accountSid}/Messages/${messageSid}/Feedback`,
  ),
}

export const messageFeedback: Resource<MessageFeedback> = {
  name: 'Feedback',
  plural: 'Feedbacks',
  collection: 'feedbacks',
  doc: 'What the sender says of the success of a message that was sent with ProvideFeedback.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Messages/:messageSid/Feedback' }],
  sidPrefixes: [],
  singleton: true,
  fields,
  create: verb({
    doc: 'Says whether a message had its effect. It may be said again: the last word counts.',
    params: { outcome: param(oneOf(outcomes), '`confirmed`, unless said otherwise, or `unconfirmed`.') },
    async run({ outcome = 'confirmed' }, { account, params, path, has }) {
      const message = await has.ledger.messages.find(account.sid, params.messageSid ?? '')
      // Only a message that was sent so has feedback, and shows its address.
      if (!message?.options.provideFeedback) throw new Problem('notFound', { path })
      return giveFeedback(message, outcome, has)
    },
  }),
  created: { status: 200 },
}
