import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { type Media, type MediaFilter, partKeysOf, partSize } from '../domain/media.ts'
import type { PageRequest } from '../domain/page.ts'
import { mintSid } from '../domain/sid.ts'
import { accept, add, remove } from '../domain/write.ts'
import { someTime } from './records.testing.ts'
import { openStore } from './store.ts'

const accountSid = mintSid('AC', someTime)
const messageSid = mintSid('MM', someTime)

const aMedium = (values: Partial<Media> = {}): Media => ({
  sid: mintSid('ME', someTime),
  accountSid,
  messageSid,
  place: 0,
  contentType: 'image/png',
  size: 0,
  dateCreated: someTime,
  dateUpdated: someTime,
  ...values,
})

describe.each(databases)('media in $name', ({ open }) => {
  test('are found under their account and message only, newest first, by when they were created', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const media = [0, 1, 2, 3].map((place) => aMedium({ place: 3 - place, dateCreated: someTime + place }))
    const others = [aMedium({ messageSid: mintSid('MM', someTime) }), aMedium({ accountSid: mintSid('AC', someTime) })]
    await store.keep(accept([...media, ...others].map((one) => add('media', one))))
    const [first, , , last] = media

    expect(await store.media.find(accountSid, messageSid, first!.sid)).toEqual(first)
    expect(await store.media.find(accountSid, messageSid, others[0]!.sid)).toBeNull()
    expect(await store.media.find(accountSid, messageSid, others[1]!.sid)).toBeNull()

    const list = async (filter: MediaFilter, page: PageRequest = { size: 10, skip: 0 }) => {
      const { rows, hasNext } = await store.media.list(accountSid, messageSid, filter, page)
      return { places: rows.map(({ place }) => place), hasNext }
    }
    expect(await list({})).toEqual({ places: [0, 1, 2, 3], hasNext: false })
    expect(await list({ createdFrom: someTime + 2 })).toEqual({ places: [0, 1], hasNext: false })
    expect(await list({ createdBefore: someTime + 2 })).toEqual({ places: [2, 3], hasNext: false })
    expect(await list({}, { size: 3, skip: 0 })).toEqual({ places: [0, 1, 2], hasNext: true })
    const anchor = { at: last!.dateCreated, sid: last!.sid, direction: 'after' } as const
    expect(await list({}, { size: 2, skip: 0, anchor })).toEqual({ places: [1, 2], hasNext: true })
    expect((await store.media.ofMessages([messageSid])).filter((one) => one.accountSid === accountSid)).toEqual(
      media.toReversed(),
    )
    expect(await store.media.ofMessages([])).toEqual([])
  })

  test('have their bytes in parts, and none when a part is gone', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const bytes = randomBytes(partSize * 11 + 7)
    const medium = aMedium({ size: bytes.length })
    const keys = partKeysOf(medium.sid, bytes.length)
    const parts = keys.map((key, i) => ({
      key,
      content: bytes.subarray(i * partSize, (i + 1) * partSize).toString('base64'),
    }))
    await store.keep(accept(parts.toReversed().map((part) => add('mediaPart', part))))
    expect(Buffer.compare((await store.media.content(medium)) ?? Buffer.alloc(0), bytes)).toBe(0)
    await store.keep(accept([remove('mediaPart', keys[3]!)]))
    expect(await store.media.content(medium)).toBeNull()
    expect(await store.media.content(aMedium())).toHaveLength(0)
  })
})
