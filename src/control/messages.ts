import { type Message, messageStatuses } from '../domain/message.ts'
import { formatPrice } from '../domain/price.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText } from './kinds.ts'
import { required, route } from './route.ts'
import { anything, listOf, mapOf, moment, object, oneOf, orNull, text, whole } from './shape.ts'
import { attemptShape, attemptView, momentView } from './views.ts'

const message = object({
  sid: text,
  accountSid: text,
  from: orNull(text),
  to: text,
  body: text,
  status: oneOf(messageStatuses),
  direction: text,
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

const view = ({ dateCreated, dateUpdated, dateSent, price, dateListed: _listed, ...rest }: Message) => ({
  ...rest,
  price: price === null ? null : formatPrice(price),
  dateCreated: momentView(dateCreated),
  dateUpdated: momentView(dateUpdated),
  dateSent: momentView(dateSent),
})

/** What happened to a message: the whole record, every step of its life, and every call to the customer's application. */
export const messageRoutes = [
  route({
    method: 'GET',
    at: '/messages/{sid}',
    words:
      'A message with its media, its feedback, each step of its life, and each request to the application with its answer.',
    modes: 'both',
    path: { sid: required(anyText, 'The SID of the message.') },
    answer: object({
      message,
      media: listOf(object({ sid: text, contentType: text, size: whole })),
      feedback: orNull(text),
      events: listOf(object({ at: moment, kind: text, detail: mapOf(anything) })),
      webhooks: listOf(attemptShape),
    }),
    async deed({ path: { sid } }, { ledger }) {
      const known = (await ledger.messages.many([sid])).get(sid)
      if (!known) throw new ControlProblem(404, `there is no message ${sid}`)
      const [events, attempts, media, feedback] = await Promise.all([
        ledger.messages.events(sid),
        ledger.webhookAttempts.about(sid),
        ledger.media.ofMessages([sid]),
        ledger.messageFeedback.find(known.accountSid, sid),
      ])
      return {
        message: view(known),
        media: media.map(({ sid, contentType, size }) => ({ sid, contentType, size })),
        feedback: feedback?.outcome ?? (known.options.provideFeedback ? 'unconfirmed' : null),
        events: events.map(({ at, kind, detail }) => ({ at: momentView(at), kind, detail })),
        webhooks: attempts.map(attemptView),
      }
    },
  }),
]
