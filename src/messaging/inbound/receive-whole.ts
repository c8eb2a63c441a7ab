import { createHash } from 'node:crypto'
import type { Account } from '../../domain/account.ts'
import { arrivalKey } from '../../domain/arrival.ts'
import type { InboundMedium, InboundMessage } from '../../domain/carrier.ts'
import type { Clock, Instant } from '../../domain/clock.ts'
import { countMessage } from '../../domain/count-usage.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { Media } from '../../domain/media.ts'
import type { Message, MessageOptions } from '../../domain/message.ts'
import { priceOf } from '../../domain/price.ts'
import { kindOfSender } from '../../domain/sender.ts'
import { mintSid, slotOf } from '../../domain/sid.ts'
import { accept, add, count, type Guard, type KeepResult, type Operation } from '../../domain/write.ts'
import { type Log, maskNumber } from '../../log.ts'
import { keepMedia, type Turnstile } from '../keep-media.ts'
import { newEvent } from '../message-event.ts'
import { newJob } from '../new-job.ts'
import { segmentsOfMessage } from '../new-message.ts'
import { type Receiver, receiverOf } from './receiver-of.ts'
import { takeOptOut } from './take-opt-out.ts'

export interface ReceivingMessages {
  ledger: Ledger
  clock: Clock
  log: Log
  nudge(deed?: string): void
  inTurn: Turnstile
}

/** What came in, whole. */
export type WholeMessage = Omit<InboundMessage, 'part'>

/** What is kept and must hold beside the message itself. */
export interface Beside {
  operations: readonly Operation[]
  guards: readonly Guard[]
  /** In how many segments it was sent, where that is known. */
  segments?: number
  /** What it lacks. */
  errorCode?: number
}

/** So often what a word asks for is decided again, because somebody else changed the same pair. */
const mostTries = 20

/**
 * Keeps a message that came from a phone, with all that follows from it: the job that asks the application, and silence where a word
 * asked for it. Resolves when it is kept, so that its carrier may acknowledge it; what comes again under the same name is kept once.
 */
export async function receiveWhole(
  inbound: WholeMessage,
  besideOf: (sid: string) => Beside,
  has: ReceivingMessages,
): Promise<void> {
  const { ledger, clock, log, nudge } = has
  const receiver = await receiverOf(inbound.to, ledger)
  const account = receiver && (await ledger.accounts.find(receiver.accountSid))
  if (!account) {
    await keepAside(inbound, besideOf, has)
    return
  }
  const { carrier } = inbound
  const from = writtenFrom(inbound.from)
  const sid = mintSid(inbound.media.length > 0 ? 'MM' : 'SM', clock.now(), slotOf(account.ownerAccountSid))
  const beside = besideOf(sid)
  const { message, media } = newInbound({ ...inbound, from }, sid, receiver, account, beside, clock.now())
  for (const [i, medium] of media.entries()) await keepMedia(medium, inbound.media[i]!.bytes, [], has)

  for (let tries = 0; tries < mostTries; tries++) {
    const now = clock.now()
    const optOut = await takeOptOut({ account, receiver, from, body: inbound.body, carrier }, now, ledger)
    const isTold = optOut !== null && receiver.service?.settings.optOuts
    const options: MessageOptions = { ...message.options, ...(isTold && { optOutKind: optOut.kind }) }
    const { accountSid } = message
    const result = await ledger.keep(
      accept(
        [
          add('message', { ...message, options }),
          newEvent(message, now, 'receiving', { carrier }),
          ...media.map((medium) => add('media', medium)),
          count(accountSid, 'messages', 1),
          countMessage(message, now),
          newJob('answer-message', { accountSid, messageSid: sid, due: now, data: {} }),
          ...beside.operations,
          ...(optOut?.operations ?? []),
        ],
        [...beside.guards, ...(optOut?.guards ?? [])],
      ),
    )
    if (result.kept) {
      nudge('answer-message')
      if (optOut) nudge('deliver-message')
      return
    }
    if (result.because === 'guard' && result.broken.noun !== 'block') return
    if (result.because !== 'guard') await unlessKnown(result, inbound, has)
  }
  log.error({ carrier, to: maskNumber(inbound.to) }, 'a message was not kept: its pair changed too often')
  throw new Error('a message that came in was not kept: its pair changed too often')
}

