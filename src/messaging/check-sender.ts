import type { Ledger } from '../domain/ledger.ts'
import { countryOf } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import type { Addresses, SendRequest } from './check-request.ts'

/** Checks that the account may send from there to here. */
export async function checkSender(request: SendRequest, { to, from }: Addresses, ledger: Ledger): Promise<void> {
  const raw = request.from ?? ''
  const service = request.messagingServiceSid
  if (service) throw new Problem(isSid('MG', service) ? 'serviceUnknown' : 'serviceInvalid')
  switch (from.kind) {
    case 'number': {
      const owned = await ownedBy(request, from.value, ledger)
      if (!owned?.capabilities.sms) throw new Problem('fromNotOwned', { From: raw })
      if (request.mediaUrls?.length && !owned.capabilities.mms) throw new Problem('fromWithoutMms')
      return
    }
    case 'channel': {
      // A WhatsApp sender is one of the account's own numbers; no other channel has senders here.
      const owned =
        from.channel === 'whatsapp' && (await ownedBy(request, from.value.slice('whatsapp:'.length), ledger))
      if (!owned) throw new Problem('channelNotFound')
      return
    }
    case 'alphanumeric': {
      const medium = request.mediaUrls?.length ? 'MMS' : 'SMS'
      // Networks there carry no letters as senders, and none carries media from them.
      if (medium === 'MMS' || lettersRefused.has(countryOf(to.value))) {
        throw new Problem('toUnreachable', { To: request.to ?? '', From: raw, medium })
      }
      return
    }
    case 'service':
      throw new Problem('serviceUnknown')
    case 'short-code':
    case 'sim':
      throw new Problem('fromNotOwned', { From: raw })
  }
}

const lettersRefused: ReadonlySet<string> = new Set(['US', 'CA', 'PR'])

async function ownedBy({ account }: SendRequest, phoneNumber: string, ledger: Ledger) {
  const owner = await ledger.incomingPhoneNumbers.owner(phoneNumber)
  return owner?.accountSid === account.sid ? owner : null
}
