import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { accept, add } from '../domain/write.ts'
import { aPhone, aPhoneMessage } from './records.testing.ts'
import { openStore } from './store.ts'

describe.each(databases)('phones on $name', ({ open }) => {
  test('are listed in the order in which they were made, and found in any number', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const phones = [30, 10, 20, 10].map((dateCreated) => aPhone({ dateCreated }))
    await store.keep(accept(phones.map((phone) => add('virtualPhone', phone))))
    expect(await store.phones.list(10)).toEqual([1, 3, 2, 0].map((i) => phones[i]))
    expect(await store.phones.list(2)).toEqual([phones[1], phones[3]])
    const two = [phones[0]!, phones[2]!]
    const found = await store.phones.many([...two.map(({ phoneNumber }) => phoneNumber), '+19995550000'])
    expect(found).toEqual(new Map(two.map((phone) => [phone.phoneNumber, phone])))
    expect(await store.phones.many([])).toEqual(new Map())
    expect(await store.phones.find('+19995550000')).toBeNull()
  })

  test('show the newest of their inbox, or what came after a text that was seen', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const phoneNumber = '+12025550101'
    const texts = [1, 2, 3, 4, 5].map((at) =>
      aPhoneMessage({ phoneNumber, at, body: `no. ${at}`, mediaUrls: ['http://127.0.0.1/a'] }),
    )
    await store.keep(accept([...texts.toReversed(), aPhoneMessage({ at: 6 })].map((text) => add('phoneMessage', text))))
    expect(await store.phones.inbox(phoneNumber, 10)).toEqual(texts)
    expect(await store.phones.inbox(phoneNumber, 2)).toEqual(texts.slice(3))
    expect(await store.phones.inbox(phoneNumber, 2, texts[0]!.id)).toEqual(texts.slice(1, 3))
    expect(await store.phones.inbox(phoneNumber, 10, texts[4]!.id)).toEqual([])
    expect(await store.phones.inbox('+19995550000', 10)).toEqual([])
  })
})
