import type { AnswerOf } from '../../control.ts'
import type { Happening } from '../../live.ts'
import { messageStatuses } from '../../../../src/domain/message.ts'

export type LoggedMessage = AnswerOf<'GET /messages'>['messages'][number]
type Step = Pick<LoggedMessage, 'status'> & Partial<Pick<LoggedMessage, 'errorCode'>>

/** What the page has of the log, the newest first, without a gap. */
export interface KeptLog {
  messages: readonly LoggedMessage[]
  /** Where older ones begin; null when there are none. */
  before: string | null
}

/** So many are kept when new ones come; what is older is loaded anew when somebody looks for it. */
export const mostKept = 10_000

/** The log with more of the same stretch or above it, each once. */
export function withNewer({ messages, before }: KeptLog, found: readonly LoggedMessage[]): KeptLog {
  const all = merged(found, messages)
  if (all.length <= mostKept) return { messages: all, before }
  return { messages: all.slice(0, mostKept), before: all[mostKept - 1]!.sid }
}

/** The log with what comes right after it. */
export const withOlder = (log: KeptLog, older: KeptLog): KeptLog => ({
  messages: merged(log.messages, older.messages),
  before: older.before,
})

/** Those that took a step are new objects, and all others the same as before. */
export function withSteps<L extends KeptLog>(log: L, steps: ReadonlyMap<string, Step>): L {
  let isChanged = false
  const messages = log.messages.map((message) => {
    const step = steps.get(message.sid)
    if (!step || (step.status === message.status && (step.errorCode ?? message.errorCode) === message.errorCode))
      return message
    isChanged = true
    return { ...message, ...step }
  })
  return isChanged ? { ...log, messages } : log
}

/** What messages have a place by, whatever their letters: their age. */
export const ageOf = (sid: string): string => sid.slice(2)

/** Whether the log has this message. */
export function has({ messages }: KeptLog, sid: string): boolean {
  let [from, to] = [0, messages.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (ageOf(messages[middle]!.sid) > ageOf(sid)) from = middle + 1
    else to = middle
  }
  return messages[from]?.sid === sid
}

/** Remembers where each message of the batch has got to. So few need be remembered: those that are being read meanwhile. */
export function rememberSteps(steps: Map<string, Step>, batch: readonly Happening[]): void {
  for (const { data } of batch) {
    if (!statuses.has(data.kind)) continue
    const sid = String(data.messageSid)
    const { errorCode } = (data.detail ?? {}) as { errorCode?: unknown }
    steps.delete(sid)
    steps.set(sid, {
      status: data.kind as LoggedMessage['status'],
      ...(typeof errorCode === 'number' && { errorCode }),
    })
  }
  for (const sid of steps.keys()) {
    if (steps.size <= mostSteps) break
    steps.delete(sid)
  }
}

const statuses: ReadonlySet<unknown> = new Set(messageStatuses)
const mostSteps = 5000

/** Both lists as one; where both have a message, as the first has it. */
function merged(first: readonly LoggedMessage[], second: readonly LoggedMessage[]): LoggedMessage[] {
  const all: LoggedMessage[] = []
  let next = 0
  for (const message of first) {
    const age = ageOf(message.sid)
    while (next < second.length && ageOf(second[next]!.sid) > age) all.push(second[next++]!)
    if (second[next]?.sid === message.sid) next++
    all.push(message)
  }
  return next < second.length ? all.concat(second.slice(next)) : all
}
