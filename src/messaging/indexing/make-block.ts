import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../../domain/clock.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { type BlockBuilder, type TextBlock, blockBuilder, blockSize, digitsOf } from '../../domain/search/text-block.ts'
import { firstSidAt } from '../../domain/sid.ts'
import { type Operation, add } from '../../domain/write.ts'

/** So many messages are read, and so many parts made, before others have their turn: a few milliseconds' work. */
const perTurn = 256
const partsPerTurn = 128

/** A block of the oldest messages of a range, as many as it holds: it is empty where there are none. */
export async function makeBlock(after: string, below: string, { texts }: Pick<Ledger, 'texts'>): Promise<BlockBuilder> {
  const builder = blockBuilder()
  let reached = after
  while (!builder.isFull) {
    const messages = await texts.between(reached, below, Math.min(perTurn, blockSize - builder.total))
    if (messages.length === 0) break
    for (const message of messages) if (!builder.isFull) builder.add(message)
    reached = builder.last
    await turn()
  }
  return builder
}

/** What keeps the parts of a block. */
export async function partsOf(
  builder: BlockBuilder,
  block: Pick<TextBlock, 'last' | 'version'>,
): Promise<readonly Operation[]> {
  const operations: Operation[] = []
  for (const part of builder.parts(block)) {
    operations.push(add('textPart', part))
    if (operations.length % partsPerTurn === 0) await turn()
  }
  return operations
}

/** What SIDs begin with behind their letters that are made at this moment. */
export const digitsAt = (at: Instant): string => digitsOf(firstSidAt('SM', Math.max(0, Math.floor(at))))
