import { childrenOf, valuesOf, type Permitted } from './check.ts'

import { isError } from './fault.ts'
import { readXml } from './read-xml.ts'
import type { ElementRule } from './rule.ts'
import type { TwimlFault, TwimlReading } from './twiml.ts'

/** Reads a verb, or notes why there is nothing to carry out. */
type ReadVerb<Verb> = (permitted: Permitted, faults: TwimlFault[]) => Verb | null

/** Reads a document verb by verb. A verb with an error in it ends the document: it is not carried out, nor is what follows it. */
export function readResponse<Verb>(text: string, response: ElementRule, readVerb: ReadVerb<Verb>): TwimlReading<Verb> {
  const document = readXml(text)
  if (!document.ok) return document
  const faults: TwimlFault[] = []
  const verbs: Verb[] = []
  valuesOf(document.root, response, faults)
  for (const permitted of childrenOf(document.root, response, faults)) {
    const verb = readVerb(permitted, faults)
    if (faults.some(isError)) break
    if (verb !== null) verbs.push(verb)
  }
  return { ok: true, verbs, faults }
}
