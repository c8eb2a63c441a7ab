import { type Message, messageDirections, messageStatuses } from '../domain/message.ts'
import { messageSearch } from '../domain/search/message-search.ts'
import { formatPrice } from '../domain/price.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, oneOf as oneOfKind } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, required, route } from './route.ts'
import { searchField, searchOf } from './search.ts'
import { anything, listOf, mapOf, moment, object, oneOf, orNull, text, whole } from './shape.ts'
import { alertShape, alertView, attemptShape, attemptView, momentView } from './views.ts'

/** A message as it is kept. */
export const messageShape = object({
  sid: text,
  accountSid: text,
  from: orNull(text),
  to: text,
  body: text,
  status: oneOf(messageStatuses),
  direction: oneOf(messageDirections),
  encoding: text,
  numSegments: whole,
  mediaUrls: listOf(text),
  price: orNull(text),
  priceUnit: text,
  errorCode: orNull(whole),
  messagingServiceSid: orNull(text),
  dateCreated: moment,
  dateUpdated: moment,
  dateSent: orNull(moment),
})

export const messageView = ({ dateCreated, dateUpdated, dateSent, price, dateListed: _listed, ...rest }: Message) => ({
  ...rest,
  price: price === null ? null : formatPrice(price),
  dateCreated: momentView(dateCreated),
  dateUpdated: momentView(dateUpdated),
  dateSent: momentView(dateSent),
})

const mostAlerts = 100

/** What happened to a message: the whole record, every step of its life, and every call to the customer's application. */
export const messageRoutes = [
  route({
    method: 'GET',
    at: '/messages',
    words: 'Messages of all accounts, newest first.',
    modes: 'both',
    query: {
      ...pageFields,
      ...searchField,
      account: optional(anyText, 'Only those of this account.'),
      to: optional(anyText, 'Only those to this address, as messages show it.'),
      from: optional(anyText, 'Only those from this one.'),
      status: optional(oneOfKind(messageStatuses), 'Only those of this status.'),
      direction: optional(
        oneOfKind(messageDirections),
        `Only these: ${messageDirections.map((one) => `\`${one}\``).join(', ')}.`,
      ),
    },
    answer: object({ messages: listOf(messageShape), before: orNull(text) }),
    async deed({ query: { account, limit, before, q, ...filter } }, { ledger, clock }) {
      const search = searchOf(q, messageSearch, clock.now())
      const found = await ledger.messages.latest(
        { ...filter, accountSid: account },
        ...pageOf({ limit, before }),
        search,
      )
      return { messages: found.rows.map(messageView), before: found.before }
    },
  }),
  route({
    method: 'GET',
    at: '/messages/{sid}',
    words:
      'A message with its media, its feedback, each step of its life, and each request to the application with its answer, and what went wrong.',
    modes: 'both',
    path: { sid: required(anyText, 'The SID of the message.') },
    answer: object({
      message: messageShape,
      media: listOf(object({ sid: text, contentType: text, size: whole })),
      feedback: orNull(text),
      events: listOf(object({ at: moment, kind: text, detail: mapOf(anything) })),
      webhooks: listOf(attemptShape),
      alerts: listOf(alertShape),
    }),
    async deed({ path: { sid } }, { ledger }) {
      const known = (await ledger.messages.many([sid])).get(sid)
      if (!known) throw new ControlProblem(404, `there is no message ${sid}`)
      const [events, attempts, media, feedback, alerts] = await Promise.all([
        ledger.messages.events(sid),
        ledger.webhookAttempts.about(sid),
        ledger.media.ofMessages([sid]),
        ledger.messageFeedback.find(known.accountSid, sid),
        ledger.notifications.list(known.accountSid, { resourceSid: sid }, { size: mostAlerts, skip: 0 }),
      ])
      return {
        message: messageView(known),
        media: media.map(({ sid, contentType, size }) => ({ sid, contentType, size })),
        feedback: feedback?.outcome ?? (known.options.provideFeedback ? 'unconfirmed' : null),
        events: events.map(({ at, kind, detail }) => ({ at: momentView(at), kind, detail })),
        webhooks: attempts.map(attemptView),
        alerts: alerts.rows.map(alertView),
      }
    },
  }),
]
