import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import { charactersOfName, dateOf } from '../domain/usage-period.ts'
import type { Engine } from './engine.ts'

/** In `usage:2026-01-02:sms-outbound:1:750`, where the date begins, and what follows it. */
const dateAt = sql.lit('usage:'.length + 1)
const restAt = sql.lit('usage:2026-01-02:'.length + 1)

/** Sums the counters of usage. Names begin with the day, so that a stretch of time is a range of keys, in any collation. */
export function usageQueries({ reader }: Engine): Ledger['usage'] {
  return {
    async sum({ accountSid, subaccounts, from, to }, by) {
      const accounts = subaccounts
        ? sql`(select sid from account where sid = ${accountSid} or owner_account_sid = ${accountSid})`
        : sql`(${accountSid})`
      const query = sql<{ period: string; what: string; times: number }>`
        select substr(name, ${dateAt}, ${sql.lit(charactersOfName[by])}) as period, substr(name, ${restAt}) as what,
          cast(sum(value) as bigint) as times
        from counter
        where account_sid in ${accounts} and name >= ${`usage:${dateOf(from)}`} and name < ${`usage:${dateOf(to)}:zz`}
        group by 1, 2`
      const { rows } = await query.execute(reader)
      return rows.map(({ period, what, times }) => {
        const [category = '', usage, price] = what.split(':')
        return { period, category, count: times, usage: times * Number(usage), price: times * Number(price) }
      })
    },
  }
}
