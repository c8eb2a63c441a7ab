import { mostInPool } from '../../domain/pool-sender.ts'
import type { MessagingService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { accept, present, remove } from '../../domain/write.ts'
import { type Changing, keepChange } from '../keep-change.ts'

/** Removes a service and empties its pool in one write. One that is gone already stays so. */
export async function deleteService({ accountSid, sid }: MessagingService, { ledger }: Changing): Promise<void> {
  for (let tries = 0; tries < mostInPool; tries++) {
    const service = await ledger.messagingServices.find(accountSid, sid)
    if (!service) return
    // Read after the service: who adds a sender from here on changes the version, and who takes one away breaks its guard.
    const pool = await ledger.poolSenders.ofService(sid)
    const write = accept(
      [remove('messagingService', sid), ...pool.map((sender) => remove('poolSender', sender.sid))],
      [
        present('messagingService', sid, { poolVersion: [service.poolVersion] }),
        ...pool.map((sender) => present('poolSender', sender.sid, { serviceSid: [sid] })),
      ],
    )
    if (await keepChange(write, ledger)) return
  }
  throw new Problem('conflict')
}
