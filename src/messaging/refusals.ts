import type { BlockKind } from '../domain/block.ts'
import type { Ledger } from '../domain/ledger.ts'
import { allows } from '../domain/permission.ts'
import { countryOf } from '../domain/phone-number.ts'
import type { SendingRules } from './sending-rules.ts'

/** What is asked of the account's permissions and blocks. */
interface Reaching {
  accountSid: string
  /** As it is kept: E.164, or a channel's address. */
  to: string
  /** Null while a messaging service has not chosen a sender. */
  from: string | null
}

interface Writing extends Reaching {
  serviceSid?: string | null
  /** The sender's country: null for one that has none, undefined while none is chosen. */
  home?: string | null
}

interface Has {
  ledger: Ledger
  rules: Pick<SendingRules, 'countries'>
}

/** Why an account may not write to somebody; null when it may. */
export async function messageRefusal(
  writing: Writing,
  { ledger, rules }: Has,
): Promise<'region' | Exclude<BlockKind, 'not-callable'> | null> {
  const { accountSid, to, home } = writing
  const reach = await ledger.permissions.of(accountSid)
  // Countries are opened for numbers; a channel has its own rules.
  const isNumber = to.startsWith('+')
  if (isNumber && !allows(reach.sms ?? rules.countries.sms, countryOf(to), home)) return 'region'
  return reach.hasBlocks ? blockOf(writing, ledger) : null
}

/** Why an account may not call somebody; null when it may. */
export async function callRefusal(
  { accountSid, to, from }: Reaching & { from: string },
  { ledger, rules }: Has,
): Promise<'region' | 'blocked' | null> {
  const reach = await ledger.permissions.of(accountSid)
  if (!allows(reach.voice ?? rules.countries.voice, countryOf(to), countryOf(from))) return 'region'
  if (!reach.hasBlocks) return null
  const blocks = await ledger.blocks.against(accountSid, to)
  return blocks.some(({ kind, sender }) => kind === 'not-callable' && (sender === '' || sender === from))
    ? 'blocked'
    : null
}

/** The first of the kinds, in the order in which they are told. */
async function blockOf({ accountSid, to, from, serviceSid }: Writing, ledger: Ledger) {
  const blocks = await ledger.blocks.against(accountSid, to)
  const kinds = blocks
    .filter(({ sender }) => sender === '' || sender === from || sender === serviceSid)
    .map(({ kind }) => kind)
  return (['opted-out', 'unreachable', 'not-mobile'] as const).find((kind) => kinds.includes(kind)) ?? null
}
