import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { sharedDatabases } from '../databases.ts'
import { long } from '../requires.ts'
import { handovers, type ListedMessage, whenFinal } from './aftermath.ts'
import { type ApplicationReply, openApplication } from './application.ts'
import { chance } from './chance.ts'
import { endLeases } from './end-leases.ts'
import { openLedger } from './ledger.ts'
import { askAt, ownedNumbers, startProcess } from './start-process.ts'
import { startWriters, type Written } from './writers.ts'

// The promise of an acknowledgement: whatever is killed, whenever, no message that came in is lost or there twice, each has the answer of
// its application, and no answer is carried out twice, however often the application was asked.

const kills = long ? 50 : 3
const account = { sid: `AC${'c0ffee'.repeat(6).slice(0, 32)}`, token: 'a-token-for-crashes' }
const seed = Number(process.env.TRUNKLINE_TEST_SEED ?? 1)

describe(`killed ${kills} times while messages come in`, () => {
  // Side by side: most of the time they wait for processes to start.
  test.concurrent.each(sharedDatabases)(
    'nothing is lost, and no reply is sent twice, on $name',
    { timeout: 60_000 + kills * 5000 },
    async ({ name, open }) => {
      await using database = await open()
      const { written, messages, waiting, unanswered, replies, entries, counts } = await killRepeatedly(database.url)
      const inbound = [...messages.values()].filter(({ direction }) => direction === 'inbound')
      const outbound = [...messages.values()].filter(({ direction }) => direction !== 'inbound')
      const questions = Map.groupBy(replies, ({ about, document }) => `${about} ${document}`)
      const askedAgain = [...questions.values()].filter(({ length }) => length > 1)
      const doubles = [...handovers(entries).values()].filter(({ length }) => length > 1)
      const failed = outbound.filter(({ status }) => status === 'failed')
      const told =
        `${name}: ${counts.taken} acknowledged (${counts.handedIn} times handed in), ${inbound.length} messages, ` +
        `${replies.length} answers (${askedAgain.length} questions asked again), ` +
        `${outbound.length} replies, ${entries.length} handed over, ${doubles.length} twice, ${failed.length} failed in doubt`
      console.log(told)

      expect(written.size, told).toBeGreaterThan(kills * 10)
      expect(waiting, 'not final').toEqual([])
      expect(unanswered, 'never answered').toBe(0)
      expect(inbound.map(({ body, num_media }) => `${body}, ${num_media} files`).toSorted()).toEqual(
        [...written].map(([body, { media }]) => `${body}, ${media} files`).toSorted(),
      )
      expect(
        inbound.filter(({ status }) => status !== 'received'),
        'stuck',
      ).toEqual([])

      expect(
        [...questions.values()].filter((asked) => new Set(asked.map(({ token }) => token)).size > 1),
        'asked again under another token',
      ).toEqual([])
      expect(faultsOf(inbound, written, questions, outbound), 'not answered exactly once').toEqual([])
      const texts = outbound.map(({ body }) => body)
      expect(texts.length, 'replies that were made twice').toBe(new Set(texts).size)

      // A text that the application made once reaches the carrier as one message; the same message comes again only as it is flagged.
      const carried = Map.groupBy(entries, ({ body }) => body)
      expect(
        [...carried.values()].filter((all) => new Set(all.map(({ messageSid }) => messageSid)).size > 1),
        'sent twice',
      ).toEqual([])
      // Two processes that died over the same hand-over leave nobody who knows whether it was made: such a reply fails, and says so.
      expect(
        outbound.filter(({ body, error_code }) => !carried.has(body) && error_code !== 30008),
        'never handed over, and nobody was told',
      ).toEqual([])
      expect(failed.filter(({ error_code }) => error_code !== 30008)).toEqual([])
      expect(
        doubles.map((all) => all.map(({ attempt }) => attempt).join()).filter((attempts) => attempts !== '1,2'),
      ).toEqual([])
    },
  )
})

async function killRepeatedly(database: string) {
  const luck = chance(seed)
  await using application = await openApplication()
  await using ledger = await openLedger(luck)
  const { incoming } = ledger
  const start = (number: number) =>
    startProcess({ name: `process ${number}`, database, account, ledgerPort: ledger.port, inDoubt: 'resubmit' })

  let server = await start(0)
  await askAt(server.url, account, application.url)
  const writers = startWriters(incoming, await ownedNumbers(server.url, account), 4)
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await Promise.all([writers.more(luck.between(20, 50)), application.more(luck.between(20, 50))])
      await pause(luck.between(0, 50))
      await server.kill()
      // Some processes come back after the leases of the one before have ended, the last in any case.
      if (kill === kills || luck.happens(0.5)) await endLeases(database)
      server = await start(kill)
    }
    await writers.stop()
    const unanswered = await unansweredIn(database)
    const { messages, waiting } = await whenFinal(server.url, account, 30_000)
    const { written } = writers
    const { replies } = application
    return { written, messages, waiting, unanswered, replies, entries: ledger.entries, counts: incoming.counts() }
  } finally {
    await server.kill()
  }
}

/** How many messages wait for an answer still, when no more are answered or the time is over. */
async function unansweredIn(database: string): Promise<number> {
  await using store = await openStore(database)
  const end = performance.now() + 30_000
  for (;;) {
    const waiting = await store.jobs.pending(['answer-message'])
    if (waiting === 0 || performance.now() > end) return waiting
    await pause(100)
  }
}

/** Messages of which a document was not carried out, or more than one answer was, or a part of one. */
function faultsOf(
  inbound: readonly ListedMessage[],
  written: ReadonlyMap<string, Written>,
  questions: ReadonlyMap<string, readonly ApplicationReply[]>,
  outbound: readonly ListedMessage[],
): readonly string[] {
  const sent = new Set(outbound.map(({ body }) => body))
  return inbound.flatMap(({ sid, body }) =>
    (['first', 'next'] as const).slice(0, written.get(body)?.documents).flatMap((document) => {
      const answers = questions.get(`${sid} ${document}`) ?? []
      const carriedOut = answers.filter(({ texts }) => texts.some((text) => sent.has(text)))
      const isWhole = carriedOut.every(({ texts }) => texts.every((text) => sent.has(text)))
      return carriedOut.length === 1 && isWhole
        ? []
        : [`${body}: ${carriedOut.length} of ${answers.length} ${document}`]
    }),
  )
}
