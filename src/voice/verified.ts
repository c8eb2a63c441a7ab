import type { Call } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { callerIdKey } from '../domain/outgoing-caller-id.ts'
import { mintSid } from '../domain/sid.ts'
import { absent, add } from '../domain/write.ts'
import { ended } from './ended.ts'
import type { Step } from './step.ts'

/** What follows when keys are pressed in a call that checks a caller id: the right ones prove it, and end the call. Null for any others. */
export async function verified(call: Call, digits: string, at: Instant, ledger: Ledger): Promise<Step | null> {
  const { callerIdCheck, accountSid, to: phoneNumber } = call
  if (callerIdCheck === null || digits !== callerIdCheck.code) return null
  const key = callerIdKey(accountSid, phoneNumber)
  const known = await ledger.outgoingCallerIds.of(accountSid, phoneNumber)
  const callerId = known ?? {
    sid: mintSid('PN', at),
    accountSid,
    key,
    phoneNumber,
    friendlyName: callerIdCheck.friendlyName,
    dateCreated: at,
    dateUpdated: at,
  }
  const ending = { status: 'completed', at, sipCode: 200, hangUp: true, callerIdSid: callerId.sid } as const
  const step = await ended(call, ending, ledger)
  if (known) return step
  const guards = [...(step.guards ?? []), absent('outgoingCallerId', 'key', key)]
  return { ...step, operations: [add('outgoingCallerId', callerId), ...step.operations], guards }
}
