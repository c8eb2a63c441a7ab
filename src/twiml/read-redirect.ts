import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { check } from './check.ts'
import { faultAt, note } from './fault.ts'
import { isAddress } from './kind.ts'
import { textOf } from './text-of.ts'
import type { AttributeRule, ElementRule } from './rule.ts'
import type { RedirectVerb, TwimlElement, TwimlFault } from './twiml.ts'

type RedirectRule = ElementRule & { attributes: { method: AttributeRule<HttpMethod> } }

/** Reads `<Redirect>`. Nothing behind it is ever reached, so that an address which leads nowhere is an error. */
export function readRedirect(element: TwimlElement, rule: RedirectRule, faults: TwimlFault[]): RedirectVerb | null {
  const { method } = check(element, rule, faults)
  const url = textOf(element)
  if (isAddress(url)) return { verb: 'redirect', url, method }
  note(faults, faultAt(element, 11100))
  return null
}
