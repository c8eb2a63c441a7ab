import type { Ledger } from '../domain/ledger.ts'
import type { Notification } from '../domain/notification.ts'
import { present, remove } from '../domain/write.ts'
import { keepAsked } from './keep-asked.ts'

/** Deletes a notification. One that is gone already stays so. */
export async function deleteNotification({ sid }: Pick<Notification, 'sid'>, has: { ledger: Ledger }): Promise<void> {
  await keepAsked(has.ledger, [remove('notification', sid)], present('notification', sid))
}
