import type { LatestFilter, Message } from '../domain/message.ts'
import type { Stretch } from '../domain/page.ts'
import { neededGrams } from '../domain/search/needed-grams.ts'
import type { Search } from '../domain/search/search.ts'
import { behindAll, digitsOf } from '../domain/search/text-block.ts'
import type { Engine } from './engine.ts'
import { indexedMessages } from './indexed-messages.ts'
import { keyRange } from './key-range.ts'
import { equalities } from './owned.ts'
import { searched } from './searched.ts'
import { stretchOf } from './stretch.ts'
import { lastIndexed } from './texts.ts'

/** The letters of the SIDs of messages without media, and with. */
const kinds = ['SM', 'MM'] as const

/** Messages of any account by what follows the letters of their SIDs, which is by age. */
export async function latestMessages(
  reader: Engine['reader'],
  filter: LatestFilter,
  limit: number,
  before?: string,
  search?: Search<Message>,
): Promise<Stretch<Message>> {
  const groups = search?.groups ?? []
  const wanted = {
    noun: 'message' as const,
    served: [],
    ...searched('message', search, equalities('message', filter), ['accountSid', 'to', 'from', 'status', 'direction']),
  }
  const ranges = kinds.map((letters) => keyRange(letters, groups, { key: 'sid', at: 'dateCreated' }))
  const start = before === undefined ? behindAll : digitsOf(before)
  const needed = search ? neededGrams(search) : []
  if (needed.length === 0) return oneByOne('', start)

  // What is not indexed yet is the newest.
  const indexed = await lastIndexed(reader)
  const newest = start > indexed ? await oneByOne(`${indexed}0`, start) : { rows: [], before: null }
  if (newest.before !== null || indexed === '') return newest
  const below = start > indexed ? `${indexed}0` : start
  if (newest.rows.length === limit) return { rows: newest.rows, before: `SM${below}` }
  const older = await indexedMessages(reader, {
    needed,
    asked: wanted.asked,
    holds: wanted.told?.holds ?? (() => true),
    least: ranges.map(({ least }) => digitsOf(least)).reduce(earlier),
    below: earlier(below, ranges.map((range) => digitsOf(range.before)).reduce(later)),
    limit: limit - newest.rows.length,
  })
  return { rows: [...newest.rows, ...older.rows], before: older.before }

  /** Those of both kinds whose digits are from the one on, below the other. */
  async function oneByOne(least: string, below: string): Promise<Stretch<Message>> {
    const found = await Promise.all(
      kinds.map((letters, i) => {
        const range = ranges[i]!
        const inside = { least: later(range.least, letters + least), before: earlier(range.before, letters + below) }
        return stretchOf(reader, wanted, inside, limit)
      }),
    )
    return merged(found, limit)
  }
}

/** The newest of several stretches of one list. */
function merged(found: readonly Stretch<Message>[], limit: number): Stretch<Message> {
  // Below where one of them stopped looking, another's may not be the next.
  const floor =
    found
      .flatMap((one) => (one.before === null ? [] : [digitsOf(one.before)]))
      .sort()
      .at(-1) ?? ''
  const rows = found
    .flatMap((one) => one.rows)
    .filter(({ sid }) => digitsOf(sid) >= floor)
    .sort((a, b) => (digitsOf(a.sid) < digitsOf(b.sid) ? 1 : -1))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length > limit && last) return { rows: shown, before: last.sid }
  return { rows: shown, before: floor === '' ? null : `SM${floor}` }
}

const later = (a: string, b: string) => (a > b ? a : b)
const earlier = (a: string, b: string) => (a < b ? a : b)
