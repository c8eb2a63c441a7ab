import { type SelectQueryBuilder, sql } from 'kysely'
import type { Anchor, Page, PageRequest } from '../domain/page.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { MessageFilter, Message } from '../domain/message.ts'
import type { Engine } from './engine.ts'
import { latestMessages } from './latest-messages.ts'
import { type Database, toRecord } from './tables.ts'

type MessageQuery = SelectQueryBuilder<Database, 'message', object>

export function messageQueries({ reader }: Engine): Ledger['messages'] {
  const ofAccount = (accountSid: string, filter: MessageFilter): MessageQuery => {
    let query: MessageQuery = reader.selectFrom('message').where('account_sid', '=', accountSid)
    if (filter.to !== undefined) query = query.where('to', '=', filter.to)
    if (filter.from !== undefined) query = query.where('from', '=', filter.from)
    if (isDated(filter)) query = query.where('date_sent', 'is not', null)
    if (filter.sentFrom !== undefined) query = query.where('date_listed', '>=', filter.sentFrom)
    if (filter.sentBefore !== undefined) query = query.where('date_listed', '<', filter.sentBefore)
    return query
  }
  // Each part of a list has its own partial indexes, which serve only a query that names its part.
  const allWaiting = (accountSid: string, filter: MessageFilter) =>
    ofAccount(accountSid, filter).where('date_listed', 'is', null)
  const allListed = (accountSid: string, filter: MessageFilter) =>
    ofAccount(accountSid, filter).where('date_listed', 'is not', null)

  /** Those on their way come first in a list, by when they were created. */
  const waiting = (
    accountSid: string,
    filter: MessageFilter,
    anchor: Anchor | undefined,
    forward: boolean,
    limit: number,
  ) => {
    let query = allWaiting(accountSid, filter).selectAll()
    if (anchor)
      query = query.where(
        sql<boolean>`(date_created, sid) ${sql.raw(forward ? '<' : '>')} (${anchor.created ?? 0}, ${anchor.sid})`,
      )
    const order = forward ? 'desc' : 'asc'
    return query.orderBy('date_created', order).orderBy('sid', order).limit(limit).execute()
  }

  const listed = (
    accountSid: string,
    filter: MessageFilter,
    anchor: Anchor | undefined,
    forward: boolean,
    limit: number,
  ) => {
    let query = allListed(accountSid, filter).selectAll()
    if (anchor)
      query = query.where(
        sql<boolean>`(date_listed, sid) ${sql.raw(forward ? '<' : '>')} (${anchor.at}, ${anchor.sid})`,
      )
    const order = forward ? 'desc' : 'asc'
    return query.orderBy('date_listed', order).orderBy('sid', order).limit(limit).execute()
  }

  async function rowsFrom(
    accountSid: string,
    filter: MessageFilter,
    anchor: Anchor | undefined,
    forward: boolean,
    limit: number,
  ) {
    const inWaiting = anchor?.at === null
    const withWaiting = !isDated(filter)
    if (forward) {
      const first = withWaiting && (!anchor || inWaiting) ? await waiting(accountSid, filter, anchor, true, limit) : []
      if (first.length === limit) return first
      return [
        ...first,
        ...(await listed(accountSid, filter, inWaiting ? undefined : anchor, true, limit - first.length)),
      ]
    }
    const first = inWaiting ? [] : await listed(accountSid, filter, anchor, false, limit)
    if (first.length === limit || !withWaiting) return first
    return [
      ...first,
      ...(await waiting(accountSid, filter, inWaiting ? anchor : undefined, false, limit - first.length)),
    ]
  }

  /**
   * How many of these there are, counted no further than `limit`. Oldest first: the order keeps PostgreSQL to the index, and it need not look at
   * the rows of what has been vacuumed.
   */
  async function counted(found: MessageQuery, order: 'date_created' | 'date_listed', limit: number): Promise<number> {
    const { total } = await reader
      .selectFrom(found.select('sid').orderBy(order).orderBy('sid').limit(limit).as('found'))
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return total
  }
  const countWaiting = async (accountSid: string, filter: MessageFilter, limit: number) =>
    isDated(filter) ? 0 : counted(allWaiting(accountSid, filter), 'date_created', limit)
  const countListed = (accountSid: string, filter: MessageFilter, limit: number) =>
    counted(allListed(accountSid, filter), 'date_listed', limit)

  /** By counting rows: what old clients ask that step through pages by number. Counts in the index, up to the last row passed over. */
  async function rowsAt(accountSid: string, filter: MessageFilter, skip: number, limit: number) {
    const onTheirWay = await countWaiting(accountSid, filter, skip)
    const inWaiting = onTheirWay === skip
    const last = await (inWaiting ? allWaiting : allListed)(accountSid, filter)
      .select([inWaiting ? 'date_created as at' : 'date_listed as at', 'sid'])
      .orderBy('at', 'desc')
      .orderBy('sid', 'desc')
      .offset(inWaiting ? skip - 1 : skip - onTheirWay - 1)
      .limit(1)
      .executeTakeFirst()
    if (!last) return []
    const { at, sid } = last
    const anchor: Anchor = inWaiting
      ? { at: null, created: at ?? 0, sid, direction: 'after' }
      : { at, sid, direction: 'after' }
    return rowsFrom(accountSid, filter, anchor, true, limit)
  }

  return {
    async find(accountSid, sid) {
      const row = await reader
        .selectFrom('message')
        .selectAll()
        .where('sid', '=', sid)
        .where('account_sid', '=', accountSid)
        .executeTakeFirst()
      return row ? toRecord('message', row) : null
    },
    async many(sids) {
      const rows =
        sids.length > 0 ? await reader.selectFrom('message').selectAll().where('sid', 'in', sids).execute() : []
      return new Map(rows.map((row) => [row.sid, toRecord('message', row)]))
    },
    async list(accountSid, filter, { size, anchor, skip }: PageRequest): Promise<Page<Message>> {
      const forward = anchor?.direction !== 'before'
      const found =
        !anchor && skip > 0
          ? await rowsAt(accountSid, filter, skip, size + 1)
          : await rowsFrom(accountSid, filter, anchor, forward, size + 1)
      const rows = found.slice(0, size).map((row) => toRecord('message', row))
      const more = found.length > size
      return forward
        ? { rows, hasNext: more, hasPrevious: anchor !== undefined || skip > 0 }
        : { rows: rows.reverse(), hasNext: true, hasPrevious: more }
    },
    async count(accountSid, filter, atMost) {
      if (Object.values(filter).every((value) => value === undefined)) {
        const { total } = await reader
          .selectFrom('counter')
          .select(sql<number>`cast(coalesce(sum(value), 0) as bigint)`.as('total'))
          .where('account_sid', '=', accountSid)
          .where('name', '=', 'messages')
          .executeTakeFirstOrThrow()
        return total
      }
      const onTheirWay = await countWaiting(accountSid, filter, atMost + 1)
      const total = onTheirWay + (await countListed(accountSid, filter, atMost + 1 - onTheirWay))
      return total > atMost ? null : total
    },
    async between(after, before, limit) {
      const rows = await reader
        .selectFrom('message')
        .selectAll()
        .where('sid', '>', after)
        .where('sid', '<', before)
        .orderBy('sid')
        .limit(limit)
        .execute()
      return rows.map((row) => toRecord('message', row))
    },
    latest: (...asked) => latestMessages(reader, ...asked),
    async events(messageSid) {
      const rows = await reader
        .selectFrom('message_event')
        .selectAll()
        .where('message_sid', '=', messageSid)
        .orderBy('id')
        .limit(1000)
        .execute()
      return rows.map((row) => toRecord('messageEvent', row))
    },
  }
}

const isDated = ({ sentFrom, sentBefore }: MessageFilter) => sentFrom !== undefined || sentBefore !== undefined
