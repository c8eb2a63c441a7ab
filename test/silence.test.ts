import { expect, test } from 'vitest'
import { silentLog } from '../src/log.ts'
import { turnstile } from '../src/messaging/keep-media.ts'
import { receiveMessage } from '../src/messaging/inbound/receive-message.ts'
import { openStore } from '../src/store/store.ts'
import { chance } from './crash/chance.ts'
import { sharedDatabases } from './databases.ts'
import { messageLife, scriptedCarrier } from './message-life.ts'

const long = process.env['TRUNKLINE_LONG'] === '1'
const rounds = long ? 200 : 3
const pairs = 6
const perPair = 40

/** Whom the messages of one round go to. */
const people = (round: number) =>
  Array.from({ length: pairs }, (_, i) => `+1415555${round % 10}${String(i).padStart(3, '0')}`)

const later = async (turns: number) => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/**
 * Two processes work on one database: the one delivers, the other takes what comes in. Once a word for silence is kept, the messages of its
 * pair are read: those that are not being handed over at that moment must never be.
 */
test.each(sharedDatabases)(
  'no hand-over begins after silence was kept, on $name',
  { timeout: long ? 900_000 : 30_000 },
  async ({ open }) => {
    await using database = await open()
    const carrier = scriptedCarrier('park')
    await using life = await messageLife(database.url, carrier)
    await life.configure({ smsUrl: '' })
    await using other = await openStore(database.url)
    const has = { ledger: other, clock: life.clock, log: silentLog, nudge() {}, inTurn: turnstile() }
    const to = life.number.phoneNumber
    const say = (body: string, from: string, round: number) =>
      receiveMessage({ carrier: 'scripted', id: `${body} ${from} ${round}`, from, to, body, media: [] }, has)
    const luck = chance(4)
    let silenced = 0

    for (let round = 0; round < rounds; round++) {
      const numbers = people(round)
      const sending = numbers.flatMap((number) => Array.from({ length: perPair }, () => life.send({ to: number })))
      const sent = new Set((await Promise.all(sending)).map(({ sid }) => sid))
      const untouchable = new Set<string>()
      const stop = async (from: string) => {
        await later(luck.between(0, 60))
        await say('STOP', from, round)
        const { rows } = await other.messages.list(life.account.sid, { to: from }, { size: 200, skip: 0 })
        for (const { sid, status } of rows) if (status === 'queued' && sent.has(sid)) untouchable.add(sid)
      }
      await Promise.all([life.settle(), ...numbers.map(stop)])
      await life.settle()

      expect(carrier.handed.filter(({ messageSid }) => untouchable.has(messageSid))).toEqual([])
      const messages = await life.store.messages.many([...untouchable])
      for (const message of messages.values()) expect(message).toMatchObject({ status: 'failed', errorCode: 21610 })
      silenced += untouchable.size
      await Promise.all(numbers.map((from) => say('START', from, round)))
      await life.settle()
    }
    // Else nothing was shown: silence came when all had been handed over.
    expect(silenced).toBeGreaterThan(0)
  },
)
