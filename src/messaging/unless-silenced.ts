import type { Instant } from '../domain/clock.ts'
import type { Job } from '../domain/job.ts'
import type { Message } from '../domain/message.ts'
import { silencedBy } from '../domain/opt-out.ts'
import { wasKept } from '../domain/was-kept.ts'
import { absent, type Guard, type Write } from '../domain/write.ts'
import { type Delivering, failedWrite } from './record-handover.ts'

/**
 * That its recipient did not ask for silence, to be asked in the write that begins a hand-over. What asks for silence and what begins a
 * hand-over take the same lock, so that none begins after silence was kept, whichever process does either.
 */
export const unlessSilenced = (message: Message): readonly Guard[] =>
  message.options.answersOptOut ? [] : silencedBy(message).map((key) => absent('block', 'key', key))

/** Keeps the beginning of a hand-over, and fails the message where silence was asked for. False when it is not to be handed over. */
export async function keepUnlessSilenced(
  write: Write,
  job: Job,
  message: Message,
  at: Instant,
  { ledger, nudge }: Delivering,
): Promise<boolean> {
  const result = await ledger.keep(write)
  const silenced = !result.kept && result.because === 'guard' && result.broken.noun === 'block'
  if (!silenced) return wasKept(result)
  if (wasKept(await ledger.keep(failedWrite(job, message, 21610, at)))) nudge('report-status')
  return false
}
