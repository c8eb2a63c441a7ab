import type { FastifyInstance } from 'fastify'
import type { Instant } from '../domain/clock.ts'
import { formatPrice } from '../domain/price.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

const moment = (at: Instant | null) => (at === null ? null : new Date(at).toISOString())

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
        startTime: moment(startTime),
        answeredAt: moment(answeredAt),
        endTime: moment(endTime),
        dateCreated: moment(dateCreated),
        dateUpdated: moment(dateUpdated),
      },
      webhooks: attempts.map(({ at, accountSid: _account, subject: _subject, ...attempt }) => ({
        at: moment(at),
        ...attempt,
      })),
    }
  })
}
