import type { CarrierEvents, InboundMedium, InboundMessage } from '../../domain/carrier.ts'
import { arrivalKey } from '../../domain/arrival.ts'
import type { Clock } from '../../domain/clock.ts'
import { type Deeds, type Job, laneless } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { type Media, partKeysOf, partSize } from '../../domain/media.ts'
import type { PhoneText, PhoneTexts } from '../../domain/phone-actions.ts'
import { partsOf } from '../../domain/segments.ts'
import { mintSid } from '../../domain/sid.ts'
import { accept, add, change, outcome, type Operation, present, remove } from '../../domain/write.ts'

export interface PhoneTextsOptions {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
  /** Milliseconds that a text takes from the phone to us. */
  delay: number
  /** The name of the carrier. */
  name: string
  /** Who takes what phones send; null before the carrier is started. */
  events(): CarrierEvents | null
}

const deed = 'simulate-inbound'

/** What is on its way from a phone. */
interface Outgoing {
  from: string
  to: string
  body: string
  media: readonly Pick<Media, 'sid' | 'contentType' | 'size'>[]
  profileName?: string
  /** The segment that never comes. */
  lost?: number
  /** The text as the phone shows it. */
  shown: string
}

/** Lets phones send. What was sent is a stored job, so that no crash loses it; it is handed in under its own name, so that it arrives once. */
export function phoneTexts({
  ledger,
  clock,
  nudge,
  delay,
  name,
  events,
}: PhoneTextsOptions): PhoneTexts & { deeds: Deeds } {
  async function keep(operations: readonly Operation[]): Promise<void> {
    const result = await ledger.keep(accept(operations))
    if (!result.kept) throw new Error(`what a phone sends was not kept: ${result.because}`)
  }

  async function send({ from, to, body, media, lostSegment: lost }: PhoneText): Promise<{ id: string }> {
    const now = clock.now()
    const due = now + delay
    const id = mintSid('EV', now)
    const stored = media.map(({ contentType, bytes }) => ({ sid: mintSid('ME', now), contentType, size: bytes.length }))
    for (const [i, { sid, size }] of stored.entries())
      for (const [place, key] of partKeysOf(sid, size).entries())
        await keep([add('mediaPart', { key, content: contentOf(media[i]!.bytes, place) })])
    const profileName = (await ledger.phones.find(numberIn(from)))?.name
    const data = {
      from,
      to,
      body,
      media: stored,
      shown: id,
      ...(profileName && { profileName }),
      ...(lost && { lost }),
    }
    const job = { id: arrivalJobOf(id), deed, accountSid: '', subject: numberIn(from), ...laneless, due }
    const shown = { id, phoneNumber: numberIn(from), direction: 'sent', from, to, body, at: now } as const
    await keep([
      add('job', { ...job, data: data satisfies Outgoing }),
      add('phoneMessage', { ...shown, mediaUrls: stored.map(({ sid }) => sid), actions: [], messageSid: null }),
    ])
    nudge(deed)
    return { id }
  }

  /** Hands in what a phone sent, and only then forgets it: after a crash in between, it is handed in again under the same name. */
  async function arrive(job: Job): Promise<void> {
    const taker = events()
    if (!taker) throw new Error('the simulator was not started')
    const { media, shown, ...text } = job.data as unknown as Outgoing
    const bytes = await Promise.all(media.map(async (one) => ({ one, bytes: await ledger.media.content(one) })))
    const files = bytes.flatMap(({ one, bytes }): InboundMedium[] => (bytes ? [{ ...one, bytes }] : []))
    const arriving = messagesOf(job.id, text, files)
    for (const message of arriving) await taker.inbound(message)
    const found = await Promise.all(arriving.map(({ id }) => ledger.arrivals.find(arrivalKey(name, id))))
    const messageSid = found.find((one) => one?.became)?.became ?? null
    const operations = [
      ...(messageSid === null ? [] : [change('phoneMessage', shown, { messageSid })]),
      ...media.flatMap(({ sid, size }) => partKeysOf(sid, size).map((key) => remove('mediaPart', key))),
      remove('job', job.id),
    ]
    await ledger.keep(outcome(operations, [present('job', job.id, { attempts: [job.attempts] })]))
  }

  function messagesOf(
    id: string,
    { lost, ...text }: Omit<Outgoing, 'media' | 'shown'>,
    media: readonly InboundMedium[],
  ): InboundMessage[] {
    const parts = media.length > 0 || text.to.includes(':') ? [text.body] : partsOf(text.body)
    const whole = { ...text, carrier: name, media }
    if (parts.length === 1) return lost === 1 ? [] : [{ ...whole, id }]
    return parts
      .map((body, i) => ({
        ...whole,
        id: `${id}.${i + 1}`,
        body,
        part: { reference: id.slice(2), number: i + 1, of: parts.length },
      }))
      .filter(({ part }) => part.number !== lost)
  }

  return {
    send,
    isOnItsWay: async (id) => (await ledger.jobs.find(arrivalJobOf(id))) !== null,
    deeds: {
      [deed]: {
        run: async (jobs) => void (await Promise.all(jobs.map(arrive))),
        concurrency: 400,
        batch: 50,
        lease: 20_000,
        attempts: Infinity,
      },
    },
  }
}

/** The job that hands in a text, by the id of the text. */
const arrivalJobOf = (id: string): string => `JB${id.slice(2)}`

const contentOf = (bytes: Uint8Array, place: number): string =>
  Buffer.from(bytes.subarray(place * partSize, (place + 1) * partSize)).toString('base64')

/** A phone has one number, whatever channel it writes by. */
const numberIn = (address: string): string => address.slice(address.indexOf(':') + 1)
