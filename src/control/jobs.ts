import type { Job } from '../domain/job.ts'
import { anyText } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, route } from './route.ts'
import { listOf, moment, object, orNull, text, truth, whole } from './shape.ts'
import { momentView } from './views.ts'

/** Something that is to be done. */
export const jobShape = object({
  id: text,
  deed: text,
  accountSid: orNull(text),
  subject: orNull(text),
  due: moment,
  attempts: whole,
  leased: truth,
})

export const jobView = ({ id, deed, accountSid, subject, due, attempts, hiddenUntil }: Job) => ({
  id,
  deed,
  accountSid: accountSid || null,
  subject: subject || null,
  due: momentView(due),
  attempts,
  leased: (hiddenUntil ?? 0) > Date.now(),
})

export const jobRoutes = [
  route({
    method: 'GET',
    at: '/jobs',
    words:
      'What is to be done, in the order in which it falls due. `leased` tells that a job is being done, or waits for real time: its turn, or another attempt.',
    modes: 'development',
    query: {
      ...pageFields,
      account: optional(anyText, 'Only what belongs to this account.'),
      subject: optional(anyText, 'Only what is about this SID.'),
    },
    answer: object({ jobs: listOf(jobShape), total: whole, before: orNull(text) }),
    async deed({ query: { account, subject, ...page } }, { ledger: { jobs } }) {
      const filter = {
        ...(account !== undefined && { accountSids: [account] }),
        ...(subject !== undefined && { subject }),
      }
      const [found, total] = await Promise.all([jobs.list(filter, ...pageOf(page)), jobs.count(filter)])
      return { jobs: found.rows.map(jobView), total, before: found.before }
    },
  }),
]
