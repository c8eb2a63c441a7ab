import { TrunklineError } from './kit-error.ts'
import { explain } from './explain.ts'
import { elapsed } from './real-time.ts'
import type { AlertRecord, MessageRecord, OutcomeRecord, WebhookAttempt } from './wire-shapes.ts'
import { time } from './words.ts'
import type { World } from './world.ts'

/** What became of a text that a phone sent. */
export interface Outcome {
  /** The SID of the message that it became; null when it lost a segment on the way. */
  sid: string | null
  /** The status and the document that the application answered last; null and empty when it was not asked, or did not answer. */
  status: number | null
  twiml: string
  /** What it sent back. */
  replies: readonly MessageRecord[]
  /** Every request to the application, in its order. */
  webhooks: readonly WebhookAttempt[]
  alerts: readonly AlertRecord[]
}

/** A text that was sent, and is on its way. */
export interface SentText {
  id: string
  from: string
  to: string
  accountSid: string
}

/** Waits until the application has answered a text, and its replies are kept. */
export async function outcomeOf(
  { id, from, to, accountSid }: SentText,
  timeout: number,
  world: World,
): Promise<Outcome> {
  const end = elapsed() + timeout
  const path = `/phones/${encodeURIComponent(from)}/messages/${id}/outcome`
  for (;;) {
    const left = Math.max(0, end - elapsed())
    const wait = Math.min(60, Math.ceil(left / 1000))
    const found = await world.wire.ask<OutcomeRecord>('GET', `${path}?wait=${wait}`, undefined, wait * 1000 + 10_000)
    if (found.stray) throw new TrunklineError(`Nobody owns the number ${to}, to which ${from} wrote.\n${numbersWords}`)
    if (found.settled) return view(found)
    if (elapsed() >= end)
      throw new TrunklineError(
        await explain(
          {
            what: `The application did not answer what ${from} wrote to ${to} within ${time(timeout)}.`,
            accountSid,
            look: found.messageSid === null ? `/strays` : `/messages/${found.messageSid}`,
            instead: null,
          },
          world.wire,
        ),
      )
  }
}

const numbersWords = 'Try: phone.send(body) without `to`, which writes to the number of the account'

function view({ messageSid, webhooks, replies, alerts }: OutcomeRecord): Outcome {
  const last = webhooks.at(-1)
  return {
    sid: messageSid,
    status: last?.responseStatus ?? null,
    twiml: last?.responseBody ?? '',
    replies,
    webhooks,
    alerts,
  }
}
