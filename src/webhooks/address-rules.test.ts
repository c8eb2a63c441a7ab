import { describe, expect, test } from 'vitest'
import { everyAddress, publicAddresses } from './address-rules.ts'

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '))

describe('addresses of the public internet', () => {
  const rules = publicAddresses()

  test.for(
    words(
      '127.0.0.1 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1',
      '169.254.169.254 169.254.0.1 100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.192',
      '0.0.0.0 0.1.2.3 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255',
      '192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1 198.19.255.255 192.88.99.1',
      ':: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:a00:1 ::ffff:169.254.169.254 0:0:0:0:0:ffff:c0a8:1',
      '64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808:: 2001::1 2001:db8::1',
      'fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1 3fff::1 5f00::1 4000::1',
    ),
  )('leave out %s', (address) => {
    expect(rules.refusal('name.example', address)).toContain('not allow-listed')
  })

  test.for(
    words(
      '8.8.8.8 1.1.1.1 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.1 169.253.1.1 192.167.1.1',
      '11.0.0.1 126.255.255.255 128.0.0.1 223.255.255.255 198.17.0.1 198.20.0.1 168.63.129.17',
      '2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8',
    ),
  )('hold %s', (address) => {
    expect(rules.refusal('name.example', address)).toBeNull()
  })

  test('what is no address is refused', () => {
    expect(rules.refusal('x', '')).not.toBeNull()
    expect(rules.refusal('x', 'example.com')).not.toBeNull()
  })
})

describe('an allow list', () => {
  const rules = publicAddresses(['10.1.0.0/16', 'Hooks.Internal', '*.corp.example', '::1', '[fd00::]/8', '192.168.7.7'])

  test.for([
    ['x', '10.1.2.3'],
    ['x', '::ffff:10.1.2.3'],
    ['x', '192.168.7.7'],
    ['x', '::1'],
    ['x', 'fd12::1'],
    ['hooks.internal', '127.0.0.1'],
    ['HOOKS.internal.', '127.0.0.1'],
    ['a.b.corp.example', '10.9.9.9'],
  ])('lets %s at %s through', ([hostname, address]) => {
    expect(rules.refusal(hostname!, address!)).toBeNull()
  })

  test.for([
    ['x', '10.2.0.1'],
    ['x', '192.168.7.8'],
    ['corp.example', '10.9.9.9'],
    ['evilcorp.example', '10.9.9.9'],
    ['xhooks.internal', '127.0.0.1'],
    ['hooks.internal.evil.example', '127.0.0.1'],
  ])('does not let %s at %s through', ([hostname, address]) => {
    expect(rules.refusal(hostname!, address!)).not.toBeNull()
  })

  test.for(['10.0.0.0/33', '::/129', 'http://a.example/', 'a b', '', '10.0.0.0/x', '*', '*.'])(
    'does not take %j',
    (entry) => {
      expect(() => publicAddresses([entry])).toThrow(`"${entry}"`)
    },
  )
})

test('in development every address may be called', () => {
  expect(everyAddress.refusal('localhost', '127.0.0.1')).toBeNull()
})
