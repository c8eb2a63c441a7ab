import type { Account } from '../../domain/account.ts'
import type { Instant } from '../../domain/clock.ts'
import type { Ledger } from '../../domain/ledger.ts'
import {
  type OptOutKind,
  type OptOutSettings,
  readOptOut,
  silence,
  tollFreeOptOuts,
  usualOptOuts,
} from '../../domain/opt-out.ts'
import { absent, add, type Guard, type Operation, remove } from '../../domain/write.ts'
import { deliveryJobOf } from '../delivery-job.ts'
import { newMessage } from '../new-message.ts'
import { created } from '../prepare-message.ts'
import type { Receiver } from './receiver-of.ts'

/** A text that may ask for silence. */
interface Asking {
  account: Account
  receiver: Receiver
  /** The person. */
  from: string
  body: string
  /** Who carries the reply. */
  carrier: string
}

/** What follows from one word: blocks, and a reply. */
export interface OptOut {
  kind: OptOutKind
  operations: readonly Operation[]
  guards: readonly Guard[]
}

/**
 * Reads whether a text asks for silence, for its end, or for help. Silence holds towards the number, and with a messaging service towards
 * all of its senders. Null for any other text, and for short codes that stand alone and for channels, which nobody handles.
 */
export async function takeOptOut(asking: Asking, now: Instant, ledger: Ledger): Promise<OptOut | null> {
  const { account, receiver, from, body } = asking
  const settings = settingsOf(receiver)
  const asked = settings && readOptOut(body, settings)
  if (!settings || !asked) return null
  const { kind, keyword } = asked
  const known = (await ledger.blocks.against(account.sid, from)).filter((block) => block.kind === 'opted-out')
  const reply = replyOf(asking, kind, settings[kind].reply, now)
  switch (kind) {
    case 'stop': {
      const senders = [receiver.address, ...(receiver.service ? [receiver.service.sid] : [])]
      const missing = senders.filter((sender) => known.every((block) => block.sender !== sender))
      const blocks = missing.map((sender) => silence(account.sid, from, sender, now))
      // Silence is confirmed once.
      return {
        kind,
        operations: [...blocks.map((block) => add('block', block)), ...(blocks.length > 0 ? reply : [])],
        guards: blocks.map(({ key }) => absent('block', 'key', key)),
      }
    }
    case 'start': {
      const pool = receiver.service ? await ledger.poolSenders.ofService(receiver.service.sid) : []
      const senders = new Set([receiver.address, receiver.service?.sid, ...pool.map(({ sender }) => sender)])
      const ended = known.filter(({ sender }) => senders.has(sender))
      // People say yes for many reasons.
      const isMeant = ended.length > 0 || keyword !== 'YES'
      return {
        kind,
        operations: [...ended.map(({ key }) => remove('block', key)), ...(isMeant ? reply : [])],
        guards: [],
      }
    }
    case 'help':
      return { kind, operations: reply, guards: [] }
  }
}

function settingsOf({ kind, service }: Receiver): OptOutSettings | null {
  if (kind === 'channel' || (kind === 'short-code' && !service)) return null
  if (kind === 'toll-free') return tollFreeOptOuts
  return service?.settings.optOuts ?? usualOptOuts
}

/** The message that the platform answers by itself. */
function replyOf(
  { account, receiver, from: to, carrier }: Asking,
  kind: OptOutKind,
  body: string,
  now: Instant,
): readonly Operation[] {
  if (body === '') return []
  const { apiVersion, address, service } = receiver
  const request = { account, body, options: { answersOptOut: kind }, direction: 'outbound-reply', apiVersion } as const
  const message = { ...newMessage(request, to, address, now), messagingServiceSid: service?.sid ?? null }
  return created(message, deliveryJobOf(message, carrier, now).job, now)
}
