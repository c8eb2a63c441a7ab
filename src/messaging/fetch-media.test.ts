import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { type MediaServer, openMediaServer, pixel, type Served } from '../../test/media-server.ts'
import { type MessageLife, messageLife, type ScriptedCarrier, scriptedCarrier } from '../../test/message-life.ts'
import type { Ledger } from '../domain/ledger.ts'
import { mostMediaBytes, partKeysOf, partSize } from '../domain/media.ts'
import { accept, add, type Write } from '../domain/write.ts'
import { aNumber } from '../store/records.testing.ts'
import { everyAddress } from '../webhooks/address-rules.ts'
import { webhookCaller } from '../webhooks/call-webhook.ts'
import type { SendRequest } from './check-request.ts'
import { fetchMedia } from './fetch-media.ts'

describe.each(databases)('media on $name', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  let carrier: ScriptedCarrier
  let server: MediaServer
  let from: string
  beforeAll(async () => {
    database = await open()
    carrier = scriptedCarrier()
    life = await messageLife(database.url, carrier)
    server = await openMediaServer()
    const capabilities = { voice: true, sms: true, mms: true, fax: false }
    const number = aNumber({ accountSid: life.account.sid, capabilities })
    await life.store.keep(accept([add('incomingPhoneNumber', number)]))
    from = number.phoneNumber
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  /** Each message has its files in a folder of its own. */
  let folders = 0
  const pathOf = (i: number) => `/${folders}/${i}`
  const send = (files: readonly Served[], values: Partial<SendRequest> = {}) => {
    folders++
    return life.send({ from, mediaUrls: files.map((file, i) => server.put(pathOf(i), file)), ...values })
  }
  const asked = () => server.asked.filter(({ path }) => path.startsWith(`/${folders}/`))
  const handed = (sid: string) => carrier.handed.filter(({ messageSid }) => messageSid === sid)
  const mediaOf = (sid: string) => life.store.media.ofMessages([sid])
  const bytesOf = async (sid: string) => {
    const media = await mediaOf(sid)
    return Promise.all(
      media.map(async (one) => Buffer.from((await life.store.media.content(one)) ?? '').toString('hex')),
    )
  }
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

  test('are fetched and stored, byte for byte and in order, before anything is handed over', async () => {
    const large = randomBytes(partSize * 2 + 1)
    const message = await send([{ contentType: 'video/mp4', bytes: large }, { contentType: 'Image/GIF; x=1' }])
    expect(message).toMatchObject({ status: 'queued', numSegments: 1 })
    expect(await life.settleBut('fetch-media')).toBe(0)
    expect(await life.find(message.sid)).toMatchObject({ status: 'queued' })

    await life.settle()
    const media = await mediaOf(message.sid)
    expect(media).toMatchObject([
      { accountSid: life.account.sid, place: 0, contentType: 'video/mp4', size: large.length },
      { place: 1, contentType: 'image/gif', size: pixel.length },
    ])
    expect(media.map(({ sid }) => sid)).toEqual(Array(2).fill(expect.stringMatching(/^ME[0-9a-f]{32}$/)))
    expect(await bytesOf(message.sid)).toEqual([hex(large), hex(pixel)])
    expect(handed(message.sid)).toMatchObject([
      { asMms: true, mediaUrls: media.map(({ sid }) => `https://media.here/${sid}`) },
    ])
    expect(await life.story(message.sid)).toEqual(['queued', 'media-fetched', 'media-fetched', 'sending', 'sent'])
    const attempts = await life.store.webhookAttempts.about(message.sid)
    expect(attempts.map(({ kind, responseStatus }) => [kind, responseStatus])).toEqual(Array(2).fill(['media', 200]))
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('of no bytes are media', async () => {
    const message = await send([{ contentType: 'text/csv', bytes: new Uint8Array() }])
    await life.settle()
    expect(await bytesOf(message.sid)).toEqual([''])
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent' })
  })

  const half = { bytes: new Uint8Array(mostMediaBytes / 2) }
  test.each<[what: string, files: readonly Served[], code: number, onChannel: number]>([
    ['that are not there', [{}, { status: 404 }], 11200, 63019],
    ['of a type that is not sent', [{ contentType: 'text/html' }], 12300, 63021],
    ['of no type', [{ contentType: '' }], 12300, 63021],
    ['that are too large together', [half, { bytes: new Uint8Array(mostMediaBytes / 2 + 1) }], 11751, 63034],
  ])('%s end the message, and its timeline says why', async (_, files, code, onChannel) => {
    const message = await send(files, { statusCallback: `${server.url}/status` })
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({
      status: 'failed',
      errorCode: code,
      price: null,
      dateSent: null,
    })
    const events = await life.store.messages.events(message.sid)
    expect(events.find(({ kind }) => kind === 'media-refused')?.detail).toMatchObject({
      place: files.length - 1,
      errorCode: code,
      reason: expect.stringMatching(/\w+/) as string,
    })
    expect(handed(message.sid)).toEqual([])
    expect(server.asked.at(-1)).toMatchObject({ method: 'POST', path: '/status' })
    const { rows } = await life.store.notifications.list(life.account.sid, {}, { size: 100, skip: 0 })
    expect(rows.map(({ errorCode }) => errorCode)).toContain(code)

    const inChannel = await send(files, { to: 'whatsapp:+14155552345', from: `whatsapp:${from}` })
    await life.settle()
    expect(await life.find(inChannel.sid)).toMatchObject({ status: 'failed', errorCode: onChannel })
  })

  test('that have just the size that a message may have are sent', async () => {
    const message = await send([half, half])
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent' })
    expect((await mediaOf(message.sid)).map(({ size }) => size)).toEqual(Array(2).fill(mostMediaBytes / 2))
  })

  test('that cannot be reached end the message with the code of the connection', async () => {
    const message = await life.send({ from, mediaUrls: ['http://127.0.0.1:1/#rc=0'] })
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'failed', errorCode: 11205 })
  })

  test('are not asked for when the message has waited too long', async () => {
    const message = await send([{}], { options: { validityPeriod: 60 } })
    life.clock.advance(61_000)
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'failed', errorCode: 30001 })
    expect(asked()).toEqual([])
  })

  test('whose worker died before it began are fetched by the next one, once', async () => {
    const message = await send([{}, {}])
    await life.takeAndDie('fetch-media')
    await life.takeAndDie('fetch-media')
    await life.settle()
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent' })
    expect(await bytesOf(message.sid)).toEqual([hex(pixel), hex(pixel)])
    expect(asked()).toHaveLength(2)
  })

  /** A worker of its own, over a ledger that may be told to fail. */
  const worker = (keep: Ledger['keep'] = life.store.keep) => {
    const caller = webhookCaller({ addresses: everyAddress, clockNow: life.clock.now })
    const { run } = fetchMedia({
      ledger: { ...life.store, keep },
      clock: life.clock,
      nudge() {},
      fetchFile: caller.fetchFile,
    })
    return async () => {
      const jobs = await life.takeAndDie('fetch-media')
      try {
        await run(jobs, new AbortController().signal)
      } finally {
        await caller.close()
      }
    }
  }
  const keepsMedia = ({ operations }: Write) =>
    operations.some((operation) => operation.do === 'add' && operation.noun === 'media')

  test('of many messages at once are stored in small writes, one at a time', async () => {
    const messages = [await send([half]), await send([half]), await send([half])]
    let underWay = 0
    const parts: { underWay: number; length: number }[] = []
    await worker(async (write) => {
      const contents = write.operations.flatMap((operation) =>
        operation.do === 'add' && operation.noun === 'mediaPart' ? [operation.record.content] : [],
      )
      if (contents.length > 0) parts.push({ underWay: ++underWay, length: contents.join('').length })
      const kept = await life.store.keep(write)
      if (contents.length > 0) underWay--
      return kept
    })()
    expect(parts).toHaveLength(messages.length * Math.ceil(mostMediaBytes / 2 / partSize))
    expect(Math.max(...parts.map((part) => part.underWay))).toBe(1)
    expect(Math.max(...parts.map(({ length }) => length))).toBe((partSize * 4) / 3)
    await life.settle()
    expect(messages.flatMap(({ sid }) => handed(sid))).toHaveLength(3)
  })

  test('whose worker died in the middle of storing them are stored anew, with nothing left of the first time', async () => {
    const message = await send([{ bytes: randomBytes(partSize * 3) }])
    const dying = worker(async (write) => {
      if (keepsMedia(write)) throw new Error('the process died')
      return life.store.keep(write)
    })
    await expect(dying()).rejects.toThrow('died')
    expect(await mediaOf(message.sid)).toEqual([])

    // The file is another one by now, and shorter.
    const second = randomBytes(partSize + 5)
    server.put(pathOf(0), { bytes: second })
    await life.settle()
    expect(await bytesOf(message.sid)).toEqual([hex(second)])
    const [media] = await mediaOf(message.sid)
    expect(partKeysOf(media!.sid, partSize * 3)).toHaveLength(3)
    expect(await life.store.media.content({ sid: media!.sid, size: partSize * 3 })).toBeNull()
    expect(await life.find(message.sid)).toMatchObject({ status: 'sent' })
    expect(handed(message.sid)).toHaveLength(1)
  })

  test('that a slow worker still fetches when its lease has ended are those of the next worker', async () => {
    const hold = Promise.withResolvers<void>()
    const message = await send([{ bytes: randomBytes(partSize * 2), after: hold.promise }])
    const slow = worker()()
    await expect.poll(() => asked().length).toBe(1)
    const second = randomBytes(10)
    server.put(pathOf(0), { bytes: second })
    await life.settle()
    hold.resolve()
    await slow
    await life.settle()
    expect(await bytesOf(message.sid)).toEqual([hex(second)])
    expect(handed(message.sid)).toHaveLength(1)
    expect(await life.story(message.sid)).toEqual(['queued', 'media-fetched', 'sending', 'sent'])
  })
})
