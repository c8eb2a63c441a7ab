import { csv } from './csv.ts'

/** What a table tells of a message, by the names that the control API has for it. */
const columns = [
  'sid',
  'accountSid',
  'direction',
  'from',
  'to',
  'status',
  'errorCode',
  'numSegments',
  'body',
  'price',
  'priceUnit',
  'dateCreated',
  'dateSent',
] as const

/** Messages as they are told, in a table. */
export type InTable = Readonly<Record<(typeof columns)[number], string | number | null>>

/** Messages as CSV. */
export const messageTable = (messages: readonly InTable[]): string =>
  csv([columns, ...messages.map((one) => columns.map((column) => one[column] ?? ''))])
