import { describe, expect, test } from 'vitest'
import type { InDoubtPolicy } from '../src/domain/carrier.ts'
import { handovers, type ListedMessage, whenFinal } from './crash/aftermath.ts'
import { chance } from './crash/chance.ts'
import { openLedger } from './crash/ledger.ts'
import { startLoad } from './crash/load.ts'
import { makeService, ownedNumbers, startProcess } from './crash/start-process.ts'
import { databases } from './databases.ts'
import { openReceiver, type Receiver } from './receiver.ts'

const account = { sid: `AC${'2'.repeat(32)}`, token: 'a-token-for-two' }
const postgres = databases.filter(({ name }) => name === 'PostgreSQL')
const forms = postgres.flatMap(({ openNew }) => (['resubmit', 'park'] as const).map((policy) => ({ policy, openNew })))

/** A callback that a killed process had begun is made again when its lease ends. */
const longestCallback = 30_000

describe('two processes on one PostgreSQL, one of them killed', () => {
  // Side by side: most of the time they wait for leases to end.
  test.concurrent.each(forms)(
    'share the work, in doubt: $policy',
    { timeout: 120_000 },
    async ({ policy, openNew }) => {
      await using database = await openNew()
      await using receiver = await openReceiver()
      const { accepted, entries, messages, waiting, untold } = await shareWork(database.url, policy, receiver)
      const byProcess = Map.groupBy(entries, ({ process }) => process)
      const doubles = [...handovers(entries).values()].filter(({ length }) => length > 1)
      const told = `${policy}: ${accepted.size} accepted, ${entries.length} handed over, ${doubles.length} twice`
      console.log(told)

      expect(waiting, 'not final').toEqual([])
      expect(
        [...accepted.keys()].filter((sid) => !messages.has(sid)),
        'missing from the server',
      ).toEqual([])
      for (const name of ['one', 'two'])
        expect(byProcess.get(name)?.length ?? 0, `${name} of ${told}`).toBeGreaterThanOrEqual(entries.length / 5)
      if (policy === 'park') expect(doubles).toEqual([])
      expect(
        doubles.map((all) => all.map(({ attempt }) => attempt).join()).filter((attempts) => attempts !== '1,2'),
      ).toEqual([])

      expect(untold, 'callbacks that never came').toEqual([])
    },
  )
})

async function shareWork(database: string, inDoubt: InDoubtPolicy, receiver: Receiver) {
  const luck = chance(2)
  await using ledger = await openLedger(luck)
  const start = (name: string) => startProcess({ name, database, account, ledgerPort: ledger.port, inDoubt })
  // At the same moment, on an empty database: both bring its tables up to date and make the account.
  const [one, two] = await Promise.all([start('one'), start('two')])
  try {
    const from = [...(await ownedNumbers(one.url, account)), await makeService(one.url, account)]
    let alive = [one, two]
    let turn = 0
    const target = () => alive[++turn % alive.length]?.url ?? null
    const statusCallback = `${receiver.url}/status`
    const load = startLoad({ target, account, from, connections: 10, pace: 5, statusCallback })
    try {
      await load.more(200)
      alive = [one]
      await two.kill()
      await load.more(100)
    } finally {
      await load.stop()
    }
    const outcome = await whenFinal(one.url, account, 30_000)
    const untold = () => notReported([...outcome.messages.values()], receiver)
    await receiver.until(() => untold().length === 0, longestCallback).catch(() => {})
    return { accepted: load.accepted, entries: ledger.entries, ...outcome, untold: untold() }
  } finally {
    await Promise.all([one.kill(), two.kill()])
  }
}

/** The callbacks that did not come: every message tells each status that it took after its first, and `sending` stays inside. */
function notReported(messages: readonly ListedMessage[], { received }: Receiver): readonly string[] {
  const came = new Set(received.map(({ parameters }) => `${parameters.MessageSid} ${parameters.MessageStatus}`))
  const expected = messages.flatMap(({ sid, status }) => [
    ...(status === 'failed' ? [] : [`${sid} sent`]),
    `${sid} ${status}`,
  ])
  return expected.filter((one) => !came.has(one))
}
