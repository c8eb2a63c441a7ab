import type { Call, TranscriptLine } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import { mintSid } from '../domain/sid.ts'
import { add, type Operation } from '../domain/write.ts'

/** What happened in a call, as its transcript tells it. */
export type Told =
  | 'status'
  | 'asked'
  | 'said'
  | 'played'
  | 'paused'
  | 'gathering'
  | 'gathered'
  | 'pressed'
  | 'spoken'
  | 'recording'
  | 'recorded'
  | 'dialing'
  | 'connected'
  | 'dialed'
  | 'sent'
  | 'redirected'
  | 'rejected'
  | 'hung-up'
  | 'not-simulated'
  | 'fault'

/** Adds a line to the transcript of a call. */
export const transcriptLine = (
  { sid: callSid, accountSid }: Pick<Call, 'sid' | 'accountSid'>,
  at: Instant,
  kind: Told,
  detail: TranscriptLine['detail'],
): Operation => add('transcriptLine', { id: mintSid('EV', at), callSid, accountSid, at, kind, detail })
