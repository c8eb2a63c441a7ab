import { type RawBuilder, sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { keyRange, startingAt } from './key-range.ts'
import { equalities } from './owned.ts'
import { searched } from './searched.ts'
import { stretchOf } from './stretch.ts'

export function refusedRequestQueries({ reader }: Engine): Ledger['refusedRequests'] {
  return {
    latest({ notImplemented, ...owned }, limit, before, search) {
      const asked: RawBuilder<boolean>[] = notImplemented ? [sql<boolean>`not_implemented = 1`] : []
      const wanted = {
        noun: 'refusedRequest' as const,
        served: equalities('refusedRequest', owned),
        ...searched('refusedRequest', search, asked, ['notImplemented']),
      }
      const range = keyRange('RQ', search?.groups ?? [], { key: 'id', at: 'at' })
      return stretchOf(reader, wanted, startingAt(before, range), limit)
    },
  }
}
