import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import { firstSidAt } from '../domain/sid.ts'
import type { Engine } from './engine.ts'
import { feedReach } from './feed.ts'

/** Removes what is older, a bounded number of rows of each kind. Ids are time-ordered, so age is read from the key. */
export function pruner({ reader, execute, realNow }: Engine): Ledger['prune'] {
  return async ({ events, webhookAttempts, handedParts, idempotentRequests }, limit) => {
    const removals = [
      sql`delete from message_event where id in (select id from message_event where id < ${firstSidAt('EV', events)} order by id limit ${limit}) returning 1 as gone`,
      sql`delete from webhook_attempt where id in (select id from webhook_attempt where id < ${firstSidAt('WH', webhookAttempts)} order by id limit ${limit}) returning 1 as gone`,
      sql`delete from refused_request where id in (select id from refused_request where id < ${firstSidAt('RQ', webhookAttempts)} order by id limit ${limit}) returning 1 as gone`,
      // A notification tells of an attempt, and goes with it.
      sql`delete from notification where sid in (select sid from notification where sid < ${firstSidAt('NO', webhookAttempts)} order by sid limit ${limit}) returning 1 as gone`,
      sql`delete from handed_part where key in (select key from handed_part where at < ${handedParts} order by at limit ${limit}) returning 1 as gone`,
      sql`delete from early_receipt where key in (select key from early_receipt where at < ${handedParts} order by at limit ${limit}) returning 1 as gone`,
      sql`delete from transcript_line where id in (select id from transcript_line where id < ${firstSidAt('EV', events)} order by id limit ${limit}) returning 1 as gone`,
      sql`delete from arrival where key in (select key from arrival where at < ${handedParts} order by at limit ${limit}) returning 1 as gone`,
      sql`delete from conversation where key in (select key from conversation where at < ${handedParts} order by at limit ${limit}) returning 1 as gone`,
      sql`delete from idempotent_request where key in (select key from idempotent_request where at < ${idempotentRequests} order by at limit ${limit}) returning 1 as gone`,
      // The feed is looked at from its oldest row on, and follows real time, as whoever listens does.
      sql`delete from feed where place in (select place from (select place, at from feed order by position, place limit ${limit}) as oldest where at < ${realNow} - ${feedReach}) returning 1 as gone`,
    ]
    let gone = 0
    for (const removal of removals) gone += (await execute(removal.compile(reader))).length
    return gone
  }
}
