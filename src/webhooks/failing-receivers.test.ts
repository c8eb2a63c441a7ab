import { createServer as createRawServer } from 'node:net'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { WebhookCaller } from './call-webhook.ts'
import {
  answering,
  callerWith,
  closeAll,
  fullBacklog,
  listening,
  post,
  rawReceiver,
  receiver,
} from './receiver.testing.ts'

// The first call waits for it; here the times of calls are measured.
beforeAll(() => import('undici'))
afterEach(closeAll)

/** Runs a call and says how long it took. */
const timed = async (caller: WebhookCaller, url: string) => {
  const start = performance.now()
  const answer = await caller.call(post(url))
  return { ...answer, took: performance.now() - start }
}

describe('a receiver that', () => {
  test('hangs is given up after the read timeout', async () => {
    const app = await receiver(() => {})
    const { ok, attempts, took } = await timed(callerWith(), `${app.url}/#rt=150`)
    expect({ ok, codes: attempts.map(({ errorCode }) => errorCode) }).toEqual({ ok: false, codes: [11200] })
    expect(took).toBeGreaterThan(140)
    expect(took).toBeLessThan(650)
  })

  test('hangs is tried again when the policy says rt', async () => {
    const app = await receiver(() => {})
    const { attempts } = await timed(callerWith(), `${app.url}/#rt=100&rp=rt&rc=2`)
    expect(attempts).toHaveLength(3)
    expect(app.got).toHaveLength(3)
  })

  test('hangs uses up the total time, however many retries are left', async () => {
    const app = await receiver(() => {})
    const { ok, attempts, took } = await timed(callerWith(), `${app.url}/#rt=250&rp=all&rc=5&tt=720`)
    expect(ok).toBe(false)
    expect(attempts).toHaveLength(3)
    expect(took).toBeLessThan(1200)
  })

  test('drips its body is given up when the total time is over', async () => {
    const app = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
      const drip = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const { ok, attempts, took } = await timed(callerWith(), `${app.url}/#rt=150&tt=400`)
    expect({ ok, attempts }).toMatchObject({ ok: false, attempts: [{ errorCode: 11200, responseStatus: 200 }] })
    expect(took).toBeGreaterThan(390)
    expect(took).toBeLessThan(900)
  })

  test('drips its head is given up after the read timeout', async () => {
    const app = await rawReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write('X: y\r\n'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const { ok, took } = await timed(callerWith(), `${app.url}/#rt=150&tt=400`)
    expect(ok).toBe(false)
    expect(took).toBeLessThan(900)
  })

  test('stops in the middle of its body is given up after the read timeout', async () => {
    const app = await rawReceiver((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'))
    const { attempts, took } = await timed(callerWith(), `${app.url}/#rt=150`)
    expect(attempts).toMatchObject([{ errorCode: 11200, responseStatus: 200 }])
    expect(took).toBeLessThan(650)
  })

  test('resets fails at once, and is tried again only when the policy says so', async () => {
    const app = await rawReceiver((socket) => socket.resetAndDestroy())
    const caller = callerWith()
    expect(await caller.call(post(app.url))).toMatchObject({ ok: false, attempts: [{ errorCode: 11200 }] })
    expect(app.connections()).toBe(1)
    expect((await caller.call(post(`${app.url}/#rp=rt&rc=2`))).attempts).toHaveLength(3)
  })

  test('refuses connections is tried once more, and is the error 11205', async () => {
    const closed = await listening(createRawServer())
    await closeAll()
    expect(await callerWith().call(post(closed.url))).toMatchObject({
      ok: false,
      attempts: [{ errorCode: 11205 }, { errorCode: 11205 }],
    })
    expect((await callerWith().call(post(`${closed.url}/#rc=4`))).attempts).toHaveLength(5)
    expect((await callerWith().call(post(`${closed.url}/#rp=5xx`))).attempts).toHaveLength(1)
  })

  test('comes up between two tries is reached', async () => {
    let asked = 0
    const app = await receiver(answering(204))
    const resolve = async () => {
      if (asked++ === 0) throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' })
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const url = app.url.replace('127.0.0.1', 'app.example')
    expect(await callerWith({ resolve }).call(post(url))).toMatchObject({
      ok: true,
      attempts: [{ errorCode: 11210 }, { errorCode: null }],
    })
  })

  test('does not take connections is given up after two connect timeouts', async () => {
    const full = await fullBacklog()
    const { ok, attempts, took } = await timed(callerWith(), `${full}/#ct=150`)
    expect({ ok, codes: attempts.map(({ errorCode }) => errorCode) }).toEqual({ ok: false, codes: [11205, 11205] })
    expect(took).toBeGreaterThan(290)
    expect(took).toBeLessThan(800)
  })

  test('does not finish the TLS handshake, or whose name is not found in time, is given up after the connect timeout', async () => {
    const silent = await listening(createRawServer())
    const handshake = await timed(callerWith(), `${silent.url.replace('http', 'https')}/#ct=100&rc=0`)
    const name = await timed(callerWith({ resolve: () => new Promise(() => {}) }), 'http://slow.example/#ct=100&rc=0')
    for (const { attempts, took } of [handshake, name]) {
      expect(attempts).toMatchObject([{ errorCode: 11205 }])
      expect(took).toBeLessThan(600)
    }
  })

  test('closed an idle connection as the request went out is asked again on a new one', async () => {
    let requests = 0
    const app = await rawReceiver((socket) => {
      requests += 1
      if (requests === 2) socket.destroy()
      else socket.write('HTTP/1.1 204 No Content\r\n\r\n')
    })
    const caller = callerWith()
    await caller.call(post(app.url))
    expect(await caller.call(post(app.url))).toMatchObject({
      ok: true,
      attempts: [{ errorCode: 11200 }, { errorCode: null }],
    })
    expect(app.connections()).toBe(2)
  })

  test('closes every connection after its answer is called without a failure', async () => {
    const app = await receiver(answering(204, { Connection: 'close' }))
    const caller = callerWith({ connectionsPerOrigin: 2 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => caller.call(post(app.url))))
    expect(answers.every(({ ok, attempts }) => ok && attempts.length === 1)).toBe(true)
    expect(app.connections()).toBe(20)
  })

  test('hangs keeps only its own calls waiting, on few connections', async () => {
    const hanging = await receiver(() => {})
    const healthy = await receiver(answering(204))
    const caller = callerWith({ connectionsPerOrigin: 3 })
    let ended = 0
    const stuck = Array.from({ length: 12 }, () => timed(caller, `${hanging.url}/#tt=500`).finally(() => (ended += 1)))
    const answers = await Promise.all(Array.from({ length: 60 }, () => caller.call(post(healthy.url))))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect([ended, hanging.connections()]).toEqual([0, 3])
    const given = await Promise.all(stuck)
    expect(given.every(({ ok, took }) => !ok && took < 1_000)).toBe(true)
    // Three were never answered; the others never had a connection, but for one that may get it at the very end.
    const codes = given.map(({ attempts }) => attempts[0]!.errorCode)
    expect(codes.filter((code) => code === 11200).length).toBeGreaterThanOrEqual(3)
    expect(new Set(codes)).toEqual(new Set([11200, 11205]))
    expect(healthy.connections()).toBeLessThanOrEqual(3)
  })
})

describe('the caller', () => {
  test('ends a call that is aborted, with the reason, and keeps no connection of it', async () => {
    const hung = Promise.withResolvers<void>()
    const app = await receiver((request) => {
      request.socket.once('close', () => hung.resolve())
      controller.abort(new Error('drained'))
    })
    const controller = new AbortController()
    const caller = callerWith()
    await expect(caller.call(post(app.url), controller.signal)).rejects.toThrow('drained')
    await expect(caller.call(post(app.url), controller.signal)).rejects.toThrow('drained')
    await hung.promise
    expect(app.got).toHaveLength(1)
  })

  test('ends what is running when it is closed, and takes no more', async () => {
    const app = await receiver(() => void caller.close())
    const caller = callerWith()
    await expect(caller.call(post(app.url))).rejects.toThrow('closed')
    await expect(caller.call(post(app.url))).rejects.toThrow('closed')
  })
})
