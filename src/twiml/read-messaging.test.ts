import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { readMessagingTwiml } from './read-messaging.ts'

const read = (verbs: string) => {
  const reading = readMessagingTwiml(`<Response>${verbs}</Response>`)
  if (!reading.ok) throw new Error(reading.fault.text)
  return { verbs: reading.verbs, faults: reading.faults.map(({ code, text }) => `${code} ${text}`) }
}

const plain = { to: null, from: null, action: null, method: 'POST', statusCallback: null, mediaUrls: [] }

describe('a message', () => {
  test.each(['Message', 'Sms'] as const)('<%s> says what all its attributes say', (name) => {
    const attributes =
      'to="+15005550001" from="15005550006" action="/sent" method="get" statusCallback="https://a.example/b"'
    expect(read(`<${name} ${attributes}> Hello </${name}>`)).toEqual({
      verbs: [
        {
          verb: 'message',
          name,
          to: '+15005550001',
          from: '15005550006',
          body: 'Hello',
          mediaUrls: [],
          action: '/sent',
          method: 'GET',
          statusCallback: 'https://a.example/b',
        },
      ],
      faults: [],
    })
  })

  test.each(['Message', 'Sms'] as const)('<%s> says the defaults where it has no attributes, or empty ones', (name) => {
    const expected = { verbs: [{ verb: 'message', name, body: 'Hi', ...plain }], faults: [] }
    expect(read(`<${name}>Hi</${name}>`)).toEqual(expected)
    expect(read(`<${name} to="" from="" action="" statusCallback=" ">Hi</${name}>`)).toEqual(expected)
  })

  test('takes its text from a nested body, and up to ten media', () => {
    const media = Array.from({ length: 11 }, (_, i) => `<Media>https://a.example/${i}.png</Media>`)
    expect(read(`<Message>\n<Body>Hello\n there</Body>${media.slice(0, 10).join('\n')}</Message>`)).toEqual({
      verbs: [
        {
          ...plain,
          verb: 'message',
          name: 'Message',
          body: 'Hello\n there',
          mediaUrls: Array.from({ length: 10 }, (_, i) => `https://a.example/${i}.png`),
        },
      ],
      faults: [],
    })
    const tooMany = read(`<Message>${media.join('')}</Message>`)
    expect(tooMany.verbs).toMatchObject([{ body: '', mediaUrls: { length: 10 } }])
    expect(tooMany.faults).toEqual([
      "12200 cvc-complex-type.2.4.d: Invalid content was found starting with element 'Media'. No child element is expected at this point.",
    ])
  })

  test('says all of its text, wherever in it that stands', () => {
    expect(read('<Message>One<Media>/a.png</Media><Body>two</Body><Body>three</Body></Message>').verbs).toMatchObject([
      { body: 'One\ntwo\nthree', mediaUrls: ['/a.png'] },
    ])
  })

  test.each([
    '<Message/>',
    '<Message> \n</Message>',
    '<Sms></Sms>',
    '<Message><Body/></Message>',
    '<Message><!-- nothing --></Message>',
  ])('%s is none, and that is told', (verb) => {
    expect(read(`${verb}<Sms>next</Sms>`)).toMatchObject({
      verbs: [{ body: 'next' }],
      faults: ['14103 The Message body does not contain valid text or a media URL'],
    })
  })

  test('whose only medium has no address on the web is none', () => {
    expect(read('<Message><Media>ftp://a.example/b</Media></Message>')).toEqual({
      verbs: [],
      faults: [
        "12200 cvc-type.3.1.3: The value 'ftp://a.example/b' of element 'Media' is not valid.",
        '14103 The Message body does not contain valid text or a media URL',
      ],
    })
  })

  test('may be as long as it can be sent, counted in characters', () => {
    const sizes = (verb: string, length: number) => read(`<${verb}>${'🙂'.repeat(length)}</${verb}>`)
    expect(sizes('Message', 1600).faults).toEqual([])
    expect(sizes('Message', 1601)).toEqual({
      verbs: [],
      faults: ['21617 The concatenated message body exceeds the 1600 character limit'],
    })
    expect(sizes('Sms', 160).faults).toEqual([])
    expect(sizes('Sms', 161)).toEqual({
      verbs: [],
      faults: ['21605 Maximum body length is 160 characters (old API endpoint)'],
    })
  })

  test.each([
    ['method="PUT"', '14104 Invalid Method attribute'],
    ['method=""', '14104 Invalid Method attribute'],
    ['statusCallback="not an address"', '14105 Invalid statusCallback attribute'],
    ['statusCallback="mailto:a@b.example"', '14105 Invalid statusCallback attribute'],
    ['statusCallback="http://"', '14105 Invalid statusCallback attribute'],
    [
      'action="ftp://a.example"',
      "12200 cvc-attribute.3: The value 'ftp://a.example' of attribute 'action' on element 'Message' is not valid with respect to its type, 'anyURI'.",
    ],
    [
      'To="+15005550001"',
      "12200 cvc-complex-type.3.2.2: Attribute 'To' is not allowed to appear in element 'Message'.",
    ],
    [
      'toString="a"',
      "12200 cvc-complex-type.3.2.2: Attribute 'toString' is not allowed to appear in element 'Message'.",
    ],
  ])('with %s is sent without that, and a warning is given', (attribute, fault) => {
    expect(read(`<Message ${attribute}>Hi</Message>`)).toEqual({
      verbs: [{ ...plain, verb: 'message', name: 'Message', body: 'Hi' }],
      faults: [fault],
    })
  })
})

