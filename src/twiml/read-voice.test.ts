import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { readVoiceTwiml } from './read-voice.ts'

const read = (verbs: string) => {
  const reading = readVoiceTwiml(`<Response>${verbs}</Response>`)
  if (!reading.ok) throw new Error(reading.fault.text)
  return { verbs: reading.verbs, faults: reading.faults.map(({ code, text }) => `${code} ${text}`) }
}

const foreign = (name: string, expected: string) =>
  `12200 cvc-complex-type.2.4.a: Invalid content was found starting with element '${name}'. One of '{${expected}}' is expected.`

const say = { verb: 'say', voice: 'man', language: 'en-US', loop: 1 }

describe('what is said', () => {
  test.each([
    ['Hello\n   there', 'Hello there'],
    ['One<break time="1s"/>two', 'One two'],
    ['<p>One.</p><p><s>Two</s><s>three</s></p>', 'One. Two three'],
    [
      '<prosody rate="slow">so <emphasis level="strong">very <w role="a">slow</w></emphasis></prosody>ly',
      'so very slowly',
    ],
    ['<say-as interpret-as="digits" format="d">12</say-as> <sub alias="b">B</sub>', '12 B'],
    ['<lang xml:lang="fr-FR"><phoneme alphabet="ipa" ph="a">ah</phoneme></lang>', 'ah'],
  ])('%s is "%s"', (written, text) => {
    expect(read(`<Say>${written}</Say>`)).toEqual({ verbs: [{ ...say, text }], faults: [] })
  })

  test('leaves out what is no speech', () => {
    const ssml = 'break, emphasis, lang, p, phoneme, prosody, s, say-as, sub, w'
    expect(read('<Say>One <b>two</b> three</Say>')).toEqual({
      verbs: [{ ...say, text: 'One three' }],
      faults: [foreign('b', ssml)],
    })
    expect(read('<Say>One <p>two<Play>a</Play></p></Say>')).toMatchObject({
      verbs: [{ text: 'One two' }],
      faults: [foreign('Play', ssml)],
    })
  })

  test('is nothing without words', () => {
    expect(read('<Say/><Say> <break/> </Say><Pause/>')).toEqual({
      verbs: [{ verb: 'pause', length: 1 }],
      faults: ['13520 Say: Invalid text', '13520 Say: Invalid text'],
    })
  })

  test('ends after so many characters', () => {
    expect(read(`<Say>${'🙂'.repeat(4096)}</Say>`).faults).toEqual([])
    const { verbs, faults } = read(`<Say>${'🙂'.repeat(4097)}</Say>`)
    expect(verbs).toEqual([{ ...say, text: '🙂'.repeat(4096) }])
    expect(faults).toEqual(['13521 `<Say>` element character limits exceeded'])
  })
})

describe('what is played', () => {
  test.each([
    ['<Play>https://a.example/b c.mp3?d=e f</Play>', null],
    ['<Play> a.mp3 </Play>', { url: 'a.mp3', digits: null }],
    ['<Play digits="ww1#"/>', { url: null, digits: 'ww1#' }],
    ['<Play digits="1">a.mp3</Play>', { url: 'a.mp3', digits: '1' }],
    ['<Play/>', null],
    ['<Play digits="?"/>', null],
  ])('by %s is %j', (written, played) => {
    const { verbs, faults } = read(written)
    expect(verbs).toEqual(played === null ? [] : [{ verb: 'play', loop: 1, ...played }])
    expect(faults.length > 0).toBe(played === null)
  })
})

describe('a menu', () => {
  test('says its prompts in their order', () => {
    const menu = read('<Gather numDigits="1"><Say loop="2">One</Say><Pause length="2"/><Play>a.mp3</Play></Gather>')
    expect(menu.faults).toEqual([])
    expect(menu.verbs).toMatchObject([
      {
        verb: 'gather',
        numDigits: 1,
        timeout: 5,
        prompts: [
          { ...say, text: 'One', loop: 2 },
          { verb: 'pause', length: 2 },
          { verb: 'play', url: 'a.mp3', digits: null, loop: 1 },
        ],
      },
    ])
  })

  test('holds nothing else', () => {
    expect(read('<Gather>Press 1<Say>or 2</Say><Dial>+15005550001</Dial></Gather>')).toMatchObject({
      verbs: [{ prompts: [{ text: 'or 2' }] }],
      faults: [
        "12200 cvc-complex-type.2.3: Element 'Gather' cannot have character [children], because the type's content type is element-only.",
        foreign('Dial', 'Say, Play, Pause'),
      ],
    })
  })

  test('leaves the end of speech to the service only with a model that can tell it', () => {
    expect(read('<Gather speechTimeout="auto"/>')).toMatchObject({ verbs: [{ speechTimeout: 'auto' }], faults: [] })
    expect(read('<Gather speechTimeout="auto" speechModel="default"/>')).toMatchObject({
      verbs: [{ speechTimeout: null }],
      faults: ['13335 Gather: speechTimeout auto cannot be used with model default'],
    })
    expect(read('<Gather speechTimeout="3"/>')).toMatchObject({ verbs: [{ speechTimeout: 3 }] })
  })
})

