import { describe } from './describe.ts'
import { endpointsOf } from './endpoint.ts'
import type { Resource } from './resource.ts'
import { accounts } from './resources/accounts.ts'
import {
  incomingPhoneNumbers,
  localNumbers,
  mobileNumbers,
  tollFreeNumbers,
} from './resources/incoming-phone-numbers.ts'
import { messages } from './resources/messages.ts'

const declare = <T, Created>(resource: Resource<T, Created>) => ({
  endpoints: endpointsOf(resource),
  description: describe(resource),
})

/** Every resource that the API serves. */
export const resources = [
  declare(accounts),
  declare(incomingPhoneNumbers),
  declare(localNumbers),
  declare(tollFreeNumbers),
  declare(mobileNumbers),
  declare(messages),
]