/** A message for a number that nobody has is kept, and told to nobody but the log. */
async function keepAside(
  inbound: WholeMessage,
  besideOf: (sid: string) => Beside,
  has: ReceivingMessages,
): Promise<void> {
  const { carrier, from, to, body, media } = inbound
  const at = has.clock.now()
  const stray = { sid: mintSid('SM', at), carrier, from, to, body, numMedia: media.length, at }
  const beside = besideOf(stray.sid)
  const operations = [add('strayMessage', stray), ...beside.operations]
  const result = await has.ledger.keep(accept(operations, beside.guards))
  if (result.kept)
    has.log.warn(
      { carrier, from: maskNumber(from), to: maskNumber(to), sid: stray.sid },
      'a message came for a number that nobody has: it is kept aside',
    )
  else if (result.because !== 'guard') await unlessKnown(result, inbound, has)
}

/** Throws, so that the carrier hands it in again, unless another process kept the same at the same moment. */
export async function unlessKnown(
  result: Exclude<KeepResult, { kept: true } | { because: 'guard' }>,
  { carrier, id }: WholeMessage,
  { ledger }: ReceivingMessages,
): Promise<void> {
  if (result.because === 'refused' && (await ledger.arrivals.find(arrivalKey(carrier, id)))) return
  throw new Error(
    `a message that came in was not kept: ${result.because === 'refused' ? result.reason : 'too much waits'}`,
  )
}

/** As messages show who wrote. */
function writtenFrom(raw: string): string {
  const from = kindOfSender(raw)
  return from.kind === 'invalid' ? raw : from.value
}

function newInbound(
  inbound: WholeMessage,
  sid: string,
  { address: to, kind, country, apiVersion, service }: Receiver,
  account: Account,
  { segments, errorCode }: Beside,
  now: Instant,
): { message: Message; media: readonly Media[] } {
  const { from, body, profileName } = inbound
  const counted = segmentsOfMessage({ sid, body })
  const numSegments = segments ?? counted.numSegments
  const numMedia = inbound.media.length
  const media = inbound.media.map((medium, place) =>
    mediumOf(medium, inbound, { accountSid: account.sid, sid, place, now }),
  )
  const price =
    kind === 'channel' ? { country: 'ZZ', segments: 1, media: 0 } : { country, segments: numSegments, media: numMedia }
  const message: Message = {
    sid,
    accountSid: account.sid,
    to,
    from,
    body,
    status: 'receiving',
    direction: 'inbound',
    encoding: counted.encoding,
    numSegments,
    // Their own addresses depend on where the server is found: how many there are is what counts.
    mediaUrls: media.map((medium) => medium.sid),
    price: priceOf({ ...price, direction: 'inbound' }),
    priceUnit: account.currency,
    errorCode: errorCode ?? null,
    messagingServiceSid: service?.sid ?? null,
    apiVersion,
    statusCallback: null,
    options: profileName ? { profileName } : {},
    dateCreated: now,
    dateUpdated: now,
    dateSent: null,
    dateListed: null,
  }
  return { message, media }
}

/** Named after its message's name at the carrier, so that what was begun before a crash is found again. */
function mediumOf(
  { contentType, bytes }: InboundMedium,
  { carrier, id }: WholeMessage,
  { accountSid, sid: messageSid, place, now }: { accountSid: string; sid: string; place: number; now: Instant },
): Media {
  const name = createHash('sha256').update(`${carrier}:${id}:${place}`).digest('hex')
  return {
    sid: `ME${name.slice(0, 32)}`,
    accountSid,
    messageSid,
    place,
    contentType,
    size: bytes.length,
    dateCreated: now,
    dateUpdated: now,
  }
}
