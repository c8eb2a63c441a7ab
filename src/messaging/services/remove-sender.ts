import type { PoolSender } from '../../domain/pool-sender.ts'
import { accept, present, remove } from '../../domain/write.ts'
import { type Changing, keepChange } from '../keep-change.ts'

/** Takes a sender out of its pool; the number or short code stays with the account. One that is gone already stays so. */
export async function removeSender(
  { sid, serviceSid }: PoolSender,
  { ledger }: Pick<Changing, 'ledger'>,
): Promise<void> {
  const write = accept([remove('poolSender', sid)], [present('poolSender', sid, { serviceSid: [serviceSid] })])
  await keepChange(write, ledger)
}
