import { type Call, callStatuses, isEnded } from '../domain/call.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { accept, present, remove } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'

const final = callStatuses.filter(isEnded)

/** Deletes a call that has ended, and what was said in it. Its recordings and notifications stay. */
export async function deleteCall(call: Call, { ledger }: { ledger: Ledger }): Promise<void> {
  if (!isEnded(call.status)) throw new Problem('callNotEnded')
  // One that is gone already stays so.
  const lines = await ledger.calls.transcript(call.sid)
  const operations = [remove('call', call.sid), ...lines.map(({ id }) => remove('transcriptLine', id))]
  await keepChange(accept(operations, [present('call', call.sid, { status: final })]), ledger)
}
