import { type Job, laneless } from '../job.ts'

/** How far the job has come that indexes what messages say, beside the blocks themselves. */
export interface IndexProgress {
  /** Up to where blocks were looked at again, for messages that came late. */
  checked: string
  /** How long it rested last, in milliseconds. */
  rest: number
}

/** The one job that does so, for all processes, ever; beside when it is due and how far it has come. */
export const indexJob = {
  id: 'index-texts',
  deed: 'index-texts',
  accountSid: '',
  subject: '',
  ...laneless,
} as const satisfies Partial<Job>
