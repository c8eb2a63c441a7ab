import { arrivalKey } from '../../domain/arrival.ts'
import type { InboundMessage } from '../../domain/carrier.ts'
import { absent, accept, add } from '../../domain/write.ts'
import { joinParts } from './join-parts.ts'
import { newJob } from '../new-job.ts'
import { type Beside, type ReceivingMessages, receiveWhole, unlessKnown } from './receive-whole.ts'

/** How long the parts of a message are waited for: networks give up on them after hours, people sooner. */
const longestWait = 120_000

/**
 * Takes what a carrier hands in: a message, or a part of one. Resolves when it is kept, so that the carrier may acknowledge it. What comes
 * again under the same name changes nothing.
 */
export async function receiveMessage(given: InboundMessage, has: ReceivingMessages): Promise<void> {
  // No database keeps a NUL in a text, and no phone shows one.
  const inbound = { ...given, body: given.body.replaceAll('\0', '') }
  const { part, ...whole } = inbound
  const key = arrivalKey(inbound.carrier, inbound.id)
  if (part && isPossible(part)) return receivePart(inbound, part, key, has)
  // Bytes are kept before the message: not once more for one that is known.
  if (inbound.media.length > 0 && (await has.ledger.arrivals.find(key))) return
  await receiveWhole(whole, (sid) => arrived(key, sid, has.clock.now()), has)
}

/** A message has 255 parts at most (3GPP TS 23.040 §9.2.3.24.1); what claims to be another is taken as a message by itself. */
const isPossible = ({ number, of }: NonNullable<InboundMessage['part']>): boolean =>
  number >= 1 && number <= of && of > 1 && of <= 255

const arrived = (key: string, became: string | null, at: number): Beside => ({
  operations: [add('arrival', { key, became, at })],
  guards: [absent('arrival', 'key', key)],
})

/** Keeps a part, and joins the message once all are there. Whoever keeps the last part sees them all. */
async function receivePart(
  inbound: InboundMessage,
  { reference, number, of }: NonNullable<InboundMessage['part']>,
  arrival: string,
  has: ReceivingMessages,
): Promise<void> {
  const { ledger, clock } = has
  const { carrier, from, to, body } = inbound
  const message = [carrier, from, to, reference].join('\n')
  const key = `${message} ${number}`
  const known = await ledger.arrivals.parts(message)
  const isOther = known.some((part) => part.key === key && part.arrival !== arrival)
  // References are few, and come again: what is left of an older message goes its way first.
  if (isOther) await joinParts(message, has)
  const at = clock.now()
  const { operations, guards } = arrived(arrival, null, at)
  const giveUp = newJob('join-parts', { accountSid: '', messageSid: message, due: at + longestWait, data: {} })
  const result = await ledger.keep(
    accept(
      [
        ...operations,
        add('inboundPart', { key, message, arrival, number, of, body, at }),
        ...(known.length === 0 || isOther ? [giveUp] : []),
      ],
      guards,
    ),
  )
  if (!result.kept && result.because !== 'guard') await unlessKnown(result, inbound, has)
  const parts = await ledger.arrivals.parts(message)
  if (parts.length >= of) await joinParts(message, has)
}
