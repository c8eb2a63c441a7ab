import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../../test/databases.ts'
import { type MessageLife, messageLife } from '../../../test/message-life.ts'

const mia = '+14155552345'

describe.each(databases)('a message that comes in, on $name', ({ open }) => {
  let database: TestDatabase
  let life: MessageLife
  beforeEach(async () => {
    database = await open()
    life = await messageLife(database.url)
  })
  afterEach(async () => {
    await life[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  const all = async () => (await life.store.messages.list(life.account.sid, {}, { size: 50, skip: 0 })).rows

  test('is kept as receiving, priced and counted, before anything is acknowledged', async () => {
    await life.inbound({ body: 'Grüße aus Köln' })
    const [message] = await all()
    expect(message).toMatchObject({
      from: mia,
      to: life.number.phoneNumber,
      body: 'Grüße aus Köln',
      status: 'receiving',
      direction: 'inbound',
      numSegments: 1,
      price: -750,
      errorCode: null,
      dateSent: null,
      mediaUrls: [],
    })
    expect(await life.store.messages.count(life.account.sid, {}, 100)).toBe(1)
    expect(await life.story(message!.sid)).toEqual(['receiving'])
  })

  test('is received when nobody is to be asked, at the moment in which somebody would have been', async () => {
    await life.configure({ smsUrl: '' })
    await life.inbound()
    life.clock.advance(700)
    await life.settle()
    const [message] = await all()
    expect(message).toMatchObject({ status: 'received', dateSent: life.clock.now(), dateListed: life.clock.now() })
    expect(await life.story(message!.sid)).toEqual(['receiving', 'received'])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('that is handed in twice under one name is kept once', async () => {
    await Promise.all([life.inbound({ id: 'same' }), life.inbound({ id: 'same' })])
    await life.inbound({ id: 'same' })
    await life.inbound({ id: 'other' })
    expect(await all()).toHaveLength(2)
  })

  test('keeps its media, each byte of them', async () => {
    const bytes = new Uint8Array(500_000).map((_, i) => (i * 31) % 251)
    const medium = { contentType: 'image/png', bytes }
    await life.inbound({
      id: 'mms',
      body: '',
      media: [medium, { contentType: 'text/vcard', bytes: bytes.slice(0, 7) }],
    })
    await life.inbound({ id: 'mms', body: '', media: [medium] })
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect(message).toMatchObject({ numSegments: 1, price: -1000 })
    expect(message!.sid).toMatch(/^MM/)
    const media = await life.store.media.ofMessages([message!.sid])
    expect(media.map(({ contentType, size }) => [contentType, size])).toEqual([
      ['image/png', 500_000],
      ['text/vcard', 7],
    ])
    expect(await life.store.media.content(media[0]!)).toEqual(Buffer.from(bytes))
  })

  test('for a number that nobody has is kept aside, and belongs to no account', async () => {
    await life.inbound({ id: 'stray', to: '+12025550199', body: 'anybody?' })
    await life.inbound({ id: 'stray', to: '+12025550199', body: 'anybody?' })
    expect(await all()).toEqual([])
    expect(await life.store.arrivals.strays(10)).toEqual([
      expect.objectContaining({ from: mia, to: '+12025550199', body: 'anybody?', numMedia: 0 }),
    ])
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('in parts is joined when the last has come, in any order', async () => {
    const part = (number: number, body: string) =>
      life.inbound({ id: `part ${number}`, body, part: { reference: '7', number, of: 3 } })
    await part(2, 'two ')
    await part(3, 'three')
    await part(2, 'two ')
    expect(await all()).toEqual([])
    await Promise.all([part(1, 'one '), part(1, 'one ')])
    const [message, ...others] = await all()
    expect(others).toEqual([])
    expect(message).toMatchObject({ body: 'one two three', numSegments: 3, price: -2250, errorCode: null })
    expect((await life.store.arrivals.find(`simulator:part 2`))?.became).toBe(message!.sid)
    life.clock.advance(200_000)
    await life.settle()
    expect(await all()).toHaveLength(1)
    expect(await life.store.jobs.pending()).toBe(0)
  })

  test('of which a part never comes says so with 30009, with what there is of it', async () => {
    await life.inbound({ id: 'a', body: 'begins ', part: { reference: '8', number: 1, of: 3 } })
    await life.inbound({ id: 'c', body: 'ends', part: { reference: '8', number: 3, of: 3 } })
    life.clock.advance(119_000)
    await life.settle()
    expect(await all()).toEqual([])
    life.clock.advance(2000)
    await life.settle()
    expect(await all()).toEqual([expect.objectContaining({ body: 'begins ends', errorCode: 30009, numSegments: 3 })])
    // What uses the same reference later is another message.
    await life.inbound({ id: 'd', body: 'new ', part: { reference: '8', number: 1, of: 2 } })
    await life.inbound({ id: 'e', body: 'one', part: { reference: '8', number: 2, of: 2 } })
    expect((await all()).map(({ body }) => body).toSorted()).toEqual(['begins ends', 'new one'])
  })

  test('whose reference is used again before its last part came loses neither', async () => {
    await life.inbound({ id: '1', body: 'old', part: { reference: '9', number: 1, of: 2 } })
    await life.inbound({ id: '2', body: 'young ', part: { reference: '9', number: 1, of: 2 } })
    await life.inbound({ id: '3', body: 'one', part: { reference: '9', number: 2, of: 2 } })
    expect(new Map((await all()).map(({ body, errorCode }) => [body, errorCode]))).toEqual(
      new Map([
        ['old', 30009],
        ['young one', null],
      ]),
    )
  })

  test('from a phone travels in as many segments as it has, and the phone shows what it became', async () => {
    const body = `${'🙂'.repeat(40)}${'x'.repeat(60)}`
    const { id } = await life.phones.send({ from: mia, to: life.number.phoneNumber, body, media: [] })
    life.clock.advance(1000)
    await life.settle()
    const [message] = await all()
    expect(message).toMatchObject({ body, status: 'received', numSegments: 3, encoding: 'UCS-2' })
    const shown = await life.store.phones.inbox(mia, 10, undefined, 'all')
    expect(shown).toEqual([expect.objectContaining({ id, direction: 'sent', body, messageSid: message!.sid })])
    expect(await life.store.phones.inbox(mia, 10)).toEqual([])
  })

  test('from a phone may lose a segment on its way', async () => {
    const body = 'x'.repeat(400)
    await life.phones.send({ from: mia, to: life.number.phoneNumber, body, media: [], lostSegment: 2 })
    life.clock.advance(1000)
    await life.settle()
    life.clock.advance(121_000)
    await life.settle()
    expect(await all()).toEqual([expect.objectContaining({ errorCode: 30009, body: 'x'.repeat(400 - 153) })])
  })
})
