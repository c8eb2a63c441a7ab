import type { FastifyInstance } from 'fastify'
import { formatPrice } from '../domain/price.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { attemptView, momentView } from './views.ts'

/** What happened to a message: the whole record, every step of its life, and every call to the customer's application. */
export function messageRoutes(control: FastifyInstance, { ledger }: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/messages/:sid', async ({ params }) => {
    const message = (await ledger.messages.many([params.sid])).get(params.sid)
    if (!message) throw new ControlProblem(404, `there is no message ${params.sid}`)
    const [events, attempts, media, feedback] = await Promise.all([
      ledger.messages.events(params.sid),
      ledger.webhookAttempts.about(params.sid),
      ledger.media.ofMessages([params.sid]),
      ledger.messageFeedback.find(message.accountSid, params.sid),
    ])
    const { dateCreated, dateUpdated, dateSent, price, dateListed: _, ...rest } = message
    return {
      message: {
        ...rest,
        price: price === null ? null : formatPrice(price),
        dateCreated: momentView(dateCreated),
        dateUpdated: momentView(dateUpdated),
        dateSent: momentView(dateSent),
      },
      media: media.map(({ sid, contentType, size }) => ({ sid, contentType, size })),
      feedback: feedback?.outcome ?? (message.options.provideFeedback ? 'unconfirmed' : null),
      events: events.map(({ at, kind, detail }) => ({ at: momentView(at), kind, detail })),
      webhooks: attempts.map(attemptView),
    }
  })
}
