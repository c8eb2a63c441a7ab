import { createHash } from 'node:crypto'
import type { Effects, Facts } from '../domain/fault.ts'
import type { Faults, Meeting } from '../domain/faults.ts'
import type { FileRequest, Instead, Transit, WebhookAnswer, WebhookCall, WebhookCaller } from './call-webhook.ts'

/** How long a callback is held back for a later one, in milliseconds: with the longest call, less than the lease of its job. */
const longestHold = 4000

type Effect = Effects['webhook']

/** A callback that is held back for a later one. */
interface Held {
  token: string
  free(): void
}

/** Calls applications with whatever is set to go wrong on the way; with nothing set, as ever. */
export function faultyWebhooks(webhooks: WebhookCaller, faults: Faults): WebhookCaller {
  /** One for each subject at most. */
  const held = new Map<string, Held>()

  /** Lets a call wait until a later one about the same was told; at once when one that is earlier waits already. */
  async function hold(subject: string, token: string, signal: AbortSignal | undefined): Promise<void> {
    const other = held.get(subject)
    if (other && isBefore(other.token, token)) return
    other?.free()
    const freed = new AbortController()
    const own = { token, free: () => freed.abort() }
    held.set(subject, own)
    await faults.pause(longestHold, signal ? AbortSignal.any([signal, freed.signal]) : freed.signal)
    if (held.get(subject) === own) held.delete(subject)
  }

  async function callThrough(call: WebhookCall, signal: AbortSignal | undefined): Promise<WebhookAnswer> {
    const facts = factsOf(call)
    const subject = call.about?.subject ?? ''
    const met = await faults.meet('webhook', facts, ({ do: what }) => what !== 'reorder' || facts.kind === 'status')
    const { effect } = met
    if (effect?.do === 'reorder') await hold(subject, call.idempotencyToken, signal)
    const copies = effect?.do === 'duplicate' ? effect.copies : 0
    const wrong = effect?.do === 'wrong-signature' ? { authToken: otherToken(call.authToken) } : {}
    const transit = transitOf(met, () => meetAgain(faults, facts))
    const [answer, ...again] = await Promise.all([
      webhooks.call({ ...call, ...wrong, transit }, signal),
      ...Array.from({ length: copies }, () => webhooks.call(call, signal)),
    ])
    const waiting = held.get(subject)
    if (waiting && isBefore(waiting.token, call.idempotencyToken)) waiting.free()
    // The last attempt is the one whose answer counts.
    return { ...answer, attempts: [...again.flatMap(({ attempts }) => attempts), ...answer.attempts] }
  }

  return {
    ...webhooks,
    call: (call, signal) => (faults.isSet('webhook') ? callThrough(call, signal) : webhooks.call(call, signal)),
    async fetchFile(request, signal) {
      if (!faults.isSet('webhook')) return webhooks.fetchFile(request, signal)
      const again = () => meetAgain(faults, { ...factsOf(request), kind: 'media' })
      return webhooks.fetchFile({ ...request, transit: transitOf(await again(), again) }, signal)
    },
  }
}

/** Tokens are made of the ids of jobs, which are in the order in which these were made. */
const isBefore = (token: string, other: string): boolean => token < other

/** Beside the first time, only what can happen to one request. */
const meetAgain = (faults: Faults, facts: Facts['webhook']) =>
  faults.meet('webhook', facts, ({ do: what }) => what === 'answer' || what === 'drop' || what === 'delay')

/** The first request was asked for already; tries and redirects are asked for by themselves. */
function transitOf(first: Meeting<'webhook'>, again: () => Promise<Meeting<'webhook'>>): Transit {
  let met: Meeting<'webhook'> | null = first
  return async () => {
    const { delay, effect } = met ?? (await again())
    met = null
    return { delay, instead: insteadOf(effect) }
  }
}

function insteadOf(effect: Effect | null): Instead | null {
  if (effect?.do === 'drop') return { came: 'no-connection' }
  if (effect?.do !== 'answer') return null
  const { status, body = '' } = effect
  return { came: 'answer', status, contentType: body.startsWith('<') ? 'text/xml' : 'text/plain', body }
}

function factsOf({ url, about, ...call }: (WebhookCall | FileRequest) & { parameters?: WebhookCall['parameters'] }) {
  const said = new Map(call.parameters)
  return {
    url: url.split('#', 1)[0],
    kind: about?.kind,
    account: about?.accountSid ?? said.get('AccountSid'),
    from: said.get('From'),
    to: said.get('To'),
    status: said.get('MessageStatus') ?? said.get('SmsStatus') ?? said.get('CallStatus'),
  }
}

/** Signs as well as any, and nobody expects it. */
const otherToken = (token: string): string => createHash('sha256').update(`not ${token}`).digest('hex').slice(0, 32)
