import { SaxesParser } from 'saxes'
import { faultAt, type FaultCode } from './fault.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'

type XmlReading = { ok: true; root: TwimlElement } | { ok: false; fault: TwimlFault }

const mostBytes = 64 * 1024
const mostDepth = 32
const mostElements = 4000
/** Of one element. */
const mostAttributes = 100

/**
 * Reads the elements of a document whose root is `<Response>`. There are no entities but those of XML itself, and no document type that
 * could declare any, so that nothing grows while it is read.
 */
export function readXml(text: string): XmlReading {
  if (Buffer.byteLength(text) > mostBytes) return { ok: false, fault: faultAt(null, 11750) }
  const document = text.startsWith('\uFEFF') ? text.slice(1) : text
  const placeOf = placesIn(document)
  // The parser takes a lone surrogate and what follows it for one character.
  const surrogate = document.search(/\p{Surrogate}/u)
  if (surrogate !== -1) return { ok: false, fault: faultAt(placeOf(surrogate), 12100, 'disallowed character.') }
  if (versionOf(document) !== '1.0') return { ok: false, fault: faultAt(placeOf(0), 12101) }
  return parse(document, placeOf)
}

interface OpenElement extends TwimlElement {
  children: (TwimlElement | string)[]
}

type FindPlace = (index: number) => { line: number; column: number }

function parse(document: string, placeOf: FindPlace): XmlReading {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const found: { root: TwimlElement | null; fault: TwimlFault | null } = { root: null, fault: null }
  const open: OpenElement[] = []
  let start = { line: 1, column: 1 }
  let elements = 0
  let attributes = 0

  const refuse = (code: FaultCode, words?: string, place = start) => {
    found.fault = faultAt(place, code, words)
    throw new Error(found.fault.text)
  }
  const addText = (text: string) => {
    const children = open.at(-1)?.children
    if (children === undefined) return
    const before = children.at(-1)
    if (typeof before === 'string') children[children.length - 1] = before + text
    else children.push(text)
  }

  parser.on('error', ({ message }) => {
    const place = { line: parser.line, column: Math.max(parser.column, 1) }
    if (found.root === null && message === textOutsideRoot) refuse(12200, 'Content is not allowed in prolog.')
    refuse(12100, message, place)
  })
  parser.on('doctype', (doctype) => {
    // A page for people, whatever its type was said to be.
    if (/^\s*html\b/i.test(doctype)) refuse(12300)
    refuse(12100, 'a document type declaration is not allowed.')
  })
  parser.on('opentagstart', () => {
    start = placeOf(document.lastIndexOf('<', parser.position - 2))
    attributes = 0
    if (++elements > mostElements) refuse(12100, `the document has more than ${mostElements} elements.`)
    if (open.length >= mostDepth) refuse(12100, `elements are nested deeper than ${mostDepth}.`)
  })
  parser.on('attribute', ({ name }) => {
    if (++attributes > mostAttributes) refuse(12100, `more than ${mostAttributes} attributes, from ${name} on.`)
  })
  parser.on('opentag', ({ name, attributes: written }) => {
    const element: OpenElement = { name, attributes: written, children: [], ...start }
    if (found.root === null) {
      if (/^html$/i.test(name)) refuse(12300)
      if (name !== 'Response') refuse(12102)
      found.root = element
    }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.on('text', addText)
  parser.on('cdata', addText)

  try {
    parser.write(document).close()
  } catch (error) {
    if (found.fault === null) throw error
    return { ok: false, fault: found.fault }
  }
  return found.root === null ? { ok: false, fault: faultAt(null, 12100) } : { ok: true, root: found.root }
}

/** As the parser says it. */
const textOutsideRoot = 'text data outside of root node.'

/** The version that the document declares, which is 1.0 where it declares none. */
const versionOf = (document: string) => /^<\?xml\s+version\s*=\s*["']([^"']*)/.exec(document)?.[1] ?? '1.0'

/** Finds the lines and columns of places that are asked for in their order. */
function placesIn(text: string): FindPlace {
  const lineEnd = /\r\n?|\n/g
  let line = 1
  let start = 0
  let next = lineEnd.exec(text)
  return (index) => {
    while (next !== null && lineEnd.lastIndex <= index) {
      line++
      start = lineEnd.lastIndex
      next = lineEnd.exec(text)
    }
    return { line, column: index - start + 1 }
  }
}
