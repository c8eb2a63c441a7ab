import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hostAndPort, requestTarget } from './request-target.ts'
import { isTwilioHost } from './twilio-host.ts'

const targetOf = (url: string, host?: string) =>
  requestTarget({ url, headers: host === undefined ? {} : { host } } as IncomingMessage)

describe('where a request wants to go', () => {
  test.each([
    [
      'http://a.example/b?c#d',
      'x',
      { host: 'a.example', port: 80, secure: false, path: '/b?c#d', authority: 'a.example' },
    ],
    [
      'https://a.example:8443?c',
      'x',
      { host: 'a.example', port: 8443, secure: true, path: '/?c', authority: 'a.example:8443' },
    ],
    [
      'HTTP://me:secret@A.EXAMPLE',
      'x',
      { host: 'a.example', port: 80, secure: false, path: '/', authority: 'A.EXAMPLE' },
    ],
    ['/b', 'a.example:81', { host: 'a.example', port: 81, secure: false, path: '/b', authority: 'a.example:81' }],
    ['http://[::1]:80/', undefined, { host: '::1', port: 80, secure: false, path: '/', authority: '[::1]:80' }],
    [
      '//evil.example/a',
      'a.example',
      { host: 'a.example', port: 80, secure: false, path: '//evil.example/a', authority: 'a.example' },
    ],
  ])('%s with the host %s', (url, host, target) => {
    expect(targetOf(url, host)).toEqual(target)
  })

  test.each([
    ['/a', undefined],
    ['*', 'a.example'],
    ['ftp://a.example/', 'x'],
    ['http:///a', 'x'],
    ['/a', 'a b'],
    ['/a', 'a/b'],
    ['/a', 'a@b'],
    ['/a', 'a:99999'],
    ['/a', ''],
  ])('is nowhere in %s with the host %s', (url, host) => {
    expect(targetOf(url, host)).toBeNull()
  })
})

test('no spelling of a host of the service passes for another host', () => {
  const spelled = fc.constantFrom('twilio.com', 'api.twilio.com', 'a.b-c.twilio.com').chain((host) =>
    fc
      .array(fc.constantFrom('as it is', 'upper', 'percent', 'wide'), {
        minLength: host.length,
        maxLength: host.length,
      })
      .map((ways) => [...host].map((letter, at) => written(letter, ways[at])).join('')),
  )
  fc.assert(
    fc.property(spelled, fc.constantFrom('', '.', ':443', '.:80'), (host, end) => {
      const read = hostAndPort(host + end, 443)
      return read !== null && isTwilioHost(read.host)
    }),
  )
})

function written(letter: string, way: string | undefined): string {
  const code = letter.charCodeAt(0)
  if (way === 'upper') return letter.toUpperCase()
  if (way === 'percent') return `%${code.toString(16)}`
  if (way === 'wide' && code > 0x20) return String.fromCharCode(code + 0xfee0)
  return letter
}
