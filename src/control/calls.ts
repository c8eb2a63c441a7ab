import type { FastifyInstance } from 'fastify'
import { formatPrice } from '../domain/price.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { attemptView, momentView } from './views.ts'

/** A call as it is kept, what it was told to do, what happened in it, and every request to the customer's application about it. */
export function callRoutes(control: FastifyInstance, { ledger }: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/calls/:sid', async ({ params: { sid } }) => {
    const call = (await ledger.calls.many([sid])).get(sid)
    if (!call) throw new ControlProblem(404, `there is no call ${sid}`)
    const [transcript, attempts] = await Promise.all([ledger.calls.transcript(sid), ledger.webhookAttempts.about(sid)])
    const { price, startTime, answeredAt, endTime, dateCreated, dateUpdated, revision: _, run: _run, ...rest } = call
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
      transcript: transcript.map(({ id, at, kind, detail }) => ({ id, at: momentView(at), kind, detail })),
      webhooks: attempts.map(attemptView),
    }
  })
}