test('a recording that asks to be longer than what is transcribed is not transcribed', () => {
  expect(read('<Record transcribe="true" maxLength="120"/>')).toMatchObject({
    verbs: [{ transcribe: true }],
    faults: [],
  })
  expect(read('<Record transcribe="true"/>')).toMatchObject({ verbs: [{ transcribe: true }], faults: [] })
  expect(read('<Record transcribe="true" maxLength="121"/>')).toMatchObject({
    verbs: [{ transcribe: false, maxLength: 121 }],
    faults: ['13615 Record: maxLength too high for transcription'],
  })
})

describe('who is called', () => {
  const nounsOf = (inner: string) => {
    const { verbs, faults } = read(`<Dial>${inner}</Dial>`)
    const nouns = verbs.flatMap((verb) => (verb.verb === 'dial' ? verb.nouns : []))
    return { called: nouns.map((noun) => (noun.noun === 'number' ? noun.phoneNumber : noun.name)), faults }
  }

  test.each([
    ['415-123-4567', ['415-123-4567']],
    ['<Number>+15005550001</Number>\n<Number sendDigits="1">+15005550002</Number>', ['+15005550001', '+15005550002']],
    ['+15005550001<Number>+15005550002</Number>', ['+15005550001', '+15005550002']],
    ['<Client>me</Client><Number>+15005550001</Number>', ['Client', '+15005550001']],
    ['<Conference>room</Conference>', ['Conference']],
    ['', []],
  ])('by %j is %j', (inner, called) => {
    expect(nounsOf(inner)).toEqual({ called, faults: [] })
  })

  test('is a number with its attributes, or their defaults where it stands by itself', () => {
    const byItself = read('<Dial>+15005550001</Dial>').verbs
    expect(read('<Dial><Number>+15005550001</Number></Dial>').verbs).toEqual(byItself)
    expect(byItself).toMatchObject([
      { nouns: [{ noun: 'number', method: 'POST', statusCallbackEvent: ['completed'] }] },
    ])
    expect(read('<Dial><Number sendDigits="w1" url="/whisper">+15005550001</Number></Dial>').verbs).toMatchObject([
      { nouns: [{ sendDigits: 'w1', url: '/whisper' }] },
    ])
  })

  test('is nobody where there is no number', () => {
    const fault = '13223 Dial: Invalid phone number format'
    expect(nounsOf('me')).toEqual({ called: [], faults: [fault] })
    expect(nounsOf('<Number/><Number>+15005550001</Number>')).toEqual({ called: ['+15005550001'], faults: [fault] })
  })

  test('is ten numbers at most', () => {
    const { called, faults } = nounsOf('<Number>+15005550001</Number>'.repeat(11))
    expect(called).toHaveLength(10)
    expect(faults).toEqual([
      "12200 cvc-complex-type.2.4.d: Invalid content was found starting with element 'Number'. No child element is expected at this point.",
    ])
  })

  test('is never in a conference as well', () => {
    expect(nounsOf('<Conference>room</Conference><Number>+15005550001</Number>')).toEqual({
      called: ['+15005550001'],
      faults: ['13000 Conference Noun cannot be mixed with Number nouns'],
    })
  })

  test('is recorded also by the older words', () => {
    expect(read('<Dial record="true"/><Dial record="false"/>').verbs).toMatchObject([
      { record: 'record-from-answer' },
      { record: 'do-not-record' },
    ])
  })

  test.each(['Client', 'Conference', 'Queue', 'Sip', 'Sim', 'Application', 'WhatsApp'])(
    'is not simulated for <%s>, which is kept as it was written',
    (name) => {
      const text = name === 'Sip' ? 'sip:a@b.example' : 'a'
      expect(read(`<Dial><${name}>${text}</${name}></Dial>`)).toMatchObject({
        verbs: [{ nouns: [{ noun: 'not-simulated', name, element: { name, children: [text], line: 1, column: 17 } }] }],
        faults: [],
      })
    },
  )

  test.each([
    ['<Conference/>', 13237],
    ['<Queue/>', 14212],
    [`<Queue>${'a'.repeat(65)}</Queue>`, 14213],
    ['<Sip>a@b.example</Sip>', 13243],
    ['<Sip><Uri>a@b.example</Uri></Sip>', 13243],
    ['<Client><Number>1</Number></Client>', 12200],
    ['<Sim><Parameter/></Sim>', 12200],
    ['<Someone/>', 12200],
  ])('%s is told as %i', (inner, code) => {
    expect(nounsOf(inner).faults.map((fault) => Number(fault.slice(0, 5)))).toEqual([code])
  })
})

