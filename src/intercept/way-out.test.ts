import { expect, test } from 'vitest'
import { upstreamsOf } from './upstream.ts'
import { isLoopback, waysOut } from './way-out.ts'

test.each(['twilio.com', 'api.twilio.com', 'API.Twilio.com', 'api.twilio.com.', 'a.b.c.twilio.com'])(
  'no way leads to %s, whoever asks for one',
  async (host) => {
    const seen: unknown[] = []
    const upstreams = upstreamsOf({ http: 'http://corp:1', https: 'http://corp:1', noProxy: '' })
    const ways = waysOut(upstreams, false, (to) => {
      seen.push(to)
      throw new Error('nobody is reached here')
    })
    for (const target of [
      { host, port: 443, secure: true },
      { host, port: 9999, secure: false },
    ]) {
      await expect(ways.open(target)).rejects.toThrow(`nothing is sent to ${host} from here`)
      await expect(ways.openPlain(target)).rejects.toThrow(`nothing is sent to ${host} from here`)
    }
    expect(seen).toEqual([])
  },
)

test('this machine is known by its names and addresses', () => {
  for (const host of ['localhost', 'app.localhost', '127.0.0.1', '127.9.9.9', '::1'])
    expect(isLoopback(host)).toBe(true)
  for (const host of ['127.example', 'mylocalhost', '10.0.0.1', '::2', '']) expect(isLoopback(host)).toBe(false)
})
