import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { countryOf } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { takesLetters } from '../domain/sender.ts'
import { carriesMedia } from '../domain/short-code.ts'
import type { Addresses, SendRequest } from './check-request.ts'
import { maySendAs } from './may-send-as.ts'
import { wantsMms } from './new-message.ts'
import type { SendingRules } from './sending-rules.ts'

interface Has {
  ledger: Ledger
  rules: Pick<SendingRules, 'openSenders'>
}

/** Checks that the account may send from there to here, and tells in which country the sender is at home: null for one that has none. */
export async function checkSender(request: SendRequest, { to, from }: Addresses, has: Has): Promise<string | null> {
  const { account, from: From = '', to: To = '' } = request
  const medium = wantsMms(request) ? 'MMS' : 'SMS'
  switch (from.kind) {
    case 'number': {
      if (from.value === to.value) throw new Problem('toSameAsFrom', { To })
      const { capabilities } = ownNumber(await has.ledger.incomingPhoneNumbers.owner(from.value), request)
      if (medium === 'MMS' && !capabilities.mms) throw new Problem('fromWithoutMms')
      return countryOf(from.value)
    }
    case 'short-code': {
      const owner = await has.ledger.shortCodes.owner(from.value)
      if (owner?.accountSid !== account.sid) throw new Problem('fromNotOwned', { From })
      if (countryOf(to.value) !== owner.isoCountry) throw new Problem('shortCodeElsewhere', { To, From, medium })
      if (medium === 'MMS' && !carriesMedia(owner)) throw new Problem('fromWithoutMms')
      return owner.isoCountry
    }
    case 'alphanumeric': {
      if (account.type === 'Trial') throw new Problem('fromLettersOnTrial', { From })
      if (!(await maySendAs(account.sid, from, has))) throw new Problem('fromInvalid', { From })
      // Some networks carry no letters as senders, and none carries media from them.
      const unreachable = medium === 'MMS' || !takesLetters(countryOf(to.value))
      if (unreachable) throw new Problem('toUnreachable', { To, From, medium })
      return null
    }
    case 'channel':
      if (!(await maySendAs(account.sid, from, has))) throw new Problem('channelNotFound')
      return null
    case 'sim':
      if (!(await maySendAs(account.sid, from, has))) throw new Problem('fromNotOwned', { From })
      if (medium === 'MMS') throw new Problem('fromWithoutMms')
      return null
    case 'service':
      return null
  }
}

function ownNumber(owner: IncomingPhoneNumber | null, { account, from: From = '' }: SendRequest): IncomingPhoneNumber {
  if (!owner) throw new Problem('fromNotOwned', { From })
  if (owner.accountSid !== account.sid) throw new Problem('fromOfOtherAccount', { From, AccountSid: account.sid })
  if (!owner.capabilities.sms) throw new Problem('fromWithoutSms', { From })
  return owner
}
