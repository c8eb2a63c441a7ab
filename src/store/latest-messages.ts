import type { LatestFilter, Message } from '../domain/message.ts'
import type { Stretch } from '../domain/page.ts'
import type { Engine } from './engine.ts'
import { equalities } from './owned.ts'
import { stretchOf } from './stretch.ts'

/** Of each kind of SID, without media and with, the texts between which all SIDs of that kind are. */
const kinds = [
  ['SM', 'SN'],
  ['MM', 'MN'],
] as const

/** Messages of any account by what follows the letters of their SIDs, which is by age. */
export async function latestMessages(
  reader: Engine['reader'],
  filter: LatestFilter,
  limit: number,
  before?: string,
): Promise<Stretch<Message>> {
  const wanted = {
    noun: 'message' as const,
    served: [],
    asked: equalities('message', filter),
    fields: ['accountSid', 'to', 'from', 'status', 'direction'],
  }
  const found = await Promise.all(
    kinds.map(([letters, next]) =>
      stretchOf(
        reader,
        wanted,
        { least: letters, before: before === undefined ? next : letters + digits(before) },
        limit,
      ),
    ),
  )
  // Below where one of the two stopped looking, the other's may not be the next.
  const floor =
    found
      .flatMap((one) => (one.before === null ? [] : [digits(one.before)]))
      .sort()
      .at(-1) ?? ''
  const rows = found
    .flatMap((one) => one.rows)
    .filter(({ sid }) => digits(sid) >= floor)
    .sort((a, b) => (digits(a.sid) < digits(b.sid) ? 1 : -1))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length > limit && last) return { rows: shown, before: last.sid }
  return { rows: shown, before: floor === '' ? null : `SM${floor}` }
}

const digits = (sid: string) => sid.slice(2)
