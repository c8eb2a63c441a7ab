import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readXml } from '../../../test/xml.ts'
import { field, type Fields, group } from '../field.ts'
import { count, flag, link, moment, money, text } from '../kind.ts'
import { classic } from './classic.ts'
import { quote } from './json.ts'
import { representations } from './representation.ts'
import type { Place } from './style.ts'
import { escapeAttribute, escapeXml } from './xml.ts'

interface Thing {
  name: string | null
  parts: number
  at: number | null
}

const fields: Fields<Thing> = {
  friendlyName: field(text, '', ({ name }) => name),
  numParts: field(count, '', ({ parts }) => parts),
  price: field(money, '', ({ parts }) => -750 * parts),
  dateSent: field(moment, '', ({ at }) => at),
  uri: field(link, '', ({ parts }) => `/Things/${parts}`),
  capabilities: group('', {
    sms: field(flag, '', ({ parts }) => parts > 0, { xml: 'SMS' }),
    few: field(flag, '', ({ parts }) => (parts > 2 ? undefined : true)),
  }),
}
const things = representations({
  name: 'Thing',
  plural: 'Things',
  collection: 'things',
  fields,
  xmlOrder: { instance: ['uri', 'numParts'], list: ['dateSent'] },
})
const thing: Thing = { name: 'Tom & "Jerry"\r\n<3 Ø💩', parts: 2, at: Date.UTC(2009, 6, 6, 1, 2, 3) }
const nothing: Thing = { name: null, parts: 3, at: null }
const place = (suffix: Place['suffix']): Place => ({ style: classic, suffix, origin: 'http://here' })
const page = {
  uri: '/Things?a=1&b=2',
  firstPageUri: '/Things?"',
  nextPageUri: null,
  previousPageUri: null,
  page: 0,
  pageSize: 2,
  start: 0,
  end: 1,
}

describe('JSON', () => {
  test('writes names, kinds and links as 2010-04-01 does', () => {
    expect(things.json.one(thing, place('.json'))).toBe(
      String.raw`{"friendly_name": "Tom & \"Jerry\"\r\n<3 \u00d8\ud83d\udca9", "num_parts": "2", "price": "-0.01500", ` +
        '"date_sent": "Mon, 06 Jul 2009 01:02:03 +0000", "uri": "/2010-04-01/Things/2.json", ' +
        '"capabilities": {"sms": true, "few": true}}',
    )
  })

  test('writes null for what is not there, and leaves out what does not apply', () => {
    expect(JSON.parse(things.json.one(nothing, place('.json')))).toMatchObject({
      friendly_name: null,
      date_sent: null,
      capabilities: { sms: true },
    })
    expect(things.json.one(nothing, place('.json'))).not.toContain('few')
  })

  test('a list has one key that is not about paging', () => {
    const list = JSON.parse(things.json.list([thing, nothing], page, place('.json'))) as Record<string, unknown>
    const paging = new Set([
      'end',
      'first_page_uri',
      'next_page_uri',
      'page',
      'page_size',
      'previous_page_uri',
      'start',
      'uri',
    ])
    expect(Object.keys(list).filter((key) => !paging.has(key))).toEqual(['things'])
    expect(list.things).toHaveLength(2)
    expect(list).toMatchObject({ uri: page.uri, next_page_uri: null, start: 0, end: 1 })
  })

  test('a list that counts has totals', () => {
    const totals = { total: 3, numPages: 2, lastPageUri: '/Things?Page=1' }
    expect(JSON.parse(things.json.list([], { ...page, totals }, place('.json')))).toMatchObject({
      total: 3,
      num_pages: 2,
      last_page_uri: '/Things?Page=1',
      things: [],
    })
  })

  test('quotes any text in ASCII, and is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const quoted = quote(raw)
        expect(JSON.parse(quoted)).toBe(raw)
        expect(quoted).toMatch(/^[ -~]*$/)
      }),
    )
  })
})

describe('XML', () => {
  const content = (xml: string) => readXml(xml).children[0]
  const names = (xml: string) => content(xml)?.children.map(({ name }) => name)

  test('begins with its declaration, and a link has no suffix', () => {
    const xml = things.xml.one(nothing, place(''))
    expect(xml).toMatch(
      /^<\?xml version='1\.0' encoding='UTF-8'\?>\n<TwilioResponse><Thing><Uri>\/2010-04-01\/Things\/3<\/Uri>/,
    )
    expect(xml).toContain('<DateSent/>')
    expect(xml).toContain('<Capabilities><SMS>true</SMS></Capabilities>')
  })

  test('an instance and a list have their own orders', () => {
    expect(names(things.xml.one(thing, place('')))).toEqual([
      'Uri',
      'NumParts',
      'FriendlyName',
      'Price',
      'DateSent',
      'Capabilities',
    ])
    const list = content(things.xml.list([thing], page, place('')))
    expect(list?.children[0]?.children.map(({ name }) => name)).toEqual([
      'DateSent',
      'FriendlyName',
      'NumParts',
      'Price',
      'Uri',
      'Capabilities',
    ])
  })

  test("a list's links are its attributes, empty where there is no page", () => {
    expect(content(things.xml.list([], page, place('')))).toMatchObject({
      name: 'Things',
      attributes: {
        page: '0',
        pagesize: '2',
        uri: '/Things?a=1&b=2',
        firstpageuri: '/Things?"',
        previouspageuri: '',
        nextpageuri: '',
      },
    })
  })

  // oxlint-disable-next-line no-control-regex -- the characters that the XML standard leaves out
  const notInXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
  test('carries any text, with U+FFFD for what XML cannot carry', () => {
    const carried = (raw: string) => raw.toWellFormed().replace(notInXml, '\ufffd')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(readXml(`<a b="${escapeAttribute(raw)}">${escapeXml(raw)}</a>`)).toMatchObject({
          attributes: { b: carried(raw) },
          text: carried(raw),
        })
        expect(escapeXml(raw)).not.toMatch(/\r/)
      }),
    )
  })
})

describe('CSV', () => {
  test('has the names of XML in its first row, and quotes what has a blank or a comma', () => {
    expect(things.csv.list([thing, nothing], page, place('.csv'))).toBe(
      'Uri,NumParts,FriendlyName,Price,DateSent\r\n' +
        '/2010-04-01/Things/2.csv,2,"Tom & ""Jerry""\r\n<3 Ø💩",-0.01500,"Mon, 06 Jul 2009 01:02:03 +0000"\r\n' +
        '/2010-04-01/Things/3.csv,3,,-0.02250,\r\n',
    )
  })
})

test('dates of 2010-04-01 are RFC 2822 in GMT, whatever was written before', () => {
  const written = (at: number) => new Date(at).toUTCString().replace('GMT', '+0000')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
      expect(classic.moment(at)).toBe(written(at))
    }),
  )
  // A second whose slot another one has.
  expect([classic.moment(0), classic.moment(64_000), classic.moment(999)]).toEqual([
    written(0),
    written(64_000),
    written(0),
  ])
})
