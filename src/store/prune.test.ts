import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { accept, add } from '../domain/write.ts'
import { mintSid } from '../domain/sid.ts'
import { aMessage, anAttempt, anEvent, anIdempotentRequest, aPart, aReceipt, someTime } from './records.testing.ts'
import { openStore } from './store.ts'

const day = 86_400_000

describe.each(databases)('pruning on $name', ({ open }) => {
  test('removes what is older, so many of each kind at most, and nothing else', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const message = aMessage({ dateCreated: 0 })
    const messageSid = message.sid
    // From nine days before to nine days after.
    const moments = Array.from({ length: 19 }, (_, i) => someTime + (i - 9) * day)
    const events = moments.map((at) => anEvent({ id: mintSid('EV', at), messageSid, at }))
    const attempts = moments.map((at) => anAttempt({ id: mintSid('WH', at), subject: messageSid, at }))
    const parts = moments.map((at) => aPart({ messageSid, at }))
    const receipts = moments.map((at) => aReceipt({ at }))
    const requests = moments.map((at) => anIdempotentRequest({ at }))
    await store.keep(
      accept([
        add('message', message),
        ...events.map((event) => add('messageEvent', event)),
        ...attempts.map((attempt) => add('webhookAttempt', attempt)),
        ...parts.map((part) => add('handedPart', part)),
        ...receipts.map((receipt) => add('earlyReceipt', receipt)),
        ...requests.map((request) => add('idempotentRequest', request)),
      ]),
    )
    const before = {
      events: someTime,
      webhookAttempts: someTime + 2 * day,
      handedParts: someTime - 3 * day,
      idempotentRequests: someTime - 8 * day,
    }
    const left = async () => [
      (await store.messages.events(messageSid)).map(({ at }) => at),
      (await store.webhookAttempts.about(messageSid)).map(({ at }) => at),
      (await store.handedParts.ofMessages([messageSid])).map(({ at }) => at).sort((a, b) => a - b),
      [...(await store.earlyReceipts.many(receipts.map(({ key }) => key))).values()]
        .map(({ at }) => at)
        .sort((a, b) => a - b),
      (await Promise.all(requests.map(({ key }) => store.idempotentRequests.find(key)))).flatMap(
        (one) => one?.at ?? [],
      ),
    ]

    // The oldest go first: 9, 11, 6, 6 and 1 are to go.
    expect(await store.prune(before, 4)).toBe(17)
    expect(await left()).toEqual([...Array<number[]>(4).fill(moments.slice(4)), moments.slice(1)])
    expect(await store.prune(before, 4)).toBe(4 + 4 + 2 + 2)
    expect(await store.prune(before, 4)).toBe(1 + 3)
    expect(await store.prune(before, 4)).toBe(0)
    expect(await left()).toEqual([9, 11, 6, 6, 1].map((gone) => moments.slice(gone)))
    expect(await store.messages.find(message.accountSid, messageSid)).toEqual(message)
  })
})
