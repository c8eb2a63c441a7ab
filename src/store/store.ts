import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { SnapshotQueries } from '../domain/snapshot.ts'
import { noteStaleTexts } from '../domain/search/note-stale-texts.ts'
import { accountQueries } from './accounts.ts'
import { apiKeyQueries } from './api-keys.ts'
import { applicationQueries } from './applications.ts'
import { arrivalQueries } from './arrivals.ts'
import { callQueries } from './calls.ts'
import { clockQueries } from './clock.ts'
import { conversationQueries } from './conversations.ts'
import { type Engine, StoreUnavailable, withoutPassword } from './engine.ts'
import { faultQueries } from './faults.ts'
import { groupCommit } from './group-commit.ts'
import { feedQueries } from './feed.ts'
import { earlyReceiptQueries, handedPartQueries } from './handed-parts.ts'
import { idempotentRequestQueries } from './idempotent-requests.ts'
import { incomingPhoneNumberQueries } from './incoming-phone-numbers.ts'
import { jobQueries } from './jobs.ts'
import { mediaQueries } from './media.ts'
import { messageFeedbackQueries } from './message-feedback.ts'
import { messageQueries } from './messages.ts'
import { messagingServiceQueries, poolSenderQueries } from './messaging-services.ts'
import { notificationQueries } from './notifications.ts'
import { outgoingCallerIdQueries } from './outgoing-caller-ids.ts'
import { ownedQueries } from './owned.ts'
import { phoneQueries } from './phones.ts'
import { pruner } from './prune.ts'
import { blockQueries, creditQueries, grantedSenderQueries, permissionQueries } from './reach.ts'
import { recordingQueries } from './recordings.ts'
import { refusedRequestQueries } from './refused-requests.ts'
import { remembered } from './remembered.ts'
import { shortCodeQueries } from './short-codes.ts'
import { snapshotQueries } from './snapshots.ts'
import { textQueries } from './texts.ts'
import { usageQueries } from './usage.ts'
import { webhookAttemptQueries } from './webhook-attempts.ts'

/** How many processes may add to a counter without waiting for each other. */
const writerNumbers = 64

export interface Store extends Ledger, AsyncDisposable {
  readonly database: Engine['name']
  readonly snapshots: SnapshotQueries
}

/** Opens `sqlite:PATH`, `sqlite::memory:` or `postgres://…`, brings its tables up to date, and answers as the ledger. */
export async function openStore(url: string): Promise<Store> {
  const engine = await openEngine(url)
  const accounts = accountQueries(engine)
  const incomingPhoneNumbers = incomingPhoneNumberQueries(engine)
  const apiKeys = apiKeyQueries(engine)
  const messagingServices = messagingServiceQueries(engine)
  const poolSenders = poolSenderQueries(engine)
  const knownAccounts = remembered(accounts.find)
  const knownKeys = remembered(apiKeys.named)
  const knownOwners = remembered(incomingPhoneNumbers.owner)
  const knownServices = remembered(messagingServices.known)
  const knownPools = remembered(poolSenders.known)
  const shortCodes = shortCodeQueries(engine)
  const knownShortCodes = remembered(shortCodes.owner)
  const knownSenders = remembered(grantedSenderQueries(engine).of)
  const knownReach = remembered(permissionQueries(engine).of)
  const known = [
    knownAccounts,
    knownKeys,
    knownOwners,
    knownServices,
    knownPools,
    knownShortCodes,
    knownSenders,
    knownReach,
  ]
  const listeners = new Set<() => void>()
  const commits = groupCommit(engine, ({ operations }) => {
    for (const heard of listeners) heard()
    for (const operation of operations) {
      if (operation.do === 'count') continue
      if (operation.noun === 'account') knownAccounts.clear()
      if (operation.noun === 'apiKey') knownKeys.clear()
      if (operation.noun === 'incomingPhoneNumber') knownOwners.clear()
      if (operation.noun === 'messagingService') knownServices.clear()
      if (operation.noun === 'poolSender') knownPools.clear()
      if (operation.noun === 'shortCode') knownShortCodes.clear()
      if (operation.noun === 'grantedSender') knownSenders.clear()
      if (operation.noun === 'permission' || operation.noun === 'block') knownReach.clear()
    }
  })
  let closed: Promise<void> | undefined
  return {
    database: engine.name,
    keep: (write) => commits.keep(noteStaleTexts(write)),
    accounts: { ...accounts, find: knownAccounts.get },
    apiKeys: { ...apiKeys, named: knownKeys.get },
    idempotentRequests: idempotentRequestQueries(engine),
    incomingPhoneNumbers: { ...incomingPhoneNumbers, owner: knownOwners.get },
    applications: applicationQueries(engine),
    shortCodes: { ...shortCodes, owner: knownShortCodes.get },
    grantedSenders: { of: knownSenders.get },
    permissions: { of: knownReach.get },
    blocks: blockQueries(engine),
    credits: creditQueries(engine),
    messages: messageQueries(engine),
    messageFeedback: messageFeedbackQueries(engine),
    texts: textQueries(engine),
    media: mediaQueries(engine),
    messagingServices: { ...messagingServices, known: knownServices.get },
    poolSenders: { ...poolSenders, known: knownPools.get },
    handedParts: handedPartQueries(engine),
    earlyReceipts: earlyReceiptQueries(engine),
    arrivals: arrivalQueries(engine),
    conversations: conversationQueries(engine),
    feed: {
      ...feedQueries(engine),
      listen(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    webhookAttempts: webhookAttemptQueries(engine),
    refusedRequests: refusedRequestQueries(engine),
    calls: callQueries(engine),
    recordings: recordingQueries(engine),
    notifications: notificationQueries(engine),
    outgoingCallerIds: outgoingCallerIdQueries(engine),
    phones: phoneQueries(engine),
    jobs: jobQueries(engine),
    clock: clockQueries(engine),
    usage: usageQueries(engine),
    usageTriggers: ownedQueries(engine, 'usageTrigger'),
    faults: faultQueries(engine),
    snapshots: snapshotQueries(engine, () => {
      for (const one of known) one.clear()
      for (const heard of listeners) heard()
    }),
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
