import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { deliveryDelay, messageLife } from '../../test/message-life.ts'
import { startPruning } from './prune-history.ts'

describe.each(databases)('history on $name', ({ open }) => {
  test('is pruned by its age again and again, by one job however many processes start', async () => {
    await using database = await open()
    await using life = await messageLife(database.url)
    const has = { ledger: life.store, clock: life.clock }
    await Promise.all([1, 2, 3].map(() => startPruning(has)))
    expect(await life.store.jobs.pending(['prune-history'])).toBe(1)

    const old = await life.send()
    await life.settle()
    life.clock.advance(deliveryDelay)
    await life.settle()
    life.clock.advance(600_000)
    await life.settle()
    expect(await life.story(old.sid)).toEqual(['queued', 'sending', 'sent', 'delivered'])

    life.clock.advance(90_000_000)
    const young = await life.send()
    await life.settle()
    expect(await life.story(old.sid)).toEqual([])
    expect(await life.store.handedParts.ofMessages([old.sid])).toEqual([])
    expect(await life.story(young.sid)).toEqual(['queued', 'sending', 'sent'])
    expect(await life.store.jobs.pending(['prune-history'])).toBe(1)
  })
})
