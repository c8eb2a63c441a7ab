import type { DeedSpec } from '../../domain/job.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { change, outcome, present, remove } from '../../domain/write.ts'
import { type ReceivingMessages, receiveWhole } from './receive-whole.ts'

/** Ends the wait for parts that did not come: the message is made of those that did. */
export function giveUpParts(has: ReceivingMessages): DeedSpec {
  return {
    concurrency: 100,
    batch: 50,
    lease: 10_000,
    attempts: Infinity,
    async run(jobs) {
      await Promise.all(
        jobs.map(async ({ id, subject }) => {
          await joinParts(subject, has)
          wasKept(await has.ledger.keep(outcome([remove('job', id)])))
        }),
      )
    },
  }
}

/** What the network tells of a message of which not all parts came. */
const segmentMissing = 30009

/** Makes one message of the parts that came, in their order. Only one of several that try at the same moment does. */
export async function joinParts(message: string, has: ReceivingMessages): Promise<void> {
  const parts = await has.ledger.arrivals.parts(message)
  const [first] = parts
  if (!first) return
  const [carrier = '', from = '', to = ''] = message.split('\n')
  const body = parts.map((part) => part.body).join('')
  const isWhole = parts.length >= first.of
  await receiveWhole(
    { carrier, id: first.arrival.slice(carrier.length + 1), from, to, body, media: [] },
    (sid) => ({
      operations: parts.flatMap(({ key, arrival }) => [
        remove('inboundPart', key),
        change('arrival', arrival, { became: sid }),
      ]),
      guards: parts.map(({ key, arrival }) => present('inboundPart', key, { arrival: [arrival] })),
      segments: first.of,
      ...(!isWhole && { errorCode: segmentMissing }),
    }),
    has,
  )
}
