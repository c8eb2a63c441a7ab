import type { RawBuilder } from 'kysely'
import type { Noun, Records } from '../domain/records.ts'
import { type Search, textsFit } from '../domain/search/search.ts'
import { conditionsOf, fieldsOf } from './conditions.ts'

/** What a search asks of each record of a stretch, beside what is asked anyway. */
export const searched = <N extends Noun>(
  noun: N,
  search: Search<Records[N]> | undefined,
  asked: readonly RawBuilder<boolean>[],
  fields: readonly string[],
) => ({
  asked: [...asked, ...conditionsOf(noun, search?.groups ?? [])],
  fields: [...fields, ...fieldsOf(search?.groups ?? [])],
  ...(search &&
    search.texts.length > 0 && {
      told: { fields: search.fields, holds: (record: Partial<Records[N]>) => textsFit(search, record) },
    }),
})
