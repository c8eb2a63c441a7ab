import { formatPrice } from '../domain/price.ts'
import { callFields, callMoments } from './call-view.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText } from './kinds.ts'
import { required, route } from './route.ts'
import { anything, listOf, mapOf, moment, object, orNull, text } from './shape.ts'
import { attemptShape, attemptView, momentView } from './views.ts'

/** A call as it is kept, what it was told to do, what happened in it, and every request to the customer's application about it. */
export const callRoutes = [
  route({
    method: 'GET',
    at: '/calls/{sid}',
    words: 'A call, what it was told to do, what happened in it, and each request to the application with its answer.',
    modes: 'both',
    path: { sid: required(anyText, 'The SID of the call.') },
    answer: object({
      call: object({ ...callFields, price: orNull(text) }),
      transcript: listOf(object({ id: text, at: moment, kind: text, detail: mapOf(anything) })),
      webhooks: listOf(attemptShape),
    }),
    async deed({ path: { sid } }, { ledger }) {
      const known = (await ledger.calls.many([sid])).get(sid)
      if (!known) throw new ControlProblem(404, `there is no call ${sid}`)
      const [transcript, attempts] = await Promise.all([
        ledger.calls.transcript(sid),
        ledger.webhookAttempts.about(sid),
      ])
      const { price, revision: _, run: _run, ...rest } = known
      return {
        call: { ...rest, price: price === null ? null : formatPrice(price), ...callMoments(known) },
        transcript: transcript.map(({ id, at, kind, detail }) => ({ id, at: momentView(at), kind, detail })),
        webhooks: attempts.map(attemptView),
      }
    },
  }),
]