describe('a redirect', () => {
  test.each([
    ['<Redirect>https://a.example/b?c=d e</Redirect>', 'https://a.example/b?c=d e', 'POST'],
    ['<Redirect method="GET"> ../next </Redirect>', '../next', 'GET'],
    ['<Redirect/>', '', 'POST'],
  ])('%s goes to "%s" by %s', (verb, url, method) => {
    expect(read(verb)).toEqual({ verbs: [{ verb: 'redirect', url, method }], faults: [] })
  })

  test('with a method that is none goes by POST', () => {
    expect(read('<Redirect method="DELETE">/next</Redirect>')).toEqual({
      verbs: [{ verb: 'redirect', url: '/next', method: 'POST' }],
      faults: ['14104 Invalid Method attribute'],
    })
  })

  test('to nowhere on the web ends the document', () => {
    expect(read('<Sms>a</Sms><Redirect>tel:123</Redirect><Sms>b</Sms>')).toMatchObject({
      verbs: [{ body: 'a' }],
      faults: ['11100 Invalid URL format'],
    })
  })
})

describe('a document', () => {
  test('is carried out in its order, without comments and in any layout', () => {
    const { verbs, faults } = read('\n<!-- a -->\n<Message>1</Message> <Redirect>/2</Redirect>\n<Sms>3</Sms>')
    expect(verbs).toMatchObject([{ body: '1' }, { url: '/2' }, { body: '3' }])
    expect(faults).toEqual([])
  })

  test('may hold nothing', () => {
    expect(readMessagingTwiml('<Response/>')).toEqual({ ok: true, verbs: [], faults: [] })
  })

  test.each(['Say', 'message', 'SMS', 'br', 'toString', '__proto__'])(
    'with <%s> in it is carried out without that',
    (name) => {
      expect(read(`<${name}>Hello</${name}><Message>Hi</Message>`)).toMatchObject({
        verbs: [{ body: 'Hi' }],
        faults: [
          `12200 cvc-complex-type.2.4.a: Invalid content was found starting with element '${name}'. One of '{Sms, Message, Redirect}' is expected.`,
        ],
      })
    },
  )

  test('tells where it is wrong', () => {
    expect(readMessagingTwiml('<Response>\n <Message>a</Message>\n  <Say>b</Say></Response>')).toMatchObject({
      faults: [{ code: 12200, level: 'warning', line: 3, column: 3 }],
    })
  })

  test.each([
    [
      '<Message>a</Message>Hello',
      "12200 cvc-complex-type.2.3: Element 'Response' cannot have character [children], because the type's content type is element-only.",
    ],
    [
      '<Message>a<b>c</b></Message>',
      "12200 cvc-complex-type.2.4.a: Invalid content was found starting with element 'b'. One of '{Body, Media}' is expected.",
    ],
    [
      '<Sms>a<Media>/b</Media></Sms>',
      "12200 cvc-complex-type.2.2: Element 'Sms' must have no element [children], and the value must be valid.",
    ],
    [
      '<Message><Body lang="en">a</Body></Message>',
      "12200 cvc-complex-type.3.2.2: Attribute 'lang' is not allowed to appear in element 'Body'.",
    ],
  ])('%s is carried out with a warning', (verbs, fault) => {
    expect(read(verbs)).toMatchObject({ verbs: [{ body: 'a' }], faults: [fault] })
  })

  test('may name a schema, but say nothing else about itself', () => {
    const document = '<Response xmlns:xsi="http://a" xsi:noNamespaceSchemaLocation="http://b" version="2"/>'
    expect(readMessagingTwiml(document)).toMatchObject({
      ok: true,
      faults: [{ text: "cvc-complex-type.3.2.2: Attribute 'version' is not allowed to appear in element 'Response'." }],
    })
  })

  test('gets so many warnings and no more', () => {
    const { faults } = read('<a/>'.repeat(3000))
    expect(faults).toHaveLength(101)
    expect(faults.at(-1)).toBe('12200 There is more wrong than is told here.')
    expect(read(`${'<a/>'.repeat(3000)}<Redirect>tel:1</Redirect>`).faults.at(-1)).toBe('11100 Invalid URL format')
  })

  test('that is not read carries nothing out', () => {
    expect(readMessagingTwiml('<Response><Message>a</Message>')).toEqual({
      ok: false,
      fault: { code: 12100, level: 'error', text: 'unclosed tag: Response', line: 1, column: 30 },
    })
  })
})

