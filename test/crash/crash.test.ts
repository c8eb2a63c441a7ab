import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { InDoubtPolicy } from '../../src/domain/carrier.ts'
import { sharedDatabases, type TestDatabase } from '../databases.ts'
import { long } from '../requires.ts'
import { eventsOf, handovers, type ListedMessage, whenFinal } from './aftermath.ts'
import { chance } from './chance.ts'
import { type LedgerEntry, openLedger } from './ledger.ts'
import { startLoad } from './load.ts'
import { makeService, ownedNumbers, startProcess } from './start-process.ts'

// The promise of a 201: whatever is killed, whenever, no accepted message is lost, none stays unfinished, and none is handed
// over twice but for those that were on their way to the carrier when the process died.

const kills = long ? 50 : 5
const account = { sid: `AC${'c0ffee'.repeat(6).slice(0, 32)}`, token: 'a-token-for-crashes' }
/** How many messages one process hands over at once at most. */
const window = 400
const seed = Number(process.env.TRUNKLINE_TEST_SEED ?? 1)

const forms = sharedDatabases.flatMap((database) =>
  (['resubmit', 'park'] as const).map((policy) => ({ name: database.name, policy, open: database.open })),
)

describe(`killed ${kills} times under load`, () => {
  // Side by side: most of the time they wait for leases to end.
  test.concurrent.each(forms)(
    '$name, in doubt: $policy',
    { timeout: 120_000 + kills * 5000 },
    async ({ name, policy, open }) => {
      await using database = await open()
      const outcome = await killRepeatedly(database, policy)
      const { accepted, entries, messages, waiting, parked } = outcome
      const doubles = [...handovers(entries).values()].filter(({ length }) => length > 1)
      const told = `${name}, ${policy}: ${accepted.size} accepted, ${entries.length} handed over, ${doubles.length} twice, ${parked.length} parked`
      console.log(told)

      expect(accepted.size, told).toBeGreaterThan(kills * 10)
      expect(waiting, 'not final').toEqual([])
      expect(
        [...accepted.keys()].filter((sid) => !messages.has(sid)),
        'missing from the server',
      ).toEqual([])
      expect(
        [...accepted].filter(([sid, body]) => messages.get(sid)?.body !== body),
        'changed on the way',
      ).toEqual([])
      const reached = new Set(entries.map(({ messageSid }) => messageSid))
      const excused = new Set(parked)
      expect(
        [...accepted.keys()].filter((sid) => !reached.has(sid) && !excused.has(sid)),
        'missing from the ledger',
      ).toEqual([])
      expect(
        entries.filter(({ messageSid, body }) => messages.get(messageSid)?.body !== body),
        'never accepted',
      ).toEqual([])
      expect(untrue(messages, entries), 'reported otherwise than the carrier said').toEqual([])

      if (policy === 'park') expect(doubles).toEqual([])
      expect(
        doubles.map((all) => all.map(({ attempt }) => attempt).join()).filter((attempts) => attempts !== '1,2'),
      ).toEqual([])
      const byProcess = Map.groupBy(doubles, ([first]) => first?.process)
      for (const [process, its] of byProcess)
        expect(its.length, `duplicates after ${process} was killed`).toBeLessThanOrEqual(window)
    },
  )
})

async function killRepeatedly(database: TestDatabase, inDoubt: InDoubtPolicy) {
  const luck = chance(seed)
  await using ledger = await openLedger(luck)
  const start = (number: number) =>
    startProcess({ name: `process ${number}`, database: database.url, account, ledgerPort: ledger.port, inDoubt })

  let server = await start(0)
  let gone = false
  // Some messages name their sender, others a service that chooses it.
  const from = [...(await ownedNumbers(server.url, account)), await makeService(server.url, account)]
  const load = startLoad({ target: () => (gone ? null : server.url), account, from, connections: 6, pace: 15 })
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await load.more(luck.between(10, 50))
      await pause(luck.between(0, 50))
      gone = true
      await server.kill()
      server = await start(kill)
      gone = false
    }
    await load.stop()
    const { messages, waiting } = await whenFinal(server.url, account, 30_000)
    const parked = await parkedOf(server.url, messages)
    return { accepted: load.accepted, entries: ledger.entries, messages, waiting, parked }
  } finally {
    await load.stop()
    await server.kill()
  }
}

/** Those that failed because nobody knew whether the carrier had them, and that say so. */
async function parkedOf(server: string, messages: ReadonlyMap<string, ListedMessage>): Promise<readonly string[]> {
  const unknown = [...messages.values()].filter(({ status, error_code }) => status === 'failed' && error_code === 30008)
  const events = await Promise.all(unknown.map(({ sid }) => eventsOf(server, sid)))
  return unknown.filter((_, i) => events[i]?.includes('in-doubt')).map(({ sid }) => sid)
}

/** Messages in a state that no hand-over of theirs explains. */
function untrue(messages: ReadonlyMap<string, ListedMessage>, entries: readonly LedgerEntry[]): ListedMessage[] {
  const handed = handovers(entries)
  return [...messages.values()].filter(({ sid, status, error_code }) => {
    if (status === 'failed') return error_code !== 30008
    return !handed.get(sid)?.some((entry) => entry.status === status)
  })
}
