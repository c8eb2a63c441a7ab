import type { Sending } from '../messaging/prepare-message.ts'
import type { SendingRules } from '../messaging/sending-rules.ts'
import type { Stepping } from './step.ts'

/** What it takes to carry out instructions, beside asking for them. */
export interface Carrying extends Stepping {
  rules: Pick<SendingRules, 'countries'>
  /** For messages that calls send. */
  sending: Sending
}
