import type { Ledger } from '../domain/ledger.ts'
import { type Media, partKeysOf } from '../domain/media.ts'
import { accept, remove } from '../domain/write.ts'
import { keepChange } from './keep-change.ts'

/** Removes a medium with its bytes, for good. One that somebody else deleted first stays so. */
export async function deleteMedia({ sid, size }: Media, { ledger }: { ledger: Ledger }): Promise<void> {
  const parts = partKeysOf(sid, size).map((key) => remove('mediaPart', key))
  await keepChange(accept([remove('media', sid), ...parts]), ledger)
}
