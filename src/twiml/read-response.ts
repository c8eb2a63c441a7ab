import { childrenOf, valuesOf } from './check.ts'

import { readXml } from './read-xml.ts'
import type { ElementRule } from './rule.ts'
import type { TwimlElement, TwimlFault, TwimlReading } from './twiml.ts'

/** Reads a verb, or notes why there is nothing to carry out. */
export type ReadVerb<Verb> = (element: TwimlElement, faults: TwimlFault[]) => Verb | null

/** Reads a document verb by verb. A verb with an error in it ends the document: it is not carried out, nor is what follows it. */
export function readResponse<Verb>(text: string, response: ElementRule, readVerb: ReadVerb<Verb>): TwimlReading<Verb> {
  const document = readXml(text)
  if (!document.ok) return document
  const faults: TwimlFault[] = []
  const verbs: Verb[] = []
  valuesOf(document.root, response, faults)
  for (const { element } of childrenOf(document.root, response, faults)) {
    const verb = readVerb(element, faults)
    if (faults.some(({ level }) => level === 'error')) break
    if (verb !== null) verbs.push(verb)
  }
  return { ok: true, verbs, faults }
}
