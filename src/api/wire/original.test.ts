import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Element, readXml } from '../../../test/xml.ts'
import { field, type Fields, group } from '../field.ts'
import { count, flag, moment, text } from '../kind.ts'
import { toKebab } from './names.ts'
import { original } from './original.ts'
import { representations } from './representation.ts'
import type { Place } from './style.ts'

interface Thing {
  name: string | null
  parts: number
}

const fields: Fields<Thing> = {
  friendlyName: field(text, '', ({ name }) => name),
  numParts: field(count, '', ({ parts }) => parts),
  dateSent: field(moment, '', ({ parts }) => (parts > 0 ? 0 : null)),
  capabilities: group('', {
    sms: field(flag, '', () => true, { xml: 'SMS' }),
    few: field(flag, '', ({ parts }) => (parts > 2 ? undefined : true)),
  }),
}
const things = representations({
  name: 'SMSThing',
  plural: 'SMSThings',
  collection: 'things',
  fields,
  xmlOrder: { instance: ['numParts'], list: ['dateSent'] },
})
const place: Place = { style: original, suffix: '', origin: 'http://here' }
const page = {
  uri: '/Things?a=1&b=2',
  firstPageUri: '/Things',
  nextPageUri: '/Things?page=2',
  previousPageUri: null,
  page: 1,
  pageSize: 2,
  start: 2,
  end: 3,
  totals: { total: 69, numPages: 35, lastPageUri: '/Things?page=34' },
}

describe('dates of 2008-08-01', () => {
  const second = 1000
  // Clocks in California were put forward at 2:00 PST on 11 March 2007, and back at 2:00 PDT on 4 November.
  const [forward, back] = [Date.UTC(2007, 2, 11, 10), Date.UTC(2007, 10, 4, 9)]

  test.each([
    [Date.UTC(2009, 9, 4, 10, 48, 8), 'Sun, 04 Oct 2009 03:48:08 -0700'],
    [Date.UTC(2009, 1, 7, 21, 15, 19), 'Sat, 07 Feb 2009 13:15:19 -0800'],
    [Date.UTC(2026, 0, 1, 7, 59, 59), 'Wed, 31 Dec 2025 23:59:59 -0800'],
    [forward - second, 'Sun, 11 Mar 2007 01:59:59 -0800'],
    [forward, 'Sun, 11 Mar 2007 03:00:00 -0700'],
    [back - second, 'Sun, 04 Nov 2007 01:59:59 -0700'],
    [back, 'Sun, 04 Nov 2007 01:00:00 -0800'],
    [Date.UTC(2026, 2, 8, 9, 59, 59), 'Sun, 08 Mar 2026 01:59:59 -0800'],
    [Date.UTC(2026, 2, 8, 10), 'Sun, 08 Mar 2026 03:00:00 -0700'],
    [Date.UTC(2026, 10, 1, 8, 59, 59), 'Sun, 01 Nov 2026 01:59:59 -0700'],
    [Date.UTC(2026, 10, 1, 9), 'Sun, 01 Nov 2026 01:00:00 -0800'],
  ])('%i is %s', (at, written) => {
    expect(original.moment(at)).toBe(written)
  })

  test('name the second that they were made from, whatever was written before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (at) => {
        const written = original.moment(at * second)
        expect(written).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d -0[78]00$/)
        expect(Date.parse(written)).toBe(at * second)
      }),
    )
  })
})

const thing: Thing = { name: 'Tom & "Jerry" <3', parts: 2 }
const nothing: Thing = { name: null, parts: 0 }

