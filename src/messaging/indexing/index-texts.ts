import type { Clock } from '../../domain/clock.ts'
import type { DeedSpec, Job } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { type IndexProgress, indexJob } from '../../domain/search/index-job.ts'
import { leastAge } from '../../domain/search/note-stale-texts.ts'
import { blockSize } from '../../domain/search/text-block.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { absent, add, change, outcome } from '../../domain/write.ts'
import type { Log } from '../../log.ts'
import { addLoneJob } from '../add-lone-job.ts'
import { ours } from '../record-handover.ts'
import { digitsAt, makeBlock, partsOf } from './make-block.ts'
import { renewTexts } from './renew-texts.ts'

interface IndexingTexts {
  ledger: Ledger
  clock: Clock
  log: Pick<Log, 'info'>
}

const mostBlocks = 16
/** Rests in milliseconds: short where there was something to do, else each as long again as the one before. */
const leastRest = 2000
const longestRest = 60_000

/** Adds the one job that indexes what messages say, when it is not there yet. */
export async function startIndexing({ ledger, clock }: Omit<IndexingTexts, 'log'>): Promise<void> {
  const data: IndexProgress = { checked: '', rest: leastRest }
  await addLoneJob(ledger, { ...indexJob, due: clock.now() + leastRest, data: { ...data } })
}

/**
 * Indexes what messages say, oldest first, a block at a time and each block in one write, and comes again: soon while there is more, else after
 * rests that grow. Fewer messages than a block has are not indexed: they are soon looked at one by one.
 */
export function indexTexts(has: IndexingTexts): DeedSpec {
  return {
    concurrency: 1,
    batch: 1,
    lease: 60_000,
    attempts: Infinity,
    housekeeping: true,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => index(job, has, signal)))),
  }
}

async function index(job: Job, has: IndexingTexts, signal: AbortSignal): Promise<void> {
  const { ledger, clock, log } = has
  const before = job.data as unknown as IndexProgress
  let messages = 0
  let more = true
  for (let i = 0; i < mostBlocks && more && !signal.aborted; i++) {
    const added = await addBlock(job, has)
    if (added === null) return
    messages += added
    more = added > 0
  }
  const renewed = signal.aborted
    ? { blocks: 0, checked: before.checked, more }
    : await renewTexts(job, before.checked, has)
  if (renewed === null) return
  const rest = messages + renewed.blocks > 0 ? leastRest : Math.min(before.rest * 2, longestRest)
  const due = clock.now() + (more || renewed.more ? 1 : rest)
  const data = { checked: renewed.checked, rest } satisfies IndexProgress
  wasKept(await ledger.keep(outcome([change('job', job.id, { due, hiddenUntil: null, data })], [ours(job)])))
  if (messages > 0) log.info({ messages }, 'texts of messages were indexed')
}

/** Adds the next block; answers with how many messages it has, 0 while there are too few, null when the job is another's by now. */
async function addBlock(job: Job, { ledger, clock }: IndexingTexts): Promise<number | null> {
  const after = await ledger.texts.last()
  const below = digitsAt(clock.now() - leastAge)
  if ((await ledger.texts.count(after, below, blockSize)) < blockSize) return 0
  const builder = await makeBlock(after, below, ledger)
  const block = { last: builder.last, version: 1, total: builder.total }
  const write = outcome(
    [add('textBlock', block), ...(await partsOf(builder, block))],
    [ours(job), absent('textBlock', 'last', block.last)],
  )
  return wasKept(await ledger.keep(write)) ? block.total : null
}
