import type { Ledger } from '../domain/ledger.ts'
import type { Recording } from '../domain/recording.ts'
import { accept, present, remove } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'

/** Deletes a recording with its sound. One that is gone already stays so. */
export async function deleteRecording({ sid }: Recording, { ledger }: { ledger: Ledger }): Promise<void> {
  await keepChange(accept([remove('recording', sid)], [present('recording', sid)]), ledger)
}
