import { callStatuses } from '../domain/call.ts'
import { formatPrice } from '../domain/price.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText } from './kinds.ts'
import { required, route } from './route.ts'
import { listOf, moment, object, oneOf, orNull, text } from './shape.ts'
import { attemptShape, attemptView, momentView } from './views.ts'

const call = object({
  sid: text,
  accountSid: text,
  from: text,
  to: text,
  status: oneOf(callStatuses),
  direction: text,
  price: orNull(text),
  startTime: orNull(moment),
  answeredAt: orNull(moment),
  endTime: orNull(moment),
  dateCreated: moment,
  dateUpdated: moment,
})

/** A call as it is kept, what it was told to do, and every request to the customer's application about it. */
export const callRoutes = [
  route({
    method: 'GET',
    at: '/calls/{sid}',
    words: 'A call, what it was told to do, and each request to the application with its answer.',
    modes: 'both',
    path: { sid: required(anyText, 'The SID of the call.') },
    answer: object({ call, webhooks: listOf(attemptShape) }),
    async deed({ path: { sid } }, { ledger }) {
      const known = (await ledger.calls.many([sid])).get(sid)
      if (!known) throw new ControlProblem(404, `there is no call ${sid}`)
      const attempts = await ledger.webhookAttempts.about(sid)
      const { price, startTime, answeredAt, endTime, dateCreated, dateUpdated, revision: _, ...rest } = known
      return {
        call: {
          ...rest,
          price: price === null ? null : formatPrice(price),
          startTime: momentView(startTime),
          answeredAt: momentView(answeredAt),
          endTime: momentView(endTime),
          dateCreated: momentView(dateCreated),
          dateUpdated: momentView(dateUpdated),
        },
        webhooks: attempts.map(attemptView),
      }
    },
  }),
]
