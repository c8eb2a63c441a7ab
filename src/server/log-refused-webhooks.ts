import type { Ledger } from '../domain/ledger.ts'
import { isRefusedSignature } from '../domain/webhook.ts'
import type { Write } from '../domain/write.ts'
import type { Log } from '../log.ts'

/** So long, in milliseconds, one line speaks for all: an application that refuses one request refuses most. */
const quiet = 10_000

/** Keeps as before, and says in the log where an application may have refused a request for its signature. */
export function logRefusedWebhooks(keep: Ledger['keep'], log: Log): Ledger['keep'] {
  let lastLine = -Infinity
  let untold = 0
  return async (write) => {
    const result = await keep(write)
    const refused = result.kept ? refusedIn(write) : []
    const [first] = refused
    if (first === undefined) return result
    untold += refused.length
    if (performance.now() - lastLine < quiet) return result
    log.warn(
      { ...first, refused: untold, try: `trunkline webhooks verify ${first.id}` },
      'an application refused a signed request',
    )
    lastLine = performance.now()
    untold = 0
    return result
  }
}

/** What may be told of them: an address can hold what people wrote, its host does not. */
function refusedIn({ kind, operations }: Write): readonly { id: string; host: string; status: number | null }[] {
  if (kind !== 'outcome') return []
  return operations.flatMap((operation) =>
    operation.do === 'add' && operation.noun === 'webhookAttempt' && isRefusedSignature(operation.record)
      ? [
          {
            id: operation.record.id,
            host: URL.parse(operation.record.url)?.host ?? '',
            status: operation.record.responseStatus,
          },
        ]
      : [],
  )
}
