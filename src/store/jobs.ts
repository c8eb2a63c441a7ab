import { sql } from 'kysely'
import type { Claim, Job, JobFilter, NextJob } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { type Row, toRecord } from './tables.ts'

/** A job whose turn in its lane comes within this many milliseconds is done now. */
const tolerance = 20

type TakenRow = Row<'job'> & { was_hidden: number | boolean }

interface Taken {
  job: Job
  /** Whether its lease ended or its turn came, rather than its due time. */
  wasHidden: boolean
}

export function jobQueries({ reader, realNow, skipLocked, execute }: Engine): Ledger['jobs'] {
  /** Hides the jobs for the lease: first those whose lease or turn has come, then those that fell due, oldest first. */
  async function take({ deeds, limit, now, lease }: Claim): Promise<Taken[]> {
    const names = sql.join(deeds.map((deed) => sql`${deed}`))
    const query = sql<TakenRow>`
      with returned as materialized (
        select id from job where deed in (${names}) and hidden_until <= ${realNow} order by hidden_until limit ${limit} ${skipLocked}
      ), fallen_due as materialized (
        select id from job where deed in (${names}) and hidden_until is null and due <= ${now}
        order by due limit ${limit} - (select count(*) from returned) ${skipLocked}
      )
      update job set hidden_until = ${realNow} + ${lease}, attempts = attempts + 1
      where id in (select id from returned union all select id from fallen_due)
      returning *, id in (select id from returned) as was_hidden`
    const rows = await execute<TakenRow>(query.compile(reader))
    return rows
      .map((row) => ({ job: toRecord('job', row), wasHidden: Boolean(row.was_hidden) }))
      .sort(({ job: a }, { job: b }) => a.due - b.due || (a.id < b.id ? -1 : 1))
  }

  /** Reserves the next turn in each lane that keeps a rate, and puts back the jobs whose turn is later. */
  async function keepRates(taken: readonly Taken[], rateOf: Claim['rateOf']): Promise<Job[]> {
    const jobs = taken.map(({ job }) => job)
    // Who was hidden has had a turn already.
    const paced = taken
      .filter(({ job: { lane }, wasHidden }) => !wasHidden && lane !== '' && rateOf(lane) !== Infinity)
      .map(({ job }) => job)
    if (paced.length === 0) return jobs
    const costs = new Map<string, number>()
    for (const { lane, weight } of paced) costs.set(lane, (costs.get(lane) ?? 0) + (weight * 1000) / rateOf(lane))
    const lanes = [...costs]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([lane, cost]) => sql`(${lane}, ${realNow} + ${Math.ceil(cost)})`)
    const reserve = sql<{ lane: string; free_at: number; now: number }>`
      insert into lane (lane, free_at) values ${sql.join(lanes)}
      on conflict (lane) do update set free_at = excluded.free_at + case when lane.free_at > ${realNow} then lane.free_at - ${realNow} else 0 end
      returning lane, free_at, ${realNow} as now`
    const reserved = await execute<{ lane: string; free_at: number; now: number }>(reserve.compile(reader))
    const turns = new Map(
      reserved.map(({ lane, free_at, now }) => [lane, { at: free_at - Math.ceil(costs.get(lane)!), now }]),
    )

    const later: { id: string; turn: number }[] = []
    for (const { id, lane, weight } of paced) {
      const turn = turns.get(lane)!
      if (turn.at > turn.now + tolerance) later.push({ id, turn: Math.ceil(turn.at) })
      turn.at += (weight * 1000) / rateOf(lane)
    }
    if (later.length === 0) return jobs
    const turnOf = sql.join(
      later.map(({ id, turn }) => sql`when ${id} then cast(${turn} as bigint)`),
      sql` `,
    )
    // To whoever takes it at its turn, this was not an attempt.
    const putBack = sql`update job set attempts = attempts - 1, hidden_until = case id ${turnOf} end where id in (${sql.join(later.map(({ id }) => sql`${id}`))})`
    await execute(putBack.compile(reader))
    const waiting = new Set(later.map(({ id }) => id))
    return jobs.filter(({ id }) => !waiting.has(id))
  }

  return {
    async claim(claim) {
      if (claim.deeds.length === 0 || claim.limit <= 0) return []
      return keepRates(await take(claim), claim.rateOf)
    },
    async next(deeds) {
      if (deeds.length === 0) return new Map()
      // The first of each deed, so that no line of waiting jobs is read, however long.
      const firsts = deeds.flatMap((deed) => [
        sql`select * from (select deed, due, cast(null as bigint) as hidden_until from job
          where deed = ${deed} and hidden_until is null order by due limit 1) as waiting`,
        sql`select * from (select deed, cast(null as bigint) as due, hidden_until from job
          where deed = ${deed} and hidden_until is not null order by hidden_until limit 1) as hidden`,
      ])
      const found = sql<{
        deed: string
        due: number | null
        hidden_until: number | null
      }>`${sql.join(firsts, sql` union all `)}`
      const next = new Map<string, NextJob>()
      for (const { deed, due, hidden_until } of (await found.execute(reader)).rows) {
        const before = next.get(deed)
        next.set(deed, { due: due ?? before?.due ?? null, hiddenUntil: hidden_until ?? before?.hiddenUntil ?? null })
      }
      return next
    },
    async ahead(lane) {
      const asked = sql<{ ahead: number }>`select free_at - ${realNow} as ahead from lane where lane = ${lane}`
      const { rows } = await asked.execute(reader)
      return Math.max(rows[0]?.ahead ?? 0, 0)
    },
    async find(id) {
      const row = await reader.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toRecord('job', row) : null
    },
    async list(filter, limit, before) {
      const [, due, id] = /^(\d+)-(.+)$/s.exec(before ?? '') ?? []
      const behind = due === undefined ? sql`true` : sql`(due, id) > (${Number(due)}, ${id})`
      const query = sql<Row<'job'>>`
        select * from job where ${behind} and ${holding(filter)} order by due, id limit ${limit + 1}`
      const rows = (await query.execute(reader)).rows.map((row) => toRecord('job', row))
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return { rows: shown, before: rows.length > limit && last ? `${last.due}-${last.id}` : null }
    },
    async count(filter) {
      const query = sql<{ total: number }>`select count(*) as total from job where ${holding(filter)}`
      return (await query.execute(reader)).rows[0]!.total
    },
    async pending(deeds) {
      if (deeds?.length === 0) return 0
      let query = reader.selectFrom('job').select(({ fn }) => fn.countAll<number>().as('total'))
      if (deeds) query = query.where('deed', 'in', deeds)
      return (await query.executeTakeFirstOrThrow()).total
    },
  }
}

function holding({ accountSids, subject, dueBy }: JobFilter) {
  const all = [sql`true`]
  if (accountSids) all.push(sql`account_sid in (${sql.join(accountSids.map((sid) => sql`${sid}`))})`)
  if (subject !== undefined) all.push(sql`subject = ${subject}`)
  if (dueBy !== undefined) all.push(sql`due <= ${dueBy}`)
  return sql.join(all, sql` and `)
}
