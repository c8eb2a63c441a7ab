import type { Clock } from '../../domain/clock.ts'
import type { Job } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import {
  type BlockBuilder,
  type StaleText,
  type TextBlock,
  digitsOf,
  partKeysOf,
} from '../../domain/search/text-block.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { type Operation, add, change, outcome, present, remove } from '../../domain/write.ts'
import { ours } from '../record-handover.ts'
import { digitsAt, makeBlock, partsOf } from './make-block.ts'

const mostStale = 1000
/** So many blocks are made anew in one round, and so many counted. */
const mostRenewed = 4
const mostCounted = 16
/** So many pieces a block may come to that grew: messages that came late. */
const mostPieces = 8
/** After so many milliseconds no message is expected to come in with an older SID, from a process whose clock is behind. */
const lateness = 120_000

type PlacedBlock = TextBlock & { after: string }

export interface Renewed {
  /** How many blocks were made anew. */
  blocks: number
  checked: string
  more: boolean
}

/**
 * Makes blocks anew whose messages have changed or gone, so that the index lets go of what they said, and those that messages came into late.
 * Each is counted once for that. Null when the job is another's by now.
 */
export async function renewTexts(
  job: Job,
  checked: string,
  has: { ledger: Ledger; clock: Clock },
): Promise<Renewed | null> {
  const stale = await renewStale(job, has.ledger)
  if (stale === null) return null
  const renewed: Renewed = { ...stale, checked }
  const { texts } = has.ledger
  const until = digitsAt(has.clock.now() - lateness)
  const blocks = await texts.blocksFrom(checked === '' ? '' : `${checked}0`, mostCounted)
  for (const block of blocks) {
    if (block.last >= until) return renewed
    const { after, last, total } = block
    if ((await texts.count(after, `${last}0`, total + 1)) !== total) {
      if (!(await renew(block, [], job, has.ledger))) return null
      renewed.blocks++
    }
    renewed.checked = last
  }
  return { ...renewed, more: renewed.more || blocks.length === mostCounted }
}

async function renewStale(job: Job, ledger: Ledger): Promise<Omit<Renewed, 'checked'> | null> {
  const notes = await ledger.texts.stale(mostStale)
  if (notes.length === 0) return { blocks: 0, more: false }
  const waiting = notes.map((note) => ({ note, digits: digitsOf(note.sid) }))
  waiting.sort((a, b) => (a.digits < b.digits ? -1 : 1))
  for (let blocks = 0; blocks < mostRenewed; blocks++) {
    const first = waiting[0]
    if (!first) return { blocks, more: notes.length === mostStale }
    const [block] = await ledger.texts.blocksFrom(first.digits, 1)
    const after = waiting.findIndex(({ digits }) => block && digits > block.last)
    const theirs = waiting.splice(0, after === -1 ? waiting.length : after).map(({ note }) => note)
    const kept = await (block ? renew(block, theirs, job, ledger) : forget(theirs, job, ledger))
    if (!kept) return null
  }
  return { blocks: mostRenewed, more: true }
}

/** What is not indexed yet will be as it is by then. */
const forget = async (notes: readonly StaleText[], job: Job, { keep }: Ledger): Promise<boolean> =>
  wasKept(
    await keep(
      outcome(
        notes.map(({ key }) => remove('staleText', key)),
        [ours(job)],
      ),
    ),
  )

async function renew(block: PlacedBlock, notes: readonly StaleText[], job: Job, ledger: Ledger): Promise<boolean> {
  const pieces: BlockBuilder[] = []
  for (let after = block.after; pieces.length < mostPieces; after = pieces.at(-1)!.last) {
    const piece = await makeBlock(after, `${block.last}0`, ledger)
    if (piece.total === 0) break
    pieces.push(piece)
  }
  const operations: Operation[] = [
    ...partKeysOf(block).map((key) => remove('textPart', key)),
    ...notes.map(({ key }) => remove('staleText', key)),
  ]
  for (const [i, piece] of pieces.entries()) {
    const isLast = i === pieces.length - 1
    const { total } = piece
    const made = isLast
      ? { last: block.last, version: block.version + 1, total }
      : { last: piece.last, version: 1, total }
    operations.push(
      isLast ? change('textBlock', made.last, { version: made.version, total }) : add('textBlock', made),
      ...(await partsOf(piece, made)),
    )
  }
  if (pieces.length === 0) operations.push(remove('textBlock', block.last))
  const guards = [ours(job), present('textBlock', block.last, { version: [block.version] })]
  return wasKept(await ledger.keep(outcome(operations, guards)))
}