test('what the official builder writes is read as it was meant', () => {
  const response = new twilio.twiml.MessagingResponse()
  response.commentBefore('before')
  response.comment('inside')
  response.message('One & <two>')
  const rich = response.message(
    {
      to: '+15005550001',
      from: '+15005550006',
      action: '/a?b=c&d=e',
      method: 'GET',
      statusCallback: 'https://f.example/g',
    },
    '',
  )
  rich.body('Three "four"')
  rich.media('https://a.example/b.png?c=d&e=f')
  response.redirect({ method: 'GET' }, 'https://a.example/next?b=c&d=e')
  response.redirect('/again')
  response.commentAfter('after')
  expect(readMessagingTwiml(response.toString())).toEqual({
    ok: true,
    faults: [],
    verbs: [
      { ...plain, verb: 'message', name: 'Message', body: 'One & <two>' },
      {
        verb: 'message',
        name: 'Message',
        to: '+15005550001',
        from: '+15005550006',
        action: '/a?b=c&d=e',
        method: 'GET',
        statusCallback: 'https://f.example/g',
        body: 'Three "four"',
        mediaUrls: ['https://a.example/b.png?c=d&e=f'],
      },
      { verb: 'redirect', url: 'https://a.example/next?b=c&d=e', method: 'GET' },
      { verb: 'redirect', url: '/again', method: 'POST' },
    ],
  })
})

test('any text is sent as it was written, but for the blanks around it', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
    .filter((written) => written.trim() !== '' && /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(written))
  fc.assert(
    fc.property(text, (written) => {
      const response = new twilio.twiml.MessagingResponse()
      response.message(written)
      expect(readMessagingTwiml(response.toString())).toMatchObject({ verbs: [{ body: written.trim() }], faults: [] })
    }),
  )
})