describe('verbs that are not simulated', () => {
  test.each([
    ['Enqueue', 'support', []],
    ['Enqueue', '<Task priority="1">{"a": "b"}</Task>', [14204]],
    ['Enqueue', 'a<Task>{a}</Task>', [14221]],
    ['Enqueue', 'a'.repeat(65), [14205]],
    ['Queue', 'support', []],
    ['Start', '<Stream url="wss://a.example"><Parameter name="a" value="b"/></Stream>', []],
    ['Start', '', [14300]],
    ['Stop', '<Siprec name="a"/><Transcription name="b"/><Stream name="c"/>', []],
    ['Connect', '<Room participantIdentity="a">b</Room>', []],
    ['Connect', '<Say>a</Say>', [12200]],
    ['Connect', '<ConversationRelay url="wss://a.example"><Language code="en"/></ConversationRelay>', []],
    ['Connect', '<VirtualAgent connectorName="a"><Config name="a" value="b"/></VirtualAgent>', []],
    ['Pay', '<Prompt for="security-code"><Say>a</Say></Prompt><Parameter name="a" value="b"/>', []],
    ['Prompt', '<Play>a.mp3</Play><Pause/>', []],
    ['Refer', '<Sip>sip:a@b.example</Sip>', []],
    ['Echo', '', []],
    ['Echo', 'a', [12200]],
  ])('<%s> of %s is kept as it was written, with %j told', (name, inner, codes) => {
    const reading = readVoiceTwiml(`<Response><${name}>${inner}</${name}><Say>next</Say></Response>`)
    if (!reading.ok) throw new Error(reading.fault.text)
    expect(reading.faults.map(({ code }) => code)).toEqual(codes)
    const goesOn = reading.faults.every(({ level }) => level === 'warning')
    const kept = { verb: 'not-simulated', name, element: { name, line: 1, column: 11 } }
    expect(reading.verbs).toMatchObject(goesOn ? [kept, { ...say, text: 'next' }] : [])
  })
})

describe('a document', () => {
  test('is carried out in its order', () => {
    const document = `
      <Say>a</Say><!-- b --><Pause/><Hangup/><Leave/><Reject/>
      <Redirect method="GET">../c</Redirect><Sms>d</Sms>
      <Message to="+15005550001"><Body>e</Body><Media>/f.png</Media></Message>`
    const { verbs, faults } = read(document)
    expect(faults).toEqual([])
    expect(verbs).toMatchObject([
      { verb: 'say' },
      { verb: 'pause', length: 1 },
      { verb: 'hangup' },
      { verb: 'leave' },
      { verb: 'reject', reason: 'rejected' },
      { verb: 'redirect', url: '../c', method: 'GET' },
      { verb: 'message', name: 'Sms', body: 'd', to: null },
      { verb: 'message', name: 'Message', body: 'e', mediaUrls: ['/f.png'], to: '+15005550001' },
    ])
  })

  test('is carried out without what it may not hold', () => {
    const { verbs, faults } = read('Hello<say>a</say><Say>b</Say><Hangup>c</Hangup>')
    expect(verbs).toMatchObject([{ text: 'b' }, { verb: 'hangup' }])
    expect(faults).toEqual([
      "12200 cvc-complex-type.2.3: Element 'Response' cannot have character [children], because the type's content type is element-only.",
      foreign(
        'say',
        'Play, Say, Pause, Gather, Record, Dial, Redirect, Reject, Hangup, Leave, Sms, Message, Enqueue, Queue, Start, Stop, Connect, Pay, Prompt, Refer, Echo',
      ),
      "12200 cvc-complex-type.2.3: Element 'Hangup' cannot have character [children], because the type's content type is element-only.",
    ])
  })

  test('ends at an error, without the verb that has it', () => {
    expect(read('<Say>a</Say><Gather actionOnEmptyResult="maybe"/><Say>b</Say><Foreign/>')).toMatchObject({
      verbs: [{ text: 'a' }],
      faults: ['13338 Gather: Invalid actionOnEmptyResult value'],
    })
    expect(read('<Say>a</Say><Redirect>tel:1</Redirect><Say>b</Say>')).toMatchObject({
      verbs: [{ text: 'a' }],
      faults: ['11100 Invalid URL format'],
    })
  })

  test('that is not read carries nothing out', () => {
    expect(readVoiceTwiml('<Response><Say>a</Say>')).toMatchObject({
      ok: false,
      fault: { code: 12100, level: 'error' },
    })
    expect(readVoiceTwiml('Hello')).toMatchObject({ ok: false, fault: { code: 12200, level: 'warning' } })
  })
})

