import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { everyAddress } from '../src/webhooks/address-rules.ts'
import { webhookCaller, type WebhookCall, type WebhookCaller } from '../src/webhooks/call-webhook.ts'
import { type HostileReceivers, openHostileReceivers } from '../test/hostile-receivers.ts'
import type { Arguments } from './arguments.ts'
import { type Percentiles, histogram, median } from './histogram.ts'
import { memoryOf, startHelper } from './processes.ts'
import type { ReceiverOrder } from './receiver.ts'
import { type Report, atMost, exactly, seen } from './report.ts'

/*
 * Claim: receivers that do their worst hold up nobody but themselves. One process calls healthy receivers at a steady rate, once alone and once
 * with calls of hostile ones beside them, which hang, drip, flood, lie, pack bombs or have bad certificates, a call of each in turn. How long
 * the healthy calls take, 99 in 100, grows to twice as much at most: the median of several runs, each a pair.
 *
 * The load is open: a call is due at its time whether or not earlier ones have ended, and its time counts from there. Hostile receivers have the
 * default timeouts, so that those which hang pile up, and run in a process of their own on the same machine.
 *
 * --seconds 5 (each half of a run)  --runs 5  --rate 500 (healthy calls a second)  --hostile 50 (hostile calls a second)  --origins 20
 */
export async function receivers(args: Arguments): Promise<Report> {
  const { rate, beside, seconds, runs } = {
    rate: args.number('rate', 500),
    beside: args.number('hostile', 50),
    seconds: args.number('seconds', 5),
    runs: args.number('runs', 5),
  }
  await using stack = new AsyncDisposableStack()
  const healthy = stack.use(startHelper<ReceiverOrder, unknown>('receiver.ts'))
  const hostile = stack.use(await openHostileReceivers())
  // Elsewhere they would not take our processor's time: here they get what is left of it.
  setPriority(hostile.pid, constants.priority.PRIORITY_LOW)
  const port = (await healthy.ask({ do: 'listen' })) as number
  const good = Array.from({ length: args.number('origins', 20) }, (_, i) => `http://healthy-${i}.example:${port}/`)
  const bad = urlsOf(hostile)
  const caller = stack.use(
    webhookCaller({
      addresses: everyAddress,
      clockNow: Date.now,
      trusted: hostile.trusted,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    }),
  )
  const half = (badRate: number, time = seconds) => callBoth(caller, { good, bad, rate, badRate, seconds: time })

  await half(beside, 2)
  const before = memoryOf(process.pid)?.now ?? Number.NaN
  const pairs: { alone: Half; together: Half }[] = []
  for (let run = 0; run < runs; run++) pairs.push({ alone: await half(0), together: await half(beside) })
  const most = (memoryOf(process.pid)?.most ?? Number.NaN) - before
  const of = (value: (pair: (typeof pairs)[number]) => number) => median(pairs.map(value))
  return {
    bench: `receivers: ${rate} calls a second, ${beside} to hostile receivers beside them`,
    rows: [
      seen(
        'healthy alone: answered within, 99 in 100',
        of(({ alone }) => alone.times.p99),
        'ms',
      ),
      seen(
        'healthy beside hostile: answered within, 99 in 100',
        of(({ together }) => together.times.p99),
        'ms',
      ),
      seen(
        'healthy alone: half within',
        of(({ alone }) => alone.times.p50),
        'ms',
      ),
      seen(
        'healthy beside hostile: half within',
        of(({ together }) => together.times.p50),
        'ms',
      ),
      seen(
        'hostile calls begun in a run',
        of(({ together }) => together.hostile),
      ),
      exactly(
        'healthy calls that failed',
        pairs.reduce((sum, { alone, together }) => sum + alone.failed + together.failed, 0),
        0,
      ),
      seen('memory at most, above what it was before', most, 'MiB'),
      atMost(
        '99 in 100, beside hostile against alone',
        of(({ alone, together }) => together.times.p99 / alone.times.p99),
        2,
        '×',
      ),
    ],
    detail: pairs,
  }
}

const urlsOf = ({ answers, secure }: HostileReceivers): string[] => [
  ...Object.values(answers).map((port) => `http://hostile.example:${port}/0`),
  ...Object.values(secure).map((port) => `https://app.example:${port}/`),
]

interface Order {
  good: readonly string[]
  bad: readonly string[]
  rate: number
  badRate: number
  seconds: number
}

interface Half {
  times: Percentiles
  failed: number
  hostile: number
}

/** How often calls that are due are begun, in milliseconds. */
const tick = 5

/** Calls healthy and hostile receivers for so long; what is still running then is cut off, but for healthy calls. */
async function callBoth(caller: WebhookCaller, { good, bad, rate, badRate, seconds }: Order): Promise<Half> {
  const times = histogram()
  const running: Promise<void>[] = []
  const cutting = new AbortController()
  const hanging: Promise<unknown>[] = []
  let failed = 0
  const callGood = async (url: string, due: number): Promise<void> => {
    const { ok } = await caller.call(callOf(url))
    times.note(performance.now() - due)
    if (!ok) failed += 1
  }

  const began = performance.now()
  for (let turn = 1; turn <= (seconds * 1000) / tick; turn++) {
    const due = began + turn * tick
    await sleep(Math.max(0, due - performance.now()))
    while (running.length < (rate * turn * tick) / 1000)
      running.push(callGood(good[running.length % good.length] ?? '', due))
    while (hanging.length < (badRate * turn * tick) / 1000)
      hanging.push(caller.call(callOf(bad[hanging.length % bad.length] ?? ''), cutting.signal).catch(() => {}))
  }
  await Promise.all(running)
  cutting.abort(new Error('the run is over'))
  await Promise.all(hanging)
  return { times: times.percentiles(), failed, hostile: hanging.length }
}

const callOf = (url: string): WebhookCall => ({
  url,
  method: 'POST',
  parameters: [
    ['MessageSid', 'SM0123456789abcdef0123456789abcdef'],
    ['MessageStatus', 'delivered'],
    ['To', '+15551234567'],
  ],
  authToken: '0123456789abcdef0123456789abcdef',
  idempotencyToken: 'e8a5-1',
})
