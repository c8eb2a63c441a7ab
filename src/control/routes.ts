import { accountRoutes } from './accounts.ts'
import { balanceRoutes } from './balance.ts'
import { blockRoutes } from './blocks.ts'
import { callRoutes } from './calls.ts'
import { eventRoutes } from './events.ts'
import { messageRoutes } from './messages.ts'
import { optOutRoutes } from './opt-outs.ts'
import { permissionRoutes } from './permissions.ts'
import { phoneCallRoutes } from './phone-calls.ts'
import { phoneMessageRoutes } from './phone-messages.ts'
import { textOutcomeRoutes } from './text-outcomes.ts'
import { phoneRoutes } from './phones.ts'
import { requestRoutes } from './requests.ts'
import { retentionRoutes } from './retention.ts'
import type { ControlRoute } from './route.ts'
import { searchRoutes } from './search.ts'
import { senderRoutes } from './senders.ts'
import { strayRoutes } from './strays.ts'
import { webhookRoutes } from './webhooks.ts'

/** Everything that the control API answers, by its part of the reference. */
export const controlRoutes: Readonly<Record<string, readonly ControlRoute[]>> = {
  Phones: [...phoneRoutes, ...phoneMessageRoutes, ...textOutcomeRoutes, ...phoneCallRoutes],
  Messages: [...messageRoutes, ...strayRoutes],
  Calls: callRoutes,
  Requests: requestRoutes,
  Webhooks: webhookRoutes,
  Search: searchRoutes,
  Events: eventRoutes,
  Accounts: [...accountRoutes, ...senderRoutes, ...permissionRoutes, ...blockRoutes, ...balanceRoutes],
  'Messaging services': optOutRoutes,
  Server: retentionRoutes,
}
