import { describe, expect, test } from 'vitest'
import { exempts, withoutTwilio } from './no-proxy.ts'

describe('NO_PROXY exempts', () => {
  test.each([
    ['shop.example', 'shop.example'],
    ['shop.example', 'a.shop.example'],
    ['.shop.example', 'shop.example'],
    ['*.shop.example', 'a.b.shop.example'],
    ['SHOP.example', 'shop.EXAMPLE'],
    ['other, shop.example:8080 , more', 'shop.example'],
    ['*', 'anything'],
    ['10.0.0.0/8', '10.1.2.3'],
    ['fd00::/8', 'fd12::1'],
    ['::1', '::1'],
    ['[::1]:8080', '::1'],
    ['192.168.0.1', '192.168.0.1'],
  ])('%s: %s', (noProxy, host) => {
    expect(exempts(noProxy, host, 8080)).toBe(true)
  })

  test.each([
    ['', 'shop.example'],
    [',.,', 'shop.example'],
    ['shop.example', 'myshop.example'],
    ['shop.example:443', 'shop.example'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/8', 'ten.example'],
    ['10.0.0.0/99', '10.0.0.1'],
    ['10.0.0.0/', '10.0.0.1'],
    ['fd00::/8', '10.0.0.1'],
  ])('%j not: %s', (noProxy, host) => {
    expect(exempts(noProxy, host, 8080)).toBe(false)
  })
})

test('of the entries of the user, those go that some program could read as hosts of the service', () => {
  const dropped = [
    '*',
    'com',
    '.com',
    '*.com',
    'twilio.com',
    '.twilio.com',
    '*.twilio.com',
    'api.twilio.com',
    'API.TWILIO.COM:443',
    'o.com',
    '*twilio*',
  ]
  const kept = [
    'shop.example',
    '.internal',
    '*.internal',
    '10.0.0.0/8',
    '192.168.*',
    '::1',
    '[::1]:80',
    'twilio.com.example',
  ]
  const entries = [...dropped, ...kept]
  expect(withoutTwilio(entries.join(', '))).toEqual({ kept, dropped: dropped.map((entry) => entry.toLowerCase()) })
  expect(withoutTwilio('')).toEqual({ kept: [], dropped: [] })
})
