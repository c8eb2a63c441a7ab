import type { FastifyInstance } from 'fastify'
import { formatPrice } from '../domain/price.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { attemptView, momentView } from './views.ts'

/** A call as it is kept, what it was told to do, and every request to the customer's application about it. */
export function callRoutes(control: FastifyInstance, { ledger }: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/calls/:sid', async ({ params: { sid } }) => {
    const call = (await ledger.calls.many([sid])).get(sid)
    if (!call) throw new ControlProblem(404, `there is no call ${sid}`)
    const attempts = await ledger.webhookAttempts.about(sid)
    const { price, startTime, answeredAt, endTime, dateCreated, dateUpdated, revision: _, ...rest } = call
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
  })
}
