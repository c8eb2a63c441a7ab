import type { FastifyInstance } from 'fastify'
import { type RetentionProgress, retentionJob } from '../domain/retention.ts'
import type { ControlContext } from './control-context.ts'

/** How far the job has come that lets go of what was kept long enough. The timeline of each message tells what became of it. */
export function retentionRoutes(control: FastifyInstance, { ledger }: ControlContext): void {
  control.get('/retention', async () => {
    const job = await ledger.jobs.find(retentionJob.id)
    const { body, address } = (job?.data ?? {}) as Partial<Record<'body' | 'address', RetentionProgress>>
    return { body: view(body), address: view(address) }
  })
}

function view(progress: RetentionProgress | undefined) {
  const { after = null, changed = 0, upTo = null, waiting = [] } = progress ?? {}
  return {
    after: after === null ? 'never' : `${after / 86_400_000}d`,
    changed,
    upTo: upTo === null ? null : new Date(upTo).toISOString(),
    waiting: waiting.length,
  }
}
