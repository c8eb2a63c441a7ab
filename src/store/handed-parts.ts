import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function handedPartQueries({ reader }: Engine): Ledger['handedParts'] {
  return {
    async many(keys) {
      const rows =
        keys.length > 0 ? await reader.selectFrom('handed_part').selectAll().where('key', 'in', keys).execute() : []
      return new Map(rows.map((row) => [row.key, toRecord('handedPart', row)]))
    },
    async ofMessages(messageSids) {
      if (messageSids.length === 0) return []
      const rows = await reader.selectFrom('handed_part').selectAll().where('message_sid', 'in', messageSids).execute()
      return rows.map((row) => toRecord('handedPart', row))
    },
  }
}

export function earlyReceiptQueries({ reader }: Engine): Ledger['earlyReceipts'] {
  return {
    async many(keys) {
      const rows =
        keys.length > 0 ? await reader.selectFrom('early_receipt').selectAll().where('key', 'in', keys).execute() : []
      return new Map(rows.map((row) => [row.key, toRecord('earlyReceipt', row)]))
    },
  }
}
