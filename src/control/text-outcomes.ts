import type { PhoneTexts } from '../domain/phone-actions.ts'
import type { PhoneMessage } from '../domain/virtual-phone.ts'
import { awaited } from './awaited.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, numberFrom } from './kinds.ts'
import { messageShape, messageView } from './messages.ts'
import { phonePath } from './phones.ts'
import { optional, required, route } from './route.ts'
import { flag, listOf, object, orNull, text } from './shape.ts'
import { alertShape, alertView, attemptShape, attemptView } from './views.ts'

const mostAlerts = 100

/** What became of what a phone sent: whoever plays a conversation asks it after each line. */
export const textOutcomeRoutes = [
  route({
    method: 'GET',
    at: '/phones/{number}/messages/{id}/outcome',
    words:
      'What became of a text that a phone sent: the message, what its application was asked and answered, and the replies. `stray` tells that it reached nobody; one that lost a segment on the way is settled without a message.',
    modes: 'development',
    path: { ...phonePath, id: required(anyText, 'The id that sending it answered.') },
    query: {
      wait: optional(
        numberFrom(0, 60),
        'How many seconds to wait until it is `settled`: the application has answered, and its replies are kept.',
      ),
    },
    answer: object({
      settled: flag,
      stray: flag,
      messageSid: orNull(text),
      webhooks: listOf(attemptShape),
      replies: listOf(messageShape),
      alerts: listOf(alertShape),
    }),
    async deed({ path, query: { wait = 0 } }, has, turn) {
      const { texts } = has
      if (!texts) throw new ControlProblem(404, 'phones send no texts here')
      const found = await awaited(
        () => standingOf(path, texts, has),
        ({ settled }) => settled,
        wait,
        has,
        turn,
      )
      return { ...found, ...(await belongingsOf(found, has)) }
    },
  }),
]

interface Standing {
  settled: boolean
  stray: boolean
  messageSid: string | null
}

async function standingOf(
  { number, id }: { number: string; id: string },
  texts: PhoneTexts,
  { ledger }: ControlContext,
): Promise<Standing> {
  // Asked first: what has come to us since is found below.
  const isOnItsWay = await texts.isOnItsWay(id)
  const sent = await ledger.phones.text(id)
  if (!isSentBy(sent, number)) throw new ControlProblem(404, `the phone ${number} sent no text ${id}`)
  const { messageSid } = sent
  // What lost a segment on the way becomes a message much later, or never.
  if (messageSid === null) return { settled: !isOnItsWay, stray: false, messageSid }
  if (!(await ledger.messages.many([messageSid])).has(messageSid)) return { settled: true, stray: true, messageSid }
  const events = await ledger.messages.events(messageSid)
  const last = events.findLast(({ kind }) => kind === 'answered' || kind === 'received')
  const settled = last?.kind === 'answered' ? last.detail.goesOn !== true : last?.detail.asks === false
  return { settled, stray: false, messageSid }
}

const isSentBy = (sent: PhoneMessage | null, number: string): sent is PhoneMessage =>
  sent?.direction === 'sent' && sent.phoneNumber === number

async function belongingsOf({ messageSid }: Standing, { ledger }: ControlContext) {
  const message = messageSid === null ? undefined : (await ledger.messages.many([messageSid])).get(messageSid)
  if (!message) return { webhooks: [], replies: [], alerts: [] }
  const { sid, accountSid } = message
  const [events, attempts, alerts] = await Promise.all([
    ledger.messages.events(sid),
    ledger.webhookAttempts.about(sid),
    ledger.notifications.list(accountSid, { resourceSid: sid }, { size: mostAlerts, skip: 0 }),
  ])
  const sids = events.flatMap(({ detail }) => (Array.isArray(detail.replies) ? (detail.replies as string[]) : []))
  const replies = await ledger.messages.many(sids)
  return {
    webhooks: attempts.map(attemptView),
    replies: sids.flatMap((one) => replies.get(one) ?? []).map(messageView),
    alerts: alerts.rows.map(alertView),
  }
}
