import { Problem } from './problem.ts'

/** The one number that test credentials can buy, write from and call from. */
export const magicNumber = '+15005550006'
/** The area code in which it is for sale; in any other, as in 533, there is nothing. */
export const magicAreaCode = '500'

/** From which numbers test credentials can write to see it refused; from any other the message is not theirs to send. */
export const messageSenders = refusals<{ From: string }>({
  '+15005550001': ({ From }) => new Problem('fromInvalid', { From }),
  '+15005550007': ({ From }) => new Problem('fromNotCapable', { From }),
  '+15005550008': () => new Problem('fromQueueFull'),
})

/** To which numbers; any other is as good as it is. */
export const messageRecipients = refusals<{ From: string; To: string; medium: 'SMS' | 'MMS' }>({
  '+15005550001': ({ To }) => new Problem('toInvalid', { To }),
  '+15005550002': (values) => new Problem('toUnreachable', values),
  '+15005550003': ({ To }) => new Problem('toRegionNotEnabled', { To }),
  '+15005550004': () => new Problem('toOptedOut'),
  '+15005550009': ({ To }) => new Problem('toNotMobile', { To }),
})

/** From which numbers they can call to see it refused; any other was never verified. */
export const callSenders = refusals<{ From: string }>({
  '+15005550001': ({ From }) => new Problem('callFromInvalid', { From }),
})

export const callRecipients = refusals<{ To: string }>({
  '+15005550001': ({ To }) => new Problem('callToInvalid', { To }),
  '+15005550002': () => new Problem('callToUnreachable'),
  '+15005550003': ({ To }) => new Problem('callToRegionNotEnabled', { To }),
  '+15005550004': ({ To }) => new Problem('callToBlocked', { To }),
})

/** Which numbers they can try to buy; any other, as +15005550000, is not available. */
export const numbersForSale = refusals<{ PhoneNumber: string }>({
  '+15005550001': ({ PhoneNumber }) => new Problem('numberInvalid', { PhoneNumber }),
})

/**
 * What numbers mean to test credentials, as the page on them lists it: each stands for an answer that depends on the state of the
 * service, of which a rehearsal has none. To live credentials they are numbers like any other.
 */
function refusals<Values>(
  byNumber: Readonly<Record<string, (values: Values) => Problem>>,
): ReadonlyMap<string, (values: Values) => Problem> {
  return new Map(Object.entries(byNumber))
}
