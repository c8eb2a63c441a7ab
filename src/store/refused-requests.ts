import { type RawBuilder, sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { equalities } from './owned.ts'
import { stretchOf } from './stretch.ts'

export function refusedRequestQueries({ reader }: Engine): Ledger['refusedRequests'] {
  return {
    latest({ notImplemented, ...owned }, limit, before = 'RR') {
      const asked: RawBuilder<boolean>[] = notImplemented ? [sql<boolean>`not_implemented = 1`] : []
      const wanted = {
        noun: 'refusedRequest' as const,
        served: equalities('refusedRequest', owned),
        asked,
        fields: ['notImplemented'],
      }
      return stretchOf(reader, wanted, { least: 'RQ', before }, limit)
    },
  }
}
