import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOfSender } from './sender.ts'

const hex = '0123456789abcdef0123456789abcdef'

describe('the kind of a sender', () => {
  test.for([
    ['+15005550006', { kind: 'number', value: '+15005550006' }],
    ['15005550006', { kind: 'number', value: '+15005550006' }],
    ['(500) 555-0006', { kind: 'number', value: '+15005550006' }],
    ['+447400123456', { kind: 'number', value: '+447400123456' }],
    ['+123', { kind: 'number', value: '+123' }],
    [' +123 ', { kind: 'number', value: '+123' }],
    ['++123', { kind: 'invalid' }],
    ['123', { kind: 'number', value: '123' }],
    ['1234567', { kind: 'number', value: '1234567' }],
    ['+12345', { kind: 'number', value: '+12345' }],
    ['12345', { kind: 'short-code', value: '12345' }],
    ['123456', { kind: 'short-code', value: '123456' }],
    ['ACME', { kind: 'alphanumeric', value: 'ACME' }],
    ['Acme & Co-1', { kind: 'alphanumeric', value: 'Acme & Co-1' }],
    ['4ever_+', { kind: 'alphanumeric', value: '4ever_+' }],
    ['MG', { kind: 'alphanumeric', value: 'MG' }],
    ['Elevenchars', { kind: 'alphanumeric', value: 'Elevenchars' }],
    ['Twelve chars', { kind: 'invalid' }],
    ['Ärger', { kind: 'invalid' }],
    ['a.b', { kind: 'invalid' }],
    ['', { kind: 'invalid' }],
    ['   ', { kind: 'invalid' }],
    ['+', { kind: 'invalid' }],
    ['&&&', { kind: 'invalid' }],
    [`MG${hex}`, { kind: 'service', value: `MG${hex}` }],
    [`DE${hex}`, { kind: 'sim', value: `DE${hex}` }],
    [`sim:DE${hex}`, { kind: 'sim', value: `DE${hex}` }],
    ['sim:12345', { kind: 'invalid' }],
    [`SK${hex}`, { kind: 'invalid' }],
    ['whatsapp:+14155238886', { kind: 'channel', channel: 'whatsapp', value: 'whatsapp:+14155238886' }],
    ['whatsapp:+1 415-523-8886', { kind: 'channel', channel: 'whatsapp', value: 'whatsapp:+14155238886' }],
    ['whatsapp:14155238886', { kind: 'channel', channel: 'whatsapp', value: 'whatsapp:+14155238886' }],
    ['messenger:1234567890', { kind: 'channel', channel: 'messenger', value: 'messenger:1234567890' }],
    ['rcs:brand_agent', { kind: 'channel', channel: 'rcs', value: 'rcs:brand_agent' }],
    ['whatsapp:', { kind: 'invalid' }],
    [':+14155238886', { kind: 'invalid' }],
  ] as const)('of %j', ([raw, sender]) => {
    expect(kindOfSender(raw)).toEqual(sender)
  })

  test('every text has one, and a sender that was told is told alike again', () => {
    const written = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\+?[\d ()-]{1,14}$/),
      fc.stringMatching(/^[\w:+ ]{1,16}$/),
    )
    fc.assert(
      fc.property(written, (raw) => {
        const sender = kindOfSender(raw)
        if (sender.kind !== 'invalid') expect(kindOfSender(sender.value)).toEqual(sender)
      }),
    )
  })
})
