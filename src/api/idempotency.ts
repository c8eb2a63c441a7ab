import { createHmac, hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type IdempotentRequest, idempotencyPeriod } from '../domain/idempotent-request.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { absent, add, change, type Operation, outcome, present } from '../domain/write.ts'
import type { Form } from './form.ts'
import type { Answer } from './headers.ts'
import type { ApiContext } from './resource.ts'
import { openAnswer, sealAnswer, sealingKey } from './sealed-answer.ts'

/** A creation that may be asked for twice and is to be done once. */
export interface Creation {
  /** The Idempotency-Key, as it came. */
  idempotencyKey: string
  /** Whose it is, and what it creates where: the same Idempotency-Key elsewhere is another one. */
  accountSid: string
  path: string
  form: Form
  /** What the SID of the created thing begins with. */
  sidPrefixes: readonly string[]
  /** How the answer is to be written. */
  contentType: string
  /** The answer shows what is never shown again, so it is not kept. */
  shownOnce: boolean
  create(this: void, ledger: Ledger): Promise<Answer>
  /** Writes what was created as it is now, or null when it is gone. */
  show(this: void, sid: string): Promise<Answer | null>
}

const replayed = { 'Idempotent-Replayed': 'true' }

/**
 * Creates a thing unless it was created under the same Idempotency-Key in the last 24 hours: then the first answer is given again. The
 * request is kept in the same write as the thing, so that neither a crash nor another process at the same moment makes two of it. A
 * request that fails keeps nothing, and may be tried again.
 */
export async function createOnce(creation: Creation, has: ApiContext): Promise<Answer> {
  const { ledger, clock } = has
  const request = identify(creation)
  const find = () => ledger.idempotentRequests.find(request.key)
  const isKnown = (kept: IdempotentRequest | null) => kept !== null && clock.now() - kept.at < idempotencyPeriod

  const before = await find()
  if (before && isKnown(before)) return repeat(before, request, creation, find)
  const reserving = reservingLedger(ledger, creation.sidPrefixes, { ...request, at: clock.now() }, before)
  let answer: Answer
  try {
    answer = await creation.create(reserving.ledger)
  } catch (error) {
    // Come twice at the same moment: the other was first, which is why this one failed.
    const first = reserving.reserved() ? null : await find()
    if (first && isKnown(first)) return repeat(first, request, creation, find)
    throw error
  }
  if (!creation.shownOnce) {
    const sealed = change('idempotentRequest', request.key, { answer: sealAnswer(answer, request.sealing) })
    // What was created is created, whether its answer can be kept or not.
    await ledger
      .keep(outcome([sealed]))
      .catch((error: unknown) => has.log.error({ err: error }, 'an answer was not kept'))
  }
  return answer
}

interface Identified {
  key: string
  form: string
  sealing: Buffer
}

const longestKey = 255

function identify({ idempotencyKey, accountSid, path, form }: Creation): Identified {
  if (idempotencyKey.length < 1 || idempotencyKey.length > longestKey) throw new Problem('idempotencyKeyInvalid')
  // The order of parameters says nothing; the order of the values of one may.
  const said = JSON.stringify([...form].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  return {
    key: hash('sha256', JSON.stringify([accountSid, path, idempotencyKey]), 'hex'),
    form: createHmac('sha256', idempotencyKey).update(`form ${said}`).digest('hex'),
    sealing: sealingKey(idempotencyKey, said),
  }
}

/** A ledger that keeps, with the first thing that a client is promised, the request that asked for it. */
function reservingLedger(
  ledger: Ledger,
  sidPrefixes: readonly string[],
  { key, form, at }: Omit<IdempotentRequest, 'sid' | 'answer'>,
  expired: IdempotentRequest | null,
) {
  let reserved = false
  const guard = expired
    ? present('idempotentRequest', key, { at: [expired.at] })
    : absent('idempotentRequest', 'key', key)
  const reservation = (sid: string) =>
    expired
      ? change('idempotentRequest', key, { form, sid, answer: null, at })
      : add('idempotentRequest', { key, form, sid, answer: null, at })
  const reserving: Ledger = {
    ...ledger,
    async keep(write) {
      if (reserved || write.kind !== 'accept') return ledger.keep(write)
      const operations = [...write.operations, reservation(createdBy(write.operations, sidPrefixes))]
      const result = await ledger.keep({ ...write, operations, guards: [guard, ...write.guards] })
      reserved = result.kept
      // Whatever else could be tried would fail by the same guard.
      if (!result.kept && result.because === 'guard' && result.broken === guard) throw new Problem('conflict')
      return result
    },
  }
  return { ledger: reserving, reserved: () => reserved }
}

const createdBy = (operations: readonly Operation[], sidPrefixes: readonly string[]): string =>
  operations
    .flatMap((operation) => (operation.do === 'add' && 'sid' in operation.record ? [operation.record.sid] : []))
    .find((sid) => sidPrefixes.some((prefix) => isSid(prefix, sid))) ?? ''

/** The answer to the same request, come again. */
async function repeat(
  first: IdempotentRequest,
  { form, sealing }: Identified,
  { contentType, shownOnce, show }: Creation,
  find: () => Promise<IdempotentRequest | null>,
): Promise<Answer> {
  if (first.form !== form) throw new Problem('idempotencyKeyReused')
  const sealed = shownOnce ? null : (first.answer ?? (await soonKept(find)))
  const answer = sealed === null ? null : openAnswer(sealed, sealing)
  const again = answer?.contentType === contentType ? answer : await show(first.sid)
  if (!again) throw new Problem('idempotentAnswerUnknown')
  return { ...again, headers: { ...again.headers, ...replayed } }
}

const looks = 10
const betweenLooks = 20

/** The first request may be at the point of keeping its answer; null when it crashed before it could. */
async function soonKept(find: () => Promise<IdempotentRequest | null>): Promise<string | null> {
  for (let look = 0; look < looks; look++) {
    await pause(betweenLooks)
    const answer = (await find())?.answer ?? null
    if (answer !== null) return answer
  }
  return null
}
