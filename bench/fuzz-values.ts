import type { Random } from './random.ts'

/** What the server under test holds: who may ask, and what may be asked for. The lists grow while the fuzz makes things. */
export interface FuzzTarget {
  accountSid: string
  authToken: string
  testAccountSid: string
  testAuthToken: string
  /** Of the account's own, for a sender. Never released by the fuzz. */
  sender: string
  messageSids: string[]
  numberSids: string[]
  subaccountSids: string[]
}

/** Addresses lead to this machine only, and none of them is ever changed at random: the server may call them. */
const addresses = [
  'http://127.0.0.1:9/callback',
  'http://127.0.0.1:9/a?b=c#rc=5&rp=all',
  'http://user:pass@127.0.0.1:9/',
  'http://127.0.0.1:9/#ct=99999',
  'https://127.0.0.1:9/',
  'http://[::1]:9/',
  'ftp://127.0.0.1/',
  'http://',
  'not an address',
  '/relative',
  '//127.0.0.1:9/',
  'http://127.0.0.1:99999/',
  'javascript:alert(1)',
  '',
]

const numbers = [
  '+15558675310',
  '+14155551234',
  '(415) 555-1234',
  '4155551234',
  '+447400123456',
  '+4930123456',
  '+1',
  '+',
  '++1415',
  '+1415555123a',
  '12345',
  '911',
  'whatsapp:+14155551234',
  'messenger:1',
  'rcs:agent',
  'client:bob',
  '+99999999999999999999',
  '0',
  '１４１５５５５１２３４',
  '+1 415 555 1234 ext 5',
  'ALPHA',
  'Trunkline',
  'TooLongSenderName',
  '+15005550001',
  '+15005550006',
  '+15005530003',
  '+15005539999',
  'whatsapp:+15005563016',
]

const oddTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '%',
  '%%',
  '%zz',
  '%u0041',
  '%ff%fe',
  '<>&"\'',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>',
  '{"a":1}',
  '[]',
  'null',
  'undefined',
  'NaN',
  'true',
  'FALSE',
  '-0',
  '1e309',
  '9007199254740993',
  '__proto__',
  'constructor',
  'toString',
  '\r\n',
  'a\r\nX-Injected: 1',
  '\u202e',
  '\ud800',
  '👨‍👩‍👧‍👦',
  'é',
  'ﷺ',
  '\ufeff',
  "' or 1=1 --",
  '"; drop table message; --',
  '../../etc/passwd',
  '${jndi:ldap://127.0.0.1}',
  '{{7*7}}',
]

const wholes = [
  '0',
  '1',
  '-1',
  '50',
  '1000',
  '1001',
  '2147483648',
  '9999999999999999999999',
  '1.5',
  '0x10',
  '1e3',
  '',
  ' 7 ',
  'seven',
  '٣',
]
const moments = [
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00+14:00',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '-000001-01-01',
  'today',
  '1700000000',
  '2026-1-1',
  '2026-01-01T25:00:00Z',
  'Thu, 01 Jan 2026 00:00:00 +0000',
  '',
]
const methods = ['GET', 'POST', 'get', 'PUT', 'DELETE', '']
const flags = ['true', 'false', 'TRUE', 'yes', '1', '0', '', 'maybe']
const words = [
  'active',
  'suspended',
  'closed',
  'canceled',
  'fixed',
  'free',
  'retain',
  'discard',
  'obfuscate',
  'enable',
  'disable',
  'Active',
  'Inactive',
  '2010-04-01',
  '2008-08-01',
  'voice',
  'fax',
  'twilio',
  'hosted',
  'gsm-7',
]

export const hexDigits = (random: Random, length: number) =>
  Array.from({ length }, () => '0123456789abcdef'[random.whole(16)]).join('')

export const values = {
  address: (random: Random) => random.pick(addresses),
  number: (random: Random) =>
    random.chance(0.4) ? `+1415555${String(random.whole(10_000)).padStart(4, '0')}` : random.pick(numbers),
  whole: (random: Random) => random.pick(wholes),
  moment: (random: Random) => random.pick(moments),
  method: (random: Random) => random.pick(methods),
  flag: (random: Random) => random.pick(flags),
  word: (random: Random) => random.pick(words),
  sid: (random: Random) =>
    `${random.pick(['SM', 'MM', 'AC', 'PN', 'MG', 'AP', 'HX', 'sm', 'ZZ', ''])}${hexDigits(random, random.pick([32, 32, 32, 31, 33, 0]))}`,
  json: (random: Random) =>
    random.pick(['{}', '{"1":"a"}', '[]', '{', '{"a":{"b":{"c":1}}}', 'null', '"a"', '{"__proto__":{"a":1}}', '']),
  text,
} as const

function text(random: Random): string {
  switch (random.whole(6)) {
    case 0:
      return random.pick(oddTexts)
    case 1:
      return random.pick(oddTexts).repeat(random.whole(50))
    case 2:
      return 'a'.repeat(random.pick([64, 65, 159, 160, 161, 1600, 1601, 5000]))
    case 3:
      return String.fromCharCode(...Array.from({ length: random.whole(40) }, () => random.whole(0xffff)))
    default:
      return `Hello number ${random.whole(1000)}, how are you?`
  }
}
