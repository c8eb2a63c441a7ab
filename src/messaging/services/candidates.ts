import type { Account } from '../../domain/account.ts'
import type { PoolCapability } from '../../domain/pool-sender.ts'
import { Problem } from '../../domain/problem.ts'
import { kindOfSender } from '../../domain/sender.ts'
import { carriesMedia } from '../../domain/short-code.ts'
import { mintSid, slotOf } from '../../domain/sid.ts'
import { present } from '../../domain/write.ts'
import type { Changing } from '../keep-change.ts'
import { maySendAs } from '../may-send-as.ts'
import type { Candidate } from './add-sender.ts'
import type { Choosing } from './find-sender.ts'

/** A number of the account, for its pools. */
export async function numberCandidate(
  accountSid: string,
  sid: string,
  { ledger }: Pick<Changing, 'ledger'>,
): Promise<Candidate | null> {
  const number = await ledger.incomingPhoneNumbers.find(accountSid, sid)
  if (!number) return null
  const { phoneNumber, isoCountry, capabilities } = number
  const can: [boolean, PoolCapability][] = [
    [capabilities.voice, 'Voice'],
    [capabilities.sms, 'SMS'],
    [capabilities.mms, 'MMS'],
  ]
  return {
    sender: {
      sid,
      kind: 'number',
      sender: phoneNumber,
      uniqueName: sid,
      country: isoCountry,
      capabilities: can.flatMap(([does, name]) => (does ? [name] : [])),
    },
    guards: [present('incomingPhoneNumber', sid, { accountSid: [accountSid] })],
  }
}

/** A short code of the account, for its pools. */
export async function shortCodeCandidate(
  accountSid: string,
  sid: string,
  { ledger }: Pick<Changing, 'ledger'>,
): Promise<Candidate | null> {
  const owned = await ledger.shortCodes.find(accountSid, sid)
  if (!owned) return null
  const { shortCode, isoCountry } = owned
  return {
    sender: {
      sid,
      kind: 'short-code',
      sender: shortCode,
      uniqueName: sid,
      country: isoCountry,
      capabilities: carriesMedia(owned) ? ['SMS', 'MMS'] : ['SMS'],
    },
    guards: [present('shortCode', sid, { accountSid: [accountSid] })],
  }
}

/** An alphanumeric name that the account may use, for a pool. */
export async function nameCandidate(
  account: Account,
  serviceSid: string,
  name: string,
  { clock, ...has }: Choosing & Pick<Changing, 'clock'>,
): Promise<Candidate> {
  if (name === '') throw new Problem('alphaSenderMissing')
  const sender = kindOfSender(name)
  if (sender.kind !== 'alphanumeric' || account.type === 'Trial' || !(await maySendAs(account.sid, sender, has)))
    throw new Problem('alphaSenderInvalid')
  return {
    sender: {
      sid: mintSid('AI', clock.now(), slotOf(account.ownerAccountSid)),
      kind: 'alphanumeric',
      sender: sender.value,
      uniqueName: `${serviceSid} ${sender.value}`,
      country: null,
      capabilities: ['SMS'],
    },
    guards: [],
  }
}
