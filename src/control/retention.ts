import { type RetentionProgress, retentionJob } from '../domain/retention.ts'
import { route } from './route.ts'
import { moment, object, orNull, text, whole } from './shape.ts'
import { momentView } from './views.ts'

const progress = object({ after: text, changed: whole, upTo: orNull(moment), waiting: whole })

/** How far the job has come that lets go of what was kept long enough. The timeline of each message tells what became of it. */
export const retentionRoutes = [
  route({
    method: 'GET',
    at: '/retention',
    words: 'After what time texts and numbers of messages go, how many have gone, and up to when.',
    modes: 'both',
    answer: object({ body: progress, address: progress }),
    async deed(_given, { ledger }) {
      const job = await ledger.jobs.find(retentionJob.id)
      const { body, address } = (job?.data ?? {}) as Partial<Record<'body' | 'address', RetentionProgress>>
      return { body: view(body), address: view(address) }
    },
  }),
]

function view(progress: RetentionProgress | undefined) {
  const { after = null, changed = 0, upTo = null, waiting = [] } = progress ?? {}
  return {
    after: after === null ? 'never' : `${after / 86_400_000}d`,
    changed,
    upTo: momentView(upTo),
    waiting: waiting.length,
  }
}
