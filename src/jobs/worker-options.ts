import type { Clock } from '../domain/clock.ts'
import type { Deeds, Claim } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Log } from '../log.ts'

export interface WorkerOptions {
  ledger: Pick<Ledger, 'jobs' | 'keep'>
  clock: Clock
  deeds: Deeds
  log: Log
  /** How many of a lane's weight may pass each second. */
  rateOf: Claim['rateOf']
  /** How often to look for jobs that nobody announced: those of other processes, and those that a moved clock made due. */
  pollMs: number
  /** How long to let jobs gather between two claims that found all there was. */
  gatherMs?: number
}
