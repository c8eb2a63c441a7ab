import type { MessagingService } from '../../domain/messaging-service.ts'
import { mostInPool, type PoolSender } from '../../domain/pool-sender.ts'
import { Problem } from '../../domain/problem.ts'
import { accept, absent, add, change, type Guard, present } from '../../domain/write.ts'
import type { Changing } from '../keep-change.ts'

/** A sender that is to come into a pool, and what must hold until it is there. */
export interface Candidate {
  sender: Pick<PoolSender, 'sid' | 'kind' | 'sender' | 'uniqueName' | 'country' | 'capabilities'>
  guards: readonly Guard[]
}

/**
 * Puts a sender into the pool of a service. A number or short code is in one pool at most, a name once in each. Null when the service
 * or the sender is gone.
 */
export async function addSender(
  { accountSid, sid: serviceSid }: MessagingService,
  find: () => Promise<Candidate | null>,
  { ledger, clock }: Changing,
): Promise<PoolSender | null> {
  // Each time that it is too late, somebody else added a sender: more than a pool holds cannot be before us.
  for (let tries = 0; tries <= mostInPool; tries++) {
    const [service, candidate] = await Promise.all([ledger.messagingServices.find(accountSid, serviceSid), find()])
    if (!service || !candidate) return null
    await checkPlace(service, candidate, ledger)
    const now = clock.now()
    const sender = { ...candidate.sender, accountSid, serviceSid, dateCreated: now, dateUpdated: now }
    const write = accept(
      [add('poolSender', sender), change('messagingService', serviceSid, { poolVersion: service.poolVersion + 1 })],
      [
        ...candidate.guards,
        present('messagingService', serviceSid, { poolVersion: [service.poolVersion] }),
        absent('poolSender', 'sid', sender.sid),
        absent('poolSender', 'uniqueName', sender.uniqueName),
      ],
    )
    const result = await ledger.keep(write)
    if (result.kept) return sender
    if (result.because === 'busy') throw new Problem('tooManyRequests')
  }
  throw new Problem('conflict')
}

async function checkPlace(
  { accountSid, sid }: MessagingService,
  { sender }: Candidate,
  { poolSenders }: Changing['ledger'],
): Promise<void> {
  if (!sender.capabilities.includes('SMS')) throw new Problem('senderNotCapable')
  const [there, pool] = await Promise.all([poolSenders.find(accountSid, sender.sid), poolSenders.ofService(sid)])
  if (there && there.serviceSid !== sid) throw new Problem('senderInOtherService')
  if (pool.some(({ uniqueName }) => uniqueName === sender.uniqueName)) throw new Problem('senderInService')
  if (pool.length >= mostInPool) throw new Problem('poolFull')
}
