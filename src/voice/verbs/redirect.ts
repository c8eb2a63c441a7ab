import type { RedirectVerb } from '../../twiml/twiml.ts'
import { askAction } from '../ask-action.ts'
import { type Draft, type Next, tell } from '../draft.ts'

/** `<Redirect>`: goes on with another document. */
export function redirect({ url, method }: RedirectVerb, draft: Draft): Next {
  tell(draft, 'redirected', { url })
  return askAction(draft, { action: url, method }, [])
}
