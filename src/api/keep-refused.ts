import type { Ledger } from '../domain/ledger.ts'
import type { RefusedRequest } from '../domain/refused-request.ts'
import { isSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import type { Log } from '../log.ts'

/** So many may wait to be kept; of those that come faster than the database takes them, the rest is let go. */
const mostWaiting = 1000
const perWrite = 100

export interface RefusedRequests {
  /** Takes note of one: nobody waits for it. */
  note(refused: RefusedRequest): void
  /** Resolves when all that were noted so far are kept. */
  kept(): Promise<void>
}

/** Keeps what was refused, behind the answers: no client waits for it, and none is answered otherwise because it fails. */
export function keepRefused(
  { keep, apiKeys }: Pick<Ledger, 'keep' | 'apiKeys'>,
  log: Pick<Log, 'error'>,
): RefusedRequests {
  const waiting: RefusedRequest[] = []
  let keeping: Promise<void> | null = null

  async function keepAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const some = await Promise.all(waiting.splice(0, perWrite).map(withAccount))
        await keep(outcome(some.map((one) => add('refusedRequest', one))))
      }
    } catch (error) {
      log.error({ err: error }, 'requests that were refused could not be kept')
    } finally {
      keeping = null
    }
  }

  /** A key stands for its account. */
  async function withAccount(refused: RefusedRequest): Promise<RefusedRequest> {
    const { accountSid } = refused
    if (accountSid === null || !isSid('SK', accountSid)) return refused
    return { ...refused, accountSid: (await apiKeys.named(accountSid))?.accountSid ?? null }
  }

  return {
    note(refused) {
      if (waiting.length < mostWaiting) waiting.push(refused)
      keeping ??= keepAll()
    },
    kept: () => keeping ?? Promise.resolve(),
  }
}
