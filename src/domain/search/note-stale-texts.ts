import { randomUUID } from 'node:crypto'
import { type Operation, type Write, add } from '../write.ts'

/** No message comes into a block before it is so old, in milliseconds, by the clock that made its SID. */
export const leastAge = 5000

/** The same write, which also notes which messages' texts changed or went, so that the index lets go of them. */
export function noteStaleTexts(write: Write): Write {
  const stale = write.operations.filter(isStaling)
  if (stale.length === 0) return write
  const notes = stale.map(({ key: sid }) => add('staleText', { key: randomUUID(), sid }))
  return { ...write, operations: [...write.operations, ...notes] }
}

function isStaling(operation: Operation): operation is Operation & { do: 'change' | 'remove'; noun: 'message' } {
  if (operation.do === 'count' || operation.do === 'add' || operation.noun !== 'message') return false
  if (operation.do === 'remove') return true
  const { body, to, from, dateUpdated } = operation.values
  if (body === undefined && to === undefined && from === undefined) return false
  return dateUpdated === undefined || dateUpdated - createdAt(operation.key) > leastAge / 2
}

/** When the SID was made. */
const createdAt = (sid: string) => parseInt(sid.slice(2, 14), 16)
