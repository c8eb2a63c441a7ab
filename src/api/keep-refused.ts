import type { Ledger } from '../domain/ledger.ts'
import type { RefusedRequest } from '../domain/refused-request.ts'
import { isSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import type { Log } from '../log.ts'

/** So many may wait to be kept; of those that come faster than the database takes them, the rest is let go. */
const mostWaiting = 1000
const perWrite = 100

/** Keeps what was refused, behind the answers: no client waits for it, and none is answered otherwise because it fails. */
export function keepRefused(
  { keep, apiKeys }: Pick<Ledger, 'keep' | 'apiKeys'>,
  log: Pick<Log, 'error'>,
): (refused: RefusedRequest) => void {
  const waiting: RefusedRequest[] = []
  let keeping = false

  async function keepAll(): Promise<void> {
    keeping = true
    try {
      while (waiting.length > 0) {
        const some = await Promise.all(waiting.splice(0, perWrite).map(withAccount))
        await keep(outcome(some.map((one) => add('refusedRequest', one))))
      }
    } catch (error) {
      log.error({ err: error }, 'requests that were refused could not be kept')
    } finally {
      keeping = false
    }
  }

  /** A key stands for its account. */
  async function withAccount(refused: RefusedRequest): Promise<RefusedRequest> {
    const { accountSid } = refused
    if (accountSid === null || !isSid('SK', accountSid)) return refused
    return { ...refused, accountSid: (await apiKeys.named(accountSid))?.accountSid ?? null }
  }

  return (refused) => {
    if (waiting.length < mostWaiting) waiting.push(refused)
    if (!keeping) void keepAll()
  }
}
