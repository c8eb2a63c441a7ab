import { accountRoutes } from './accounts.ts'
import { balanceRoutes } from './balance.ts'
import { blockRoutes } from './blocks.ts'
import { callRoutes } from './calls.ts'
import { messageRoutes } from './messages.ts'
import { permissionRoutes } from './permissions.ts'
import { phoneRoutes } from './phones.ts'
import { retentionRoutes } from './retention.ts'
import type { ControlRoute } from './route.ts'
import { senderRoutes } from './senders.ts'

/** Everything that the control API answers, by its part of the reference. */
export const controlRoutes: Readonly<Record<string, readonly ControlRoute[]>> = {
  Phones: phoneRoutes,
  Messages: messageRoutes,
  Calls: callRoutes,
  Accounts: [...accountRoutes, ...senderRoutes, ...permissionRoutes, ...blockRoutes, ...balanceRoutes],
  Server: retentionRoutes,
}
