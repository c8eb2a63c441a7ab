import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { ownedQueries } from './owned.ts'

export function applicationQueries(engine: Engine): Ledger['applications'] {
  return {
    ...ownedQueries(engine, 'application'),
    async count(accountSid) {
      const { total } = await engine.reader
        .selectFrom('application')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .where('account_sid', '=', accountSid)
        .executeTakeFirstOrThrow()
      return total
    },
  }
}
