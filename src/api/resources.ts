import { describe } from './describe.ts'
import { endpointsOf } from './endpoint.ts'
import type { Resource } from './resource.ts'
import { accounts2008 } from './resources/2008/accounts.ts'
import { calls2008, callSegments2008 } from './resources/2008/calls.ts'
import {
  incomingPhoneNumbers2008,
  localNumbers2008,
  tollFreeNumbers2008,
} from './resources/2008/incoming-phone-numbers.ts'
import { notifications2008, callNotifications2008 } from './resources/2008/notifications.ts'
import { outgoingCallerIds2008 } from './resources/2008/outgoing-caller-ids.ts'
import { callRecordings2008, recordings2008 } from './resources/2008/recordings.ts'
import { smsMessages2008 } from './resources/2008/sms-messages.ts'
import { accounts } from './resources/accounts.ts'
import { alerts } from './resources/alerts.ts'
import { applications } from './resources/applications.ts'
import { availablePhoneNumbers } from './resources/available-phone-numbers.ts'
import { balance } from './resources/balance.ts'
import { calls } from './resources/calls.ts'
import {
  incomingPhoneNumbers,
  localNumbers,
  mobileNumbers,
  tollFreeNumbers,
} from './resources/incoming-phone-numbers.ts'
import { keys, signingKeys } from './resources/keys.ts'
import { media } from './resources/media.ts'
import { messageFeedback } from './resources/message-feedback.ts'
import { messages } from './resources/messages.ts'
import { callNotifications, notifications } from './resources/notifications.ts'
import { outgoingCallerIds } from './resources/outgoing-caller-ids.ts'
import { callRecordings, recordings } from './resources/recordings.ts'
import { messagingServices } from './resources/messaging-services.ts'
import { alphaSenders, servicePhoneNumbers, serviceShortCodes } from './resources/pool-senders.ts'
import { numberCountries } from './resources/number-countries.ts'
import { shortCodes } from './resources/short-codes.ts'
import { smsMessages } from './resources/sms-messages.ts'
import { usageRecords } from './resources/usage-records.ts'
import { usageTriggers } from './resources/usage-triggers.ts'

const declare = <T, Created>(resource: Resource<T, Created>) => ({
  endpoints: endpointsOf(resource),
  describe: () => describe(resource),
})

/** Every resource that the API serves. */
export const resources = [
  declare(accounts),
  declare(applications),
  declare(numberCountries),
  ...availablePhoneNumbers.map(declare),
  declare(balance),
  declare(shortCodes),
  declare(incomingPhoneNumbers),
  declare(localNumbers),
  declare(tollFreeNumbers),
  declare(mobileNumbers),
  declare(messages),
  declare(media),
  declare(messageFeedback),
  declare(calls),
  declare(callRecordings),
  declare(recordings),
  declare(callNotifications),
  declare(notifications),
  declare(outgoingCallerIds),
  declare(messagingServices),
  declare(servicePhoneNumbers),
  declare(serviceShortCodes),
  declare(alphaSenders),
  declare(alerts),
  declare(keys),
  declare(signingKeys),
  declare(smsMessages),
  declare(accounts2008),
  declare(incomingPhoneNumbers2008),
  declare(localNumbers2008),
  declare(tollFreeNumbers2008),
  declare(smsMessages2008),
  declare(calls2008),
  declare(callSegments2008),
  declare(callNotifications2008),
  declare(notifications2008),
  declare(callRecordings2008),
  declare(recordings2008),
  declare(outgoingCallerIds2008),
  ...usageRecords.map(declare),
  declare(usageTriggers),
]