describe('what the official builder writes', () => {
  /** One document for each method of the builder, and the verb that it makes. */
  const written: Readonly<Record<string, [(response: twilio.twiml.VoiceResponse) => unknown, verb: object]>> = {
    say: [
      (response) => response.say({ voice: 'Polly.Amy', language: 'en-GB', loop: 2 }, 'a & b'),
      { text: 'a & b', voice: 'Polly.Amy', language: 'en-GB', loop: 2 },
    ],
    play: [
      (response) => response.play({ loop: 0, digits: 'w1' }, 'https://a.example/b?c=d&e=f'),
      { url: 'https://a.example/b?c=d&e=f', loop: 0, digits: 'w1' },
    ],
    pause: [(response) => response.pause({ length: 7 }), { length: 7 }],
    gather: [
      (response) => {
        const gather = response.gather({
          input: ['dtmf', 'speech'],
          numDigits: 3,
          actionOnEmptyResult: true,
          finishOnKey: '*',
        })
        gather.say('a')
        gather.play('b')
        gather.pause({ length: 2 })
      },
      {
        input: ['dtmf', 'speech'],
        numDigits: 3,
        actionOnEmptyResult: true,
        finishOnKey: '*',
        prompts: [{ text: 'a' }, { url: 'b' }, { length: 2 }],
      },
    ],
    record: [
      (response) =>
        response.record({ maxLength: 20, playBeep: false, recordingStatusCallbackEvent: ['in-progress', 'completed'] }),
      { maxLength: 20, playBeep: false, recordingStatusCallbackEvent: ['in-progress', 'completed'] },
    ],
    dial: [
      (response) => {
        const dial = response.dial({ callerId: '+15005550006', timeout: 10, hangupOnStar: true }, '+15005550001')
        dial.number({ sendDigits: '1' }, '+15005550002')
        dial.client({ url: '/a' }, 'me').parameter({ name: 'a', value: 'b' })
        dial.queue('c')
        dial.sim('DE1')
        dial.sip('sip:a@b.example').headers()
        dial.application('AP1').parameter({ name: 'a', value: 'b' })
        dial.whatsApp('+15005550001')
      },
      {
        callerId: '+15005550006',
        timeout: 10,
        hangupOnStar: true,
        nouns: [
          { phoneNumber: '+15005550001' },
          { phoneNumber: '+15005550002', sendDigits: '1' },
          ...['Client', 'Queue', 'Sim', 'Sip', 'Application', 'WhatsApp'].map((name) => ({
            noun: 'not-simulated',
            name,
          })),
        ],
      },
    ],
    redirect: [
      (response) => response.redirect({ method: 'GET' }, '/a'),
      { verb: 'redirect', url: '/a', method: 'GET' },
    ],
    reject: [(response) => response.reject({ reason: 'busy' }), { verb: 'reject', reason: 'busy' }],
    hangup: [(response) => response.hangup(), { verb: 'hangup' }],
    leave: [(response) => response.leave(), { verb: 'leave' }],
    sms: [
      (response) => response.sms({ to: '+15005550001' }, 'a'),
      { verb: 'message', name: 'Sms', to: '+15005550001', body: 'a' },
    ],
    enqueue: [
      (response) => response.enqueue({ workflowSid: `WW${'0'.repeat(32)}` }).task({ priority: 1 }, '{"a":"b"}'),
      { name: 'Enqueue' },
    ],
    queue: [(response) => response.queue('a'), { name: 'Queue' }],
    start: [(response) => response.start().stream({ url: 'wss://a.example', track: 'both_tracks' }), { name: 'Start' }],
    stop: [(response) => response.stop().siprec({ name: 'a' }), { name: 'Stop' }],
    connect: [
      (response) => response.connect().conversationRelay({ url: 'wss://a.example' }).language({ code: 'en' }),
      { name: 'Connect' },
    ],
    pay: [
      (response) =>
        response
          .pay({ validCardTypes: ['visa'] })
          .prompt({ for: 'security-code', attempt: [1, 2] })
          .say('a'),
      { name: 'Pay' },
    ],
    prompt: [(response) => response.prompt({ errorType: ['timeout'] }).say('a'), { name: 'Prompt' }],
    refer: [(response) => response.refer().sip('sip:a@b.example'), { name: 'Refer' }],
    echo: [(response) => response.echo(), { name: 'Echo' }],
  }

  test.each(Object.keys(written))('by %s() is read as it was meant, without a warning', (method) => {
    const [write, verb] = written[method]!
    const response = new twilio.twiml.VoiceResponse()
    write(response)
    const reading = readVoiceTwiml(response.toString())
    expect(reading).toMatchObject({ ok: true, faults: [], verbs: [verb] })
  })

  test('by any other method is a comment', () => {
    const methods = Object.getOwnPropertyNames(twilio.twiml.VoiceResponse.prototype)
    expect(methods.filter((name) => !Object.hasOwn(written, name))).toEqual([
      'constructor',
      'comment',
      'commentAfter',
      'commentBefore',
    ])
  })

  test('in speech is read as it was meant, without a warning', () => {
    const response = new twilio.twiml.VoiceResponse()
    const speech = response.say('a')
    speech.break({ strength: 'weak', time: '1s' })
    speech.emphasis({ level: 'moderate' }, 'b')
    speech.lang({ 'xml:lang': 'fr-FR' }, 'c')
    speech.p('d').s('e')
    speech.phoneme({ alphabet: 'ipa', ph: 'f' }, 'f')
    speech.prosody({ pitch: '+10%', rate: '50%', volume: '+6dB' }, 'g')
    speech.sayAs({ 'interpret-as': 'date', format: 'mdy' }, 'h')
    speech.sub({ alias: 'i' }, 'i')
    speech.w({ role: 'j' }, 'j')
    expect(readVoiceTwiml(response.toString())).toMatchObject({ faults: [], verbs: [{ text: 'a bc d e fghij' }] })
  })
})

