import { accountRoutes } from './accounts.ts'
import { balanceRoutes } from './balance.ts'
import { blockRoutes } from './blocks.ts'
import { callRoutes } from './calls.ts'
import { credentialRoutes } from './credentials.ts'
import { clockRoutes } from './clock.ts'
import { eventRoutes } from './events.ts'
import { jobRoutes } from './jobs.ts'
import { faultPresetRoutes } from './fault-presets.ts'
import { faultRoutes } from './faults.ts'
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
import { signatureRoutes } from './signatures.ts'
import { strayRoutes } from './strays.ts'
import { webhookRoutes } from './webhooks.ts'
import { worldRoutes } from './world.ts'

/** Everything that the control API answers, by its part of the reference. */
export const controlRoutes: Readonly<Record<string, readonly ControlRoute[]>> = {
  Phones: [...phoneRoutes, ...phoneMessageRoutes, ...textOutcomeRoutes, ...phoneCallRoutes],
  Messages: [...messageRoutes, ...strayRoutes],
  Calls: callRoutes,
  Requests: requestRoutes,
  Webhooks: [...webhookRoutes, ...signatureRoutes],
  Search: searchRoutes,
  Events: eventRoutes,
  Faults: [...faultRoutes, ...faultPresetRoutes],
  Accounts: [...accountRoutes, ...senderRoutes, ...permissionRoutes, ...blockRoutes, ...balanceRoutes],
  'Messaging services': optOutRoutes,
  Time: [...clockRoutes, ...jobRoutes],
  World: worldRoutes,
  Server: [...credentialRoutes, ...retentionRoutes],
}
