import { expect, test } from 'vitest'
import { grantKey } from './granted-sender.ts'
import { readGrant } from './sender-grant.ts'

const account = `AC${'0123456789abcdef'.repeat(2)}`
const sim = `DE${'0'.repeat(32)}`

test.each([
  ['12345', 'short-code', '12345', 'US'],
  ['123456@GB', 'short-code', '123456', 'GB'],
  ['Acme Ltd', 'alphanumeric', 'Acme Ltd', null],
  ['whatsapp:+1 (415) 523-8886', 'channel', 'whatsapp:+14155238886', null],
  ['messenger:1234', 'channel', 'messenger:1234', null],
  [`sim:${sim}`, 'sim', sim, null],
  [sim, 'sim', sim, null],
])('%s is granted as %s', (raw, kind, address, isoCountry) => {
  expect(readGrant(raw)).toEqual({ accountSid: null, kind, address, isoCountry })
  expect(readGrant(`${account}=${raw}`)).toEqual({ accountSid: account, kind, address, isoCountry })
})

test.each(['', '+14155238886', '1234', '12345@usa', 'much too long a name', 'AC1=Acme', `MG${'0'.repeat(32)}`])(
  '"%s" cannot be granted',
  (raw) => {
    expect(readGrant(raw)).toBeNull()
  },
)

test('a name may be granted to many accounts, an address to one', () => {
  const key = (accountSid: string, kind: 'alphanumeric' | 'channel', address: string) =>
    grantKey({ accountSid, kind, address })
  expect(key('AC1', 'alphanumeric', 'Acme')).not.toBe(key('AC2', 'alphanumeric', 'Acme'))
  expect(key('AC1', 'channel', 'messenger:1')).toBe(key('AC2', 'channel', 'messenger:1'))
})
