import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXml } from './read-xml.ts'
import type { TwimlElement } from './twiml.ts'

const rootOf = (text: string): TwimlElement => {
  const reading = readXml(text)
  if (!reading.ok) throw new Error(reading.fault.text)
  return reading.root
}

const faultOf = (text: string) => {
  const reading = readXml(text)
  return reading.ok ? null : reading.fault
}

describe('a document', () => {
  test('is read with the names, the attributes, the text and the places that it has', () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\r\n  <Say loop="2" voice=\'man\'>a &amp; b</Say>\r</Response>'
    expect(rootOf(text)).toEqual({
      name: 'Response',
      attributes: {},
      line: 2,
      column: 1,
      children: [
        '\n  ',
        { name: 'Say', attributes: { loop: '2', voice: 'man' }, children: ['a & b'], line: 3, column: 3 },
        '\n',
      ],
    })
  })

  test('holds one text where comments, instructions and CDATA cut it into pieces', () => {
    expect(rootOf('<Response>a<!-- b -->c<?d e?>f<![CDATA[<g>&h;]]>&#105;&#x6A;</Response>').children).toEqual([
      'acf<g>&h;ij',
    ])
  })

  test.each([
    ['a byte order mark', '\uFEFF<?xml version="1.0"?><Response/>'],
    ['blanks before it', ' \n\t<Response/>\n'],
    ['comments around it', '<!-- a --><Response/><!-- b -->'],
    [
      'a declaration of the encoding that it came in',
      '<?xml version="1.0" encoding="UTF-16" standalone="yes"?><Response/>',
    ],
    ['names that every object has', '<Response __proto__="a" constructor="b"/>'],
  ])('may have %s', (_, text) => {
    expect(rootOf(text).name).toBe('Response')
  })

  test('keeps attributes of any name to itself', () => {
    expect(Object.entries(rootOf('<Response __proto__="a" constructor="b"/>').attributes)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

test.each([
  ['OK', 12200, 'Content is not allowed in prolog.', 1, 1],
  [' \n{"ok": true}', 12200, 'Content is not allowed in prolog.', 1, 1],
  ['<?xml version="1.0"?>Created', 12200, 'Content is not allowed in prolog.', 1, 1],
  ['&lt;Response/>', 12200, 'Content is not allowed in prolog.', 1, 1],
  ['', 12100, 'document must contain a root element.', 1, 1],
  ['<Response>', 12100, 'unclosed tag: Response', 1, 10],
  ['<Response>\n<Say>a</Says></Response>', 12100, 'unexpected close tag.', 2, 13],
  ['<Response/>OK', 12100, 'text data outside of root node.', 1, 13],
  ['<Response/><Response/>', 12100, 'documents may contain only one root.', 1, 21],
  ['<Response a=b/>', 12100, 'unquoted attribute value.', 1, 13],
  ['<Response a="1" a="2"/>', 12100, 'duplicate attribute: a.', 1, 23],
  ['<Response>&nbsp;</Response>', 12100, 'undefined entity.', 1, 16],
  ['<Response>&#0;</Response>', 12100, 'malformed character entity.', 1, 14],
  ['<Response>\0</Response>', 12100, 'disallowed character.', 1, 11],
  ['<Response>\n \uD83D<</Response>', 12100, 'disallowed character.', 2, 2],
  ['<Response>\uDE00</Response>', 12100, 'disallowed character.', 1, 11],
  [' <?xml version="1.0"?><Response/>', 12100, 'an XML declaration must be at the start of the document.', 1, 7],
  ['<?xml version="1.1"?><Response/>', 12101, 'Invalid Twilio Markup XML version', 1, 1],
  ["<?xml version = '2.0'?><Response/>", 12101, 'Invalid Twilio Markup XML version', 1, 1],
  ['<Responses/>', 12102, 'The root element must be Response', 1, 1],
  ['\n <response/>', 12102, 'The root element must be Response', 2, 2],
  ['<!DOCTYPE html><html><br></html>', 12300, 'Invalid Content-Type', 1, 1],
  ['<HTML><body>', 12300, 'Invalid Content-Type', 1, 1],
])('%j is refused with %i, %s', (text, code, words, line, column) => {
  expect(faultOf(text)).toEqual({ code, level: code === 12200 ? 'warning' : 'error', text: words, line, column })
})

describe('what attacks', () => {
  const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  const entities = `<!DOCTYPE Response [<!ENTITY l0 "ha">${laughs}]>`
  const documentType = 'a document type declaration is not allowed.'
  /** Where the reader stopped tells that it took no step more. */
  const at = (column: number) => ({ line: 1, column })

  test.each([
    ['entities that grow', `${entities}<Response>&l20;</Response>`, 12100, documentType, at(1)],
    ['entities from elsewhere', '<!DOCTYPE r SYSTEM "file:///etc/passwd"><Response/>', 12100, documentType, at(1)],
    ['depth', '<Response>'.repeat(6000), 12100, 'elements are nested deeper than 32.', at(321)],
    ['elements', `<Response>${'<a/>'.repeat(16_000)}`, 12100, 'the document has more than 4000 elements.', at(16_007)],
    [
      'attributes',
      `<Response ${Array.from({ length: 7000 }, (_, i) => `a${i}=""`).join(' ')}/>`,
      12100,
      'more than 100 attributes, from a100 on.',
      at(1),
    ],
    ['a comment without end', `<Response><!--${'-'.repeat(65_000)}`, 12100, 'malformed comment.', at(17)],
    ['CDATA without end', `<Response><![CDATA[${']'.repeat(65_000)}`, 12100, 'unclosed tag: Response', at(65_019)],
    ['an instruction without end', `<Response><?a ${'?'.repeat(65_000)}`, 12100, 'unclosed tag: Response', at(65_014)],
    [
      'a document type without end',
      `<!DOCTYPE r [${'<!ENTITY '.repeat(7000)}`,
      12100,
      'document must contain a root element.',
      at(63_013),
    ],
    ['a value without end', `<Response a="${'&amp;'.repeat(13_000)}`, 12100, 'unexpected end.', at(65_013)],
  ])('by %s is refused where it begins or ends', (_, text, code, words, place) => {
    expect(faultOf(text)).toMatchObject({ code, level: 'error', text: words, ...place })
  })

  test('by size is refused unread, in bytes and not in characters', () => {
    const sized = (text: string) => `<Response>${text}</Response>`
    expect(faultOf(sized('a'.repeat(65_536 - 21)))).toBeNull()
    expect(faultOf(sized('a'.repeat(65_536 - 20)))).toMatchObject({ code: 11750, line: null, column: null })
    expect(faultOf(sized('€'.repeat(21_900)))).toMatchObject({ code: 11750 })
  })

  test('by UTF-16 that was not decoded is refused', () => {
    const read = (encoding: 'utf8' | 'latin1') => Buffer.from('\uFEFF<Response/>', 'utf16le').toString(encoding)
    expect(faultOf(read('utf8'))).toMatchObject({ code: 12200 })
    expect(faultOf(read('latin1'))).toMatchObject({ code: 12200 })
  })
})

const nameOf = fc.stringMatching(/^[A-Za-z_][\w.-]{0,9}$/)
/** Any character that XML allows, but no carriage return: a reader has to make a line feed of it. */
const written = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => text.replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''))

interface Written {
  name: string
  attributes: Record<string, string>
  children: (Written | string)[]
}

const { element } = fc.letrec<{ element: Written; child: Written | string }>((tie) => ({
  element: fc.record({
    name: nameOf,
    attributes: fc.dictionary(nameOf, written, { maxKeys: 4 }),
    children: fc.array(tie('child'), { maxLength: 4 }),
  }),
  child: fc.oneof({ maxDepth: 5, withCrossShrink: true }, written, tie('element')),
}))

const escape = (text: string) => text.replace(/[&<>"\t\n]/g, (found) => `&#${found.charCodeAt(0)};`)

const write = ({ name, attributes, children }: Written): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join(
      '',
    )}>${children.map((child) => (typeof child === 'string' ? escape(child) : write(child))).join('')}</${name}>`

/** As it has to be read: texts side by side are one, and empty ones are none. */
function asRead({ name, attributes, children }: Written): Written {
  const joined: (Written | string)[] = []
  for (const child of children) {
    const before = joined.at(-1)
    if (typeof child !== 'string') joined.push(asRead(child))
    else if (typeof before === 'string') joined.splice(-1, 1, before + child)
    else if (child !== '') joined.push(child)
  }
  return { name, attributes, children: joined }
}

const withoutPlaces = ({ name, attributes, children }: TwimlElement): Written => ({
  name,
  attributes: { ...attributes },
  children: children.map((child) => (typeof child === 'string' ? child : withoutPlaces(child))),
})

test('every document that is written is read as it was meant', () => {
  fc.assert(
    fc.property(fc.array(element, { maxLength: 4 }), (children) => {
      const root = { name: 'Response', attributes: {}, children }
      expect(withoutPlaces(rootOf(write(root)))).toEqual(asRead(root))
    }),
  )
})

test('every element is found at its place', () => {
  fc.assert(
    fc.property(element, fc.constantFrom('\n', '\r', '\r\n'), (child, lineEnd) => {
      const text = `<Response>${lineEnd}${write(child)}${lineEnd}</Response>`
      const lines = text.split(/\r\n?|\n/)
      const visit = ({ name, line, column, children }: TwimlElement) => {
        expect(lines[line - 1]!.slice(column - 1)).toMatch(new RegExp(`^<${name.replaceAll('.', '\\.')}[ >]`))
        for (const each of children) if (typeof each !== 'string') visit(each)
      }
      visit(rootOf(text))
    }),
  )
})

test('anything else is refused with a fault that has a place in it', () => {
  const pieces = [
    '<',
    '>',
    '/',
    '!',
    '?',
    '--',
    '[CDATA[',
    ']]',
    'Response',
    'xml version="1.0"',
    '&',
    ';',
    '"',
    "'",
    '=',
    '#',
    ' ',
    '\r',
    '\uD800',
  ]
  const noise = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 30 })
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(noise, noise, fc.boolean(), (text, more, inside) => {
      const reading = readXml(inside ? `<Response>${text}</Response>${more}` : text)
      if (reading.ok) return
      expect([11750, 12100, 12101, 12102, 12200, 12300]).toContain(reading.fault.code)
      expect(reading.fault.line).toBeGreaterThan(0)
      expect(reading.fault.column).toBeGreaterThan(0)
      expect(reading.fault.text.length).toBeLessThanOrEqual(500)
    }),
    { numRuns: 500 },
  )
})
