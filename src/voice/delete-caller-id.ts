import type { Ledger } from '../domain/ledger.ts'
import type { OutgoingCallerId } from '../domain/outgoing-caller-id.ts'
import { accept, present, remove } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'

/** Forgets a caller id: nothing may be called from it any more. One that is gone already stays so. */
export async function deleteCallerId({ sid }: OutgoingCallerId, { ledger }: { ledger: Ledger }): Promise<void> {
  await keepChange(accept([remove('outgoingCallerId', sid)], [present('outgoingCallerId', sid)]), ledger)
}
