import { expect, test } from 'vitest'
import type { CallProgress } from '../../domain/voice-carrier.ts'
import { openStore } from '../../store/store.ts'
import { callSimulator } from './call-simulator.ts'

test('a worker that was thought dead, and comes back, sets no call back', async () => {
  await using store = await openStore('sqlite::memory:')
  let now = 1000
  const delays = { ring: 10, answer: 20, slowAnswer: 30, talk: 40 }
  const simulated = callSimulator({ ledger: store, clock: { now: () => now }, nudge() {}, delays })
  const told: CallProgress['event'][] = []
  await simulated.start({
    progress: async ({ event }) => void told.push(event),
    incoming: () => Promise.reject(new Error('nobody calls')),
  })
  const order = { callSid: `CA${'1'.repeat(32)}`, accountSid: `AC${'1'.repeat(32)}`, from: '+12025550100', ringFor: 60 }
  await simulated.place({ ...order, to: '+12025550101', sendDigits: '' }, new AbortController().signal)

  const deed = 'simulate-call'
  const claim = (lease: number) => store.jobs.claim({ deeds: [deed], limit: 1, now, lease, rateOf: () => Infinity })
  const run = (jobs: Awaited<ReturnType<typeof claim>>) =>
    simulated.deeds[deed]!.run(jobs, new AbortController().signal)
  now += 10
  const late = await claim(-1)
  await run(await claim(-1))
  now += 20
  const current = await claim(10_000)
  await run(late)
  await run(current)
  expect(told).toEqual(['ringing', 'ringing', 'answered'])
  now += 1000
  expect(await claim(10_000)).toEqual([])
})
