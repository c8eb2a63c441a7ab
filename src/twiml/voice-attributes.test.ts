import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { readVoiceTwiml } from './read-voice.ts'
import type { ElementRule } from './rule.ts'
import { voiceAttributes } from './voice-attributes.testing.ts'
import { voiceRules } from './voice-rules.ts'
import type { VoiceVerb } from './voice-verbs.ts'

/** What has to stand in an element for it to be right. */
const contents: Readonly<Record<string, string>> = {
  Say: 'Hi',
  Play: 'a.mp3',
  Message: 'Hi',
  Sms: 'Hi',
  Redirect: '/next',
  Number: '+15005550001',
  Client: 'me',
  Conference: 'room',
  Queue: 'queue',
  Sip: 'sip:a@b.example',
  Uri: 'sip:a@b.example',
  Enqueue: 'queue',
  Task: '{"a":1}',
  Start: '<Stream/>',
}

function documentOf(path: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  const document = path.split('>').reduceRight((inner, name, depth, { length }) => {
    const own = depth === length - 1 ? written.join('') : ''
    return `<${name}${own}>${contents[name] ?? ''}${inner}</${name}>`
  }, '')
  return `<Response>${document}</Response>`
}

function read(path: string, attributes: Readonly<Record<string, string>> = {}) {
  const reading = readVoiceTwiml(documentOf(path, attributes))
  if (!reading.ok) throw new Error(reading.fault.text)
  return { verb: reading.verbs[0], codes: reading.faults.map(({ code }) => code), faults: reading.faults }
}

/** What became of the element at a path: a verb, a prompt or a noun; nothing where it was only checked. */
function carriedOut(path: string, verb: VoiceVerb | undefined): object | undefined {
  if (verb === undefined || verb.verb === 'not-simulated') return undefined
  if (!path.includes('>')) return verb
  if (verb.verb === 'gather') return verb.prompts[0]
  return verb.verb === 'dial' && path === 'Dial>Number' ? verb.nouns[0] : undefined
}

const ruleAt = (path: string): ElementRule | undefined =>
  path.split('>').reduce<ElementRule | undefined>((rule, name) => rule?.children[name], voiceRules)

const attributesOf = (path: string) => Object.entries(voiceAttributes[path]!)

describe.each(Object.keys(voiceAttributes))('<%s>', (path) => {
  test('is known, and right without attributes', () => {
    expect(ruleAt(path)).toBeDefined()
    const { verb, codes } = read(path)
    expect(verb).toBeDefined()
    expect(codes).toEqual([])
    for (const [name, { fallback }] of attributesOf(path)) {
      const result = carriedOut(path, verb)
      if (result !== undefined) expect(result).toHaveProperty(name, fallback)
      expect([name, ruleAt(path)?.attributes[name]?.fallback]).toEqual([name, fallback])
    }
  })

  test('says what its attributes say', () => {
    for (const [name, { said, meant }] of attributesOf(path)) {
      const { verb, codes } = read(path, { [name]: said })
      expect([name, codes]).toEqual([name, []])
      const result = carriedOut(path, verb)
      if (result !== undefined) expect(result).toHaveProperty(name, meant)
      expect([name, ruleAt(path)?.attributes[name]?.kind.read(said)]).toEqual([name, meant])
    }
  })

  test('is told what its attributes may not say', () => {
    for (const [name, { wrong, code, fallback }] of attributesOf(path)) {
      if (wrong === undefined) continue
      const { verb, codes, faults } = read(path, { [name]: wrong })
      expect([name, codes]).toEqual([name, [code]])
      expect(verb === undefined).toBe(faults[0]!.level === 'error')
      const result = carriedOut(path, verb)
      if (result !== undefined) expect(result).toHaveProperty(name, fallback)
    }
  })

  test('takes names that every object has for words like any other', () => {
    for (const [name, { fallback }] of attributesOf(path)) {
      for (const said of ['constructor', '__proto__', 'tostring']) {
        const result = carriedOut(path, read(path, { [name]: said }).verb)
        if (result === undefined) continue
        expect([fallback, said]).toContainEqual((result as Record<string, unknown>)[name])
      }
    }
  })

  test('has no other attributes', () => {
    const { verb, faults } = read(path, { whatever: 'a' })
    const name = path.split('>').at(-1)
    expect(verb).toBeDefined()
    expect(faults).toMatchObject([
      {
        code: 12200,
        level: 'warning',
        text: `cvc-complex-type.3.2.2: Attribute 'whatever' is not allowed to appear in element '${name}'.`,
      },
    ])
  })
})

/** What the official builder's types say: the attributes by the name of the element. */
function attributesOfBuilder(): Map<string, Set<string>> {
  const path = createRequire(import.meta.url).resolve('twilio/lib/twiml/VoiceResponse.d.ts')
  const found = new Map<string, Set<string>>()
  for (const [, type = '', body = ''] of readFileSync(path, 'utf8').matchAll(
    /interface (\w+)Attributes \{(.*?)\n {4}\}/gs,
  )) {
    const names = found.get(type) ?? new Set()
    for (const [, name = ''] of body.matchAll(/^ {8}"?([\w:-]+)"?\??:/gm)) names.add(name)
    found.set(type, names)
  }
  return found
}

/** Where the builder calls an element otherwise than it is written. */
const written: Readonly<Record<string, string>> = {
  SipUri: 'Uri',
  SsmlBreak: 'break',
  SsmlEmphasis: 'emphasis',
  SsmlLang: 'lang',
  SsmlPhoneme: 'phoneme',
  SsmlProsody: 'prosody',
  SsmlSayAs: 'say-as',
  SsmlSub: 'sub',
  SsmlW: 'w',
}

/** All rules by path; an element that may stand in itself is looked into once. */
function* rulesIn(rule: ElementRule, path: readonly string[] = []): Generator<[path: string[], rule: ElementRule]> {
  for (const [name, child] of Object.entries(rule.children)) {
    if (path.includes(name)) continue
    const own = [...path, name]
    yield [own, child]
    if (!own.includes('Say')) yield* rulesIn(child, own)
    else if (name === 'Say') for (const [inner, ssml] of Object.entries(child.children)) yield [[...own, inner], ssml]
  }
}

test('every attribute that the official builder writes is known', () => {
  const builder = attributesOfBuilder()
  expect(builder.size).toBeGreaterThan(40)
  for (const [type, names] of builder) {
    const element = written[type] ?? type
    const rules = [...rulesIn(voiceRules)].filter(([path]) => path.at(-1) === element && path.join('>') !== 'Refer>Sip')
    expect([element, rules.length > 0]).toEqual([element, true])
    for (const [path, { attributes }] of rules) {
      expect([path, [...names].filter((name) => !Object.hasOwn(attributes, name))]).toEqual([path, []])
    }
  }
})

test('no attribute is known that neither the contract nor the official builder has, but for one', () => {
  const builder = attributesOfBuilder()
  const typeOf = new Map(Object.entries(written).map(([type, element]) => [element, type]))
  const others = [...rulesIn(voiceRules)].flatMap(([path, { attributes }]) => {
    const element = path.at(-1)!
    const known = builder.get(typeOf.get(element) ?? element)
    const listed = voiceAttributes[path.join('>')] ?? {}
    return Object.keys(attributes)
      .filter((name) => !known?.has(name) && !Object.hasOwn(listed, name))
      .map((name) => `${path.join('>')} ${name}`)
  })
  expect(others).toEqual(['Dial callReason'])
})
