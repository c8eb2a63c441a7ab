import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyAddress, publicAddresses, type AddressRules } from './address-rules.ts'
import { webhookCaller, type WebhookCall } from './call-webhook.ts'
import type { Resolve } from './open-socket.ts'

/** Listens on every address of this machine, and counts who comes. */
const server = createServer((request, response) => {
  const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to')
  // The bytes of its UTF-8, but for what ends a line.
  const location = Buffer.from((to ?? '').replaceAll('\n', '')).toString('latin1')
  response.writeHead(to === null ? 204 : 307, to === null ? {} : { Location: location }).end()
})
let connections = 0
server.on('connection', () => (connections += 1))
await new Promise<void>((resolve) => server.listen(0, resolve))
const { port } = server.address() as AddressInfo
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  connections = 0
})

const post = (url: string): WebhookCall => ({
  url,
  method: 'POST',
  parameters: [],
  authToken: 'x',
  idempotencyToken: 'y',
})
const callOnce = async (addresses: AddressRules, url: string, resolve?: Resolve) => {
  await using caller = webhookCaller({ addresses, clockNow: Date.now, ...(resolve ? { resolve } : {}) })
  return await caller.call(post(url))
}

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' '))

const loopback = words(
  '127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0177.0.0.1 0x7f.0.0.1 0x7f.1 0x7F000001',
  '2130706433 017700000001 0000000177.0.0.1 127.0.0.1. 0x7f.0x0.0x0.0x1 0177.1 00177.0.1 0x7f.0.1',
  '%31%32%37.0.0.1 １２７.0.0.1 127。0。0。1 127．0．0．1 ①②⑦.⓪.⓪.① 127.0.0.0x1 127.0.00.01',
  'localhost LOCALHOST localhost. LocalHost ｌocalhost %6cocalhost user:pass@127.0.0.1 example.com@localhost',
  '0.0.0.0 0 0x0 0.0 00000000000 127.0.0.1\\@example.com \t127.0.0.1 127.\n0.0.1',
  '[::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::0.0.0.1] [::] [0:0::0]',
  '[::1%25lo] [::1%lo] [fe80::1%25eth0] 127.0.0.1%00.example.com 127.0.0.1%2f.example.com [::ffff:127.1] [::ffff:0x7f.1]',
  '[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:127.0.0.1] [0:0:0:0:0:ffff:127.0.0.1] [::ffff:0:0] [::ffff:0.0.0.0]',
)
const elsewhere = words(
  '[::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::]',
  '10.0.0.1 012.0.0.1 167772161 0xa.1 172.16.0.1 172.31.255.255 192.168.0.1 3232235521 0xc0a80001',
  '169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:169.254.169.254] [fd00:ec2::254]',
  '100.64.0.1 100.100.100.200 168.63.129.16 192.0.0.192 224.0.0.1 255.255.255.255 4294967295 240.0.0.1',
  '[::ffff:0:7f00:1] [::ffff:0:127.0.0.1] [2001:db8::5efe:7f00:1] [fe80::5efe:7f00:1] [64:ff9b::a9fe:a9fe] [100::1]',
  '[2002:a9fe:a9fe::1] [2001:0:a9fe:a9fe::1] [ff05::1] 233.252.0.1 239.255.255.250 192.0.2.1 203.0.113.7 0.1.2.3 0x64.64.1',
  '[fe80::1] [fc00::1] [ff02::1] [fec0::1] [::ffff:10.0.0.1] [64:ff9b:1::a00:1] 198.18.0.1',
)

