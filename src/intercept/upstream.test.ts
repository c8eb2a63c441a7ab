import { expect, test } from 'vitest'
import { upstreamsOf } from './upstream.ts'

const to = { host: 'shop.example', port: 443, secure: true }
const at = (https: string) => upstreamsOf({ http: undefined, https, noProxy: '' })

test.each([
  ['http://proxy.corp:3128', { host: 'proxy.corp', port: 3128, secure: false, authorization: null }],
  ['proxy.corp:3128', { host: 'proxy.corp', port: 3128, secure: false, authorization: null }],
  ['https://proxy.corp', { host: 'proxy.corp', port: 443, secure: true, authorization: null }],
  ['http://[::1]:3128/', { host: '::1', port: 3128, secure: false, authorization: null }],
  [
    'http://me:p%3Ass@proxy.corp',
    { host: 'proxy.corp', port: 80, secure: false, authorization: `Basic ${btoa('me:p:ss')}` },
  ],
  [
    'http://me:100%@proxy.corp',
    { host: 'proxy.corp', port: 80, secure: false, authorization: `Basic ${btoa('me:100%')}` },
  ],
])('%s is read', (text, upstream) => {
  expect(at(text).for(to)).toEqual(upstream)
  expect(at(text).notices).toEqual([])
})

test.each(['socks5://proxy.corp:1080', 'http://', '://x'])('%s is told of, and not used', (text) => {
  expect(at(text).for(to)).toBeNull()
  expect(at(text).notices).toEqual([expect.stringContaining('HTTPS_PROXY names no proxy that is understood')])
})

test('each kind of request has its own, and exceptions have none', () => {
  const upstreams = upstreamsOf({ http: 'http://plain:1', https: 'http://secure:2', noProxy: 'shop.example' })
  expect(upstreams.for({ host: 'other.example', port: 80, secure: false })).toMatchObject({ host: 'plain' })
  expect(upstreams.for({ host: 'other.example', port: 443, secure: true })).toMatchObject({ host: 'secure' })
  expect(upstreams.for(to)).toBeNull()
  expect(upstreamsOf({ http: '', https: undefined, noProxy: '' }).for(to)).toBeNull()
})
