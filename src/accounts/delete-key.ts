import type { ApiKey } from '../domain/api-key.ts'
import type { Ledger } from '../domain/ledger.ts'
import { present, remove } from '../domain/write.ts'
import { keepAsked } from './keep-asked.ts'

/** Takes a key back: it lets nobody in any more. One that is gone already stays so. */
export async function deleteKey({ sid }: ApiKey, has: { ledger: Ledger }): Promise<void> {
  await keepAsked(has.ledger, [remove('apiKey', sid)], present('apiKey', sid))
}