/** Whole URLs that browsers and their like read as one of this machine. */
const slashes = [
  'http:@/',
  'http:/@/',
  'http:///@/',
  'http:\\\\@/',
  'HTTP://@/',
  ' http://@/ ',
  'http:\\/@\\',
  'h\tttp://@/',
].map((form) => form.replace('@', `127.0.0.1:${port}`))
/** Names, and what they resolve to; nobody may be reached under any of them. */
const names: Readonly<Record<string, readonly string[]>> = {
  'app.localhost': ['127.0.0.1'],
  'localhost.localdomain': ['127.0.0.1', '::1'],
  'ip6-localhost': ['::1'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'instance-data.ec2.internal': ['169.254.169.254', 'fd00:ec2::254'],
  'kubernetes.default.svc': ['10.96.0.1'],
  'router.example': ['192.168.1.1'],
  'carrier-grade.example': ['100.64.0.1'],
  'zero.example': ['0.0.0.0'],
  'unspecified.example': ['::'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'translated.example': ['64:ff9b::7f00:1'],
  'six-to-four.example': ['2002:7f00:1::'],
  'zoned.example': ['fe80::1%lo'],
  'mixed.example': ['8.8.8.8', '127.0.0.1'],
  'mixed-families.example': ['127.0.0.1', '2606:4700:4700::1111'],
  'last-of-many.example': ['8.8.8.8', '8.8.4.4', '2606:4700:4700::1111', '::1'],
  'no-address.example': ['not an address'],
}
const byName: Resolve = async (hostname) => {
  const found = names[hostname] ?? (/^(localhost\.?|start\.example)$/.test(hostname) ? ['127.0.0.1'] : [])
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

const refused = expect.stringContaining('not allow-listed')

describe('in production', () => {
  test.for([...loopback, ...elsewhere])('%j is refused before any connection', async (host) => {
    const { ok, attempts } = await callOnce(publicAddresses(), `http://${host}:${port}/`)
    expect({ ok, connections }).toEqual({ ok: false, connections: 0 })
    // Some spellings are no URL at all, some names no resolver knows; all others are refused, and so not tried again.
    for (const { errorCode, error } of attempts)
      if (errorCode !== 11100 && errorCode !== 11210)
        expect([errorCode, error, attempts.length]).toEqual([11205, refused, 1])
  })

  test('there are many spellings, and in development most of them reach this very machine', async () => {
    expect(loopback.length + elsewhere.length).toBeGreaterThanOrEqual(60)
    let reached = 0
    for (const host of loopback)
      if ((await callOnce(everyAddress, `http://${host}:${port}/#ct=300&rc=0`)).ok) reached += 1
    expect(reached).toBeGreaterThan(loopback.length * 0.6)
    expect(connections).toBe(reached)
  })

  test.for(slashes)('%j is refused before any connection', async (url) => {
    const { attempts } = await callOnce(publicAddresses(), url)
    expect(attempts).toMatchObject([{ errorCode: 11205, error: refused }])
    expect(connections).toBe(0)
  })

  test.for(Object.entries(names))(
    'the name %s, which leads to %j, is refused before any connection',
    async ([name]) => {
      for (const scheme of ['http', 'https']) {
        const { attempts } = await callOnce(publicAddresses(), `${scheme}://${name}:${port}/`, byName)
        expect(attempts).toMatchObject([{ errorCode: 11205, error: refused }])
      }
      expect(connections).toBe(0)
    },
  )

  test('a name that leads elsewhere at the second try is asked about again', async () => {
    let asked = 0
    const resolve: Resolve = async () => {
      if (asked++ === 0) throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' })
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const { attempts } = await callOnce(publicAddresses(), `http://rebound.example:${port}/`, resolve)
    expect(attempts).toMatchObject([{ errorCode: 11210 }, { errorCode: 11205, error: refused }])
    expect(connections).toBe(0)
  })

  test('a redirect leads to none of them, however it is spelled', async () => {
    const urls = [
      ...[...loopback, ...elsewhere, ...Object.keys(names)].map((host) => `http://${host}:${port}/`),
      // With fewer slashes it is a path of where the redirect comes from.
      ...slashes.map((url) => url.trim()).filter((url) => /:[/\\]{2}/.test(url)),
    ]
    expect(urls.length).toBeGreaterThanOrEqual(60)
    await using caller = webhookCaller({
      addresses: publicAddresses(['start.example']),
      clockNow: Date.now,
      resolve: byName,
    })
    for (const url of urls) {
      const { ok, attempts } = await caller.call(
        post(`http://start.example:${port}/?to=${encodeURIComponent(url)}#rc=0`),
      )
      expect({ url, ok, statuses: attempts.slice(1).every(({ responseStatus }) => responseStatus === null) }).toEqual({
        url,
        ok: false,
        statuses: true,
      })
    }
    // The one to where they all began.
    expect(connections).toBe(1)
  })

  test('a name is resolved once for a connection, and what was checked is what is connected to', async () => {
    const answers = ['127.0.0.1', '127.0.0.9']
    let asked = 0
    const resolve: Resolve = async () => [{ address: answers[asked++] ?? '127.0.0.9', family: 4 }]
    const { ok } = await callOnce(publicAddresses(['127.0.0.1']), `http://rebound.example:${port}/`, resolve)
    expect({ ok, asked, connections }).toEqual({ ok: true, asked: 1, connections: 1 })
  })

  test.for([
    'http://127.0.0.2',
    'http://localhost.',
    'http://[::ffff:127.0.0.2]',
    '//127.0.0.2',
    'http://0x7f000002',
    'http://10.0.0.1',
  ])('a redirect to %s is refused before any connection', async (to) => {
    const allowed = publicAddresses(['127.0.0.1/32'])
    const resolve: Resolve = async () => [{ address: '127.0.0.2', family: 4 }]
    const { ok, attempts } = await callOnce(
      allowed,
      `http://127.0.0.1:${port}/?to=${encodeURIComponent(`${to}:${port}/`)}`,
      resolve,
    )
    expect({ ok, connections }).toEqual({ ok: false, connections: 1 })
    expect(attempts).toMatchObject([
      { responseStatus: 307 },
      { errorCode: 11205, responseStatus: null, error: refused },
    ])
  })

  test('what the operator allows is called', async () => {
    expect((await callOnce(publicAddresses(['127.0.0.0/8']), `http://127.0.0.1:${port}/`)).ok).toBe(true)
    expect((await callOnce(publicAddresses(['localhost']), `http://localhost:${port}/`)).ok).toBe(true)
    expect((await callOnce(publicAddresses(['localhost']), `http://127.0.0.1:${port}/`)).ok).toBe(false)
  })
})
