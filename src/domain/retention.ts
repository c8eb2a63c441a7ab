import type { Instant } from './clock.ts'
import { type Job, laneless } from './job.ts'
import type { Message } from './message.ts'

/** What redaction leaves of a message's text. */
export function redactedText({ options }: Pick<Message, 'options'>): Pick<Message, 'body' | 'options'> {
  const { contentVariables: _, ...rest } = options
  return { body: '', options: rest }
}

/** An address without the last four digits of its number. What has too few digits for a phone number is nobody's, and stays. */
export const obfuscated = (address: string): string => address.replace(/(\d{3})\d{4}$/, '$1XXXX')

/** The least times, in days, for which the Messages document has its properties kept. */
export const leastRetentionDays = { body: 30, address: 120 } as const

/** How far the job has come that lets go of what was kept long enough: of texts, or of numbers. */
export interface RetentionProgress {
  /** After how many milliseconds they go; null: never. */
  after: number | null
  /** The last SIDs that were looked at. */
  reached: Readonly<Record<'SM' | 'MM', string>>
  /** Messages among these that were still on their way. */
  waiting: readonly string[]
  /** How many messages were changed. */
  changed: number
  /** Whatever was created before was looked at. */
  upTo: Instant | null
}

/** The one job that does so, for all processes, ever; beside when it is due and how far it has come. */
export const retentionJob = {
  id: 'enforce-retention',
  deed: 'enforce-retention',
  accountSid: '',
  subject: '',
  ...laneless,
} as const satisfies Partial<Job>