describe('2008-08-01 writes', () => {
  test('an XML list with its six attributes', () => {
    const document = things.xml.list([thing, nothing], page, place)
    expect(document.startsWith('<?xml version="1.0"?>')).toBe(true)
    const [list] = readXml(document).children
    expect(list?.attributes).toEqual({ page: '1', numpages: '35', pagesize: '2', total: '69', start: '2', end: '3' })
    expect(Object.keys(list?.attributes ?? {})).toEqual(['page', 'numpages', 'pagesize', 'total', 'start', 'end'])
    expect(list?.children.map(({ name }) => name)).toEqual(['SMSThing', 'SMSThing'])
  })

  test('no list that was not counted', () => {
    const { totals: _, ...uncounted } = page
    expect(() => things.xml.list([], uncounted, place)).toThrow('not counted')
  })

  test('its elements in JSON: their names, their order, and every value a text', () => {
    expect(things.elements.one(thing, place)).toBe(
      String.raw`{"TwilioResponse":{"SMSThing":{"NumParts":"2","FriendlyName":"Tom & \"Jerry\" <3",` +
        '"DateSent":"Wed, 31 Dec 1969 16:00:00 -0800","Capabilities":{"SMS":"true","Few":"true"}}}}',
    )
    expect(JSON.parse(things.elements.list([nothing, { name: 'x', parts: 3 }], page, place))).toEqual({
      TwilioResponse: {
        SMSThings: [
          {
            SMSThing: { DateSent: '', FriendlyName: '', NumParts: '0', Capabilities: { SMS: 'true', Few: 'true' } },
          },
          {
            SMSThing: {
              DateSent: 'Wed, 31 Dec 1969 16:00:00 -0800',
              FriendlyName: 'x',
              NumParts: '3',
              Capabilities: { SMS: 'true' },
            },
          },
        ],
      },
    })
  })

  test('HTML in which each element is a division, and the title is the status', () => {
    expect(things.html.one(nothing, place, 404)).toBe(
      '<html><head><title>404</title></head><body class="twilio-response"><div class="sms-thing">' +
        '<div class="num-parts">0</div><div class="friendly-name"></div><div class="date-sent"></div>' +
        '<div class="capabilities"><div class="sms">true</div><div class="few">true</div></div></div></body></html>',
    )
    const [, body] = readXml(things.html.list([thing, nothing], page, place)).children
    expect(body?.children.map(({ attributes }) => attributes.class)).toEqual(['sms-things'])
    expect(body?.children[0]?.children.map(({ attributes }) => attributes.class)).toEqual(['sms-thing', 'sms-thing'])
  })

  test('an empty document where something was removed', () => {
    expect(things.xml.none(original)).toBe('<?xml version="1.0"?>\n<TwilioResponse/>')
    expect(things.elements.none(original)).toBe('{"TwilioResponse":{}}')
    expect(things.html.none(original)).toContain('<title>200</title></head><body class="twilio-response"></body>')
  })
})

test.each([
  ['AccountSid', 'account-sid'],
  ['SMSMessages', 'sms-messages'],
  ['VoiceCallerIdLookup', 'voice-caller-id-lookup'],
  ['Sid', 'sid'],
  ['MMS', 'mms'],
])('the class of %s is %s', (element, name) => {
  expect(toKebab(element)).toBe(name)
})

// oxlint-disable-next-line no-control-regex -- the characters that the XML standard leaves out
const notCarried = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

describe('whatever a text holds,', () => {
  const anyText = fc.string({ unit: 'binary' })

  test('HTML has no element, attribute or entity of its making, and shows it as it is', () => {
    const divisions = (element: Element): string[] => [
      `${element.name}.${element.attributes.class ?? ''}`,
      ...element.children.flatMap(divisions),
    ]
    const expected = divisions(readXml(things.html.one({ name: '', parts: 2 }, place)))
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom('</div><script>', '&lt;', '"><img src=x>', "'--")), (name) => {
        const html = things.html.one({ name, parts: 2 }, place)
        const root = readXml(html)
        expect(divisions(root)).toEqual(expected)
        expect(root.children[1]?.children[0]?.children[1]?.text).toBe(name.toWellFormed().replace(notCarried, '\ufffd'))
      }),
    )
  })

  test('JSON gives it back', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(JSON.parse(things.elements.one({ name, parts: 2 }, place))).toMatchObject({
          TwilioResponse: { SMSThing: { FriendlyName: name } },
        })
      }),
    )
  })

  test('CSV gives it back in its column, and has no row more', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.constantFrom('a,b', '"', '""', '\r\n', ' '))), (names) => {
        const csv = things.csv.list(
          names.map((name) => ({ name, parts: 1 })),
          page,
          place,
        )
        const [header, ...rows] = readCsv(csv)
        expect(header).toEqual(['NumParts', 'FriendlyName', 'DateSent'])
        expect(rows).toEqual(names.map((name) => ['1', name, 'Wed, 31 Dec 1969 16:00:00 -0800']))
      }),
    )
  })
})

/** Reads rows as RFC 4180 says: a quoted cell may hold anything, its quotes doubled. */
function readCsv(csv: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gsy
  const rows: string[][] = [[]]
  while (cell.lastIndex < csv.length) {
    const [whole, quoted, plain = '', end] = cell.exec(csv) ?? []
    if (whole === undefined) throw new Error(`Not CSV: ${csv}`)
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
