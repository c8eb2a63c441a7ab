import type { Door } from '../domain/fault.ts'

/** Faults that make a lesson: what they do, and what a test with them shows about an application. */
export interface Preset {
  name: string
  words: string
  teaches: string
  faults: readonly PresetFault[]
}

/** As the control API takes it; whose it is, is said when it is set. */
export interface PresetFault {
  on: Door
  match?: Readonly<Record<string, string>>
  effect: Readonly<Record<string, string | number>> & { do: string }
  probability?: number
}

export const presets: readonly Preset[] = [
  {
    name: 'carrier-outage',
    words:
      'No carrier takes a message or a call: each is tried again every second. What was accepted arrives once the fault is removed.',
    teaches: 'that a message which stays on its way is not sent a second time, and that nobody is told it had arrived.',
    faults: [{ on: 'carrier', effect: { do: 'defer', ms: 1000 } }],
  },
  {
    name: 'receipt-storm',
    words:
      'The carrier reports everything twenty times more, and each `delivered` is told to the application ten times more, at the same moment.',
    teaches:
      'that a step is counted once, however often it is told, and that requests at the same moment do not get into each other’s way.',
    faults: [
      { on: 'carrier', effect: { do: 'duplicate', copies: 20 } },
      { on: 'webhook', match: { kind: 'status', status: 'delivered' }, effect: { do: 'duplicate', copies: 10 } },
    ],
  },
  {
    name: 'flaky-webhook',
    words:
      'Of the requests to the application one in five seems to be answered 503, one in ten finds no connection, and one in five takes a second longer.',
    teaches:
      'that what a callback did not tell is found out otherwise, and that a fallback address and retries are there where they are needed.',
    faults: [
      { on: 'webhook', effect: { do: 'delay', ms: 1000 }, probability: 0.2 },
      { on: 'webhook', effect: { do: 'answer', status: 503 }, probability: 0.2 },
      { on: 'webhook', effect: { do: 'drop' }, probability: 0.125 },
    ],
  },
  {
    name: 'out-of-order-callbacks',
    words:
      'A status callback is held back until a later one of the same message or call was told: `delivered` comes before `sent`.',
    teaches: 'that a message which was delivered is not set back to sent.',
    faults: [{ on: 'webhook', match: { kind: 'status' }, effect: { do: 'reorder' } }],
  },
  {
    name: 'duplicate-webhooks',
    words: 'The application is told and asked everything twice.',
    teaches: 'that nothing is done twice: `I-Twilio-Idempotency-Token` is the same both times.',
    faults: [{ on: 'webhook', effect: { do: 'duplicate', copies: 1 } }],
  },
  {
    name: 'forged-webhooks',
    words: 'Requests to the application carry a signature that is not right.',
    teaches: 'that an application checks signatures, and does nothing for those who cannot sign.',
    faults: [{ on: 'webhook', effect: { do: 'wrong-signature' } }],
  },
  {
    name: 'rate-limited',
    words: 'Half of what is created is refused with 429 and code 20429.',
    teaches: 'that a client waits and tries again, and gives up at some time.',
    faults: [{ on: 'api', match: { method: 'POST' }, effect: { do: 'answer', code: 20_429 }, probability: 0.5 }],
  },
  {
    name: 'lost-answers',
    words: 'Half of what is created is kept and carried out, and the connection closes before the answer.',
    teaches: 'that a client which tries again sends an `Idempotency-Key`, and nobody gets the same text twice.',
    faults: [{ on: 'api', match: { method: 'POST' }, effect: { do: 'drop', when: 'after' }, probability: 0.5 }],
  },
  {
    name: 'slow-network',
    words: 'Requests to the API and to the application take two seconds longer.',
    teaches: 'that no page waits for a text to be sent, and that timeouts are longer than a bad moment.',
    faults: [
      { on: 'api', effect: { do: 'delay', ms: 2000 } },
      { on: 'webhook', effect: { do: 'delay', ms: 2000 } },
    ],
  },
  {
    name: 'lost-receipts',
    words: 'Messages arrive, and the carrier never says so: they stay `sent`.',
    teaches: 'that nothing waits for `delivered` for ever.',
    faults: [{ on: 'carrier', match: { kind: 'message' }, effect: { do: 'lose-receipt' } }],
  },
  {
    name: 'undelivered',
    words: 'Every fifth message or so ends as `undelivered` with 30003.',
    teaches: 'that a failure is noticed, and the person reached in another way.',
    faults: [{ on: 'carrier', match: { kind: 'message' }, effect: { do: 'fail', code: 30_003 }, probability: 0.2 }],
  },
]

/** The faults of a preset as they are set: for one account, with another probability, or for so many times. */
export function faultsOf(
  { name, faults }: Preset,
  { account, ...also }: { account?: string; probability?: number; count?: number | null },
): readonly object[] {
  return faults.map((fault, i) => ({
    name: faults.length === 1 ? name : `${name} ${i + 1}`,
    ...fault,
    ...also,
    ...(account !== undefined && { accountSid: account }),
  }))
}
