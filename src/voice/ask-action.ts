import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { addressIn } from './address-in.ts'
import { apologize } from './apologize.ts'
import { blame, type Draft, type Next, waitFor } from './draft.ts'
import type { Parameter } from './run.ts'

/** Asks the `action` of a verb what comes next, in place of what is left of the document. Empty, it is the document itself. */
export function askAction(
  draft: Draft,
  { action, method }: { action: string | null; method: HttpMethod },
  more: readonly Parameter[],
): Next {
  const url = addressIn(draft.run, action ?? '')
  if (url === null) {
    blame(draft, { code: 11100, level: 'error', text: `Invalid URL format of an action: ${action ?? ''}` })
    return apologize(draft)
  }
  draft.run = { ...draft.run, rest: [] }
  waitFor(draft, { for: 'document', ask: { url, method, more } }, draft.at)
  return 'waits'
}
