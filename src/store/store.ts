import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import { accountQueries } from './accounts.ts'
import { type Engine, StoreUnavailable, withoutPassword } from './engine.ts'
import { groupCommit } from './group-commit.ts'
import { earlyReceiptQueries, handedPartQueries } from './handed-parts.ts'
import { incomingPhoneNumberQueries } from './incoming-phone-numbers.ts'
import { jobQueries } from './jobs.ts'
import { messageQueries } from './messages.ts'
import { phoneQueries } from './phones.ts'
import { pruner } from './prune.ts'
import { remembered } from './remembered.ts'
import { webhookAttemptQueries } from './webhook-attempts.ts'

/** How many processes may add to a counter without waiting for each other. */
const writerNumbers = 64

export interface Store extends Ledger, AsyncDisposable {
  readonly database: Engine['name']
}

/** Opens `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, brings its tables up to date, and answers as the ledger. */
export async function openStore(url: string): Promise<Store> {
  const engine = await openEngine(url)
  const accounts = accountQueries(engine)
  const incomingPhoneNumbers = incomingPhoneNumberQueries(engine)
  const knownAccounts = remembered(accounts.find)
  const knownOwners = remembered(incomingPhoneNumbers.owner)
  const commits = groupCommit(engine, ({ operations }) => {
    for (const operation of operations) {
      if (operation.do === 'count') continue
      if (operation.noun === 'account') knownAccounts.clear()
      if (operation.noun === 'incomingPhoneNumber') knownOwners.clear()
    }
  })
  let closed: Promise<void> | undefined
  return {
    database: engine.name,
    keep: commits.keep,
    accounts: { ...accounts, find: knownAccounts.get },
    incomingPhoneNumbers: { ...incomingPhoneNumbers, owner: knownOwners.get },
    messages: messageQueries(engine),
    handedParts: handedPartQueries(engine),
    earlyReceipts: earlyReceiptQueries(engine),
    webhookAttempts: webhookAttemptQueries(engine),
    phones: phoneQueries(engine),
    jobs: jobQueries(engine),
    prune: pruner(engine),
    async ready() {
      const question = sql`select 1 as one`.compile(engine.reader)
      // What is read and what is written go different ways.
      const answers = await Promise.allSettled([engine.reader.executeQuery(question), engine.execute(question)])
      return answers.every(({ status }) => status === 'fulfilled')
    },
    [Symbol.asyncDispose]: () => (closed ??= commits.drained().then(() => engine.close())),
  }
}

async function openEngine(url: string): Promise<Engine> {
  const writerNumber = randomInt(writerNumbers)
  // Each driver is loaded only where it is used: a developer's start does not wait for PostgreSQL's.
  if (url.startsWith('sqlite:'))
    return (await import('./sqlite.ts')).openSqlite(url.slice('sqlite:'.length), writerNumber)
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./postgres.ts')).openPostgres(url, writerNumber)
  throw new StoreUnavailable(
    `the database address ${withoutPassword(url)} is of no kind that is known: try sqlite:PATH, sqlite::memory: or postgres://…`,
  )
}