const names = [
  'Say',
  'Play',
  'Pause',
  'Gather',
  'Record',
  'Dial',
  'Number',
  'Sip',
  'Redirect',
  'Message',
  'Body',
  'Enqueue',
  'Start',
  'b',
  'break',
]
const attributes = ['loop', 'voice', 'action', 'method', 'timeout', 'digits', 'input', 'record', 'b', '__proto__']
const nested = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('', '+15005550001', 'a', '/b', '7', 'auto', 'true'),
    fc
      .tuple(
        fc.constantFrom(...names),
        fc.dictionary(fc.constantFrom(...attributes), fc.constantFrom('', '1', 'GET', 'no', 'https://a.example')),
        fc.array(tie('node'), { maxLength: 4 }),
      )
      .map(([name, said, inner]) => {
        const attributesSaid = Object.entries(said).map(([key, value]) => ` ${key}="${value}"`)
        return `<${name}${attributesSaid.join('')}>${inner.join('')}</${name}>`
      }),
  ),
})).node

test('whatever is put together is carried out in part at least, and all that is not is told', () => {
  fc.assert(
    fc.property(fc.array(nested, { maxLength: 6 }), (nodes) => {
      const reading = readVoiceTwiml(`<Response>${nodes.join('')}</Response>`)
      if (!reading.ok) throw new Error(reading.fault.text)
      const written = nodes.filter((node) => node.startsWith('<')).length
      const isEnded = reading.faults.some(({ level }) => level === 'error')
      if (!isEnded) expect(written - reading.verbs.length).toBeLessThanOrEqual(reading.faults.length)
      for (const { line, text } of reading.faults) expect([line, text !== '']).toEqual([1, true])
    }),
  )
})
