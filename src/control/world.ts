import { mostSnapshots, type Quietly, type World } from '../domain/snapshot.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText } from './kinds.ts'
import { required, route } from './route.ts'
import { listOf, moment, object, text } from './shape.ts'
import { momentView } from './views.ts'

const snapshot = object({ id: text, at: moment })
const snapshotPath = { id: required(anyText, 'The id of the snapshot.') }

/** Everything that is kept, together: to go back to how it was. */
export const worldRoutes = [
  route({
    method: 'GET',
    at: '/snapshots',
    words: 'Snapshots, oldest first.',
    modes: 'development',
    answer: object({ snapshots: listOf(snapshot) }),
    async deed(_given, has) {
      const snapshots = await worldOf(has).snapshots()
      return { snapshots: snapshots.map(({ id, at }) => ({ id, at: momentView(at) })) }
    },
  }),
  route({
    method: 'POST',
    at: '/snapshots',
    words: `Takes a snapshot of all accounts, numbers, messages, phones and whatever else is kept, when no job is under way. There are ${mostSnapshots} at most.`,
    modes: 'development',
    status: 201,
    answer: snapshot,
    async deed(_given, has) {
      const taken = done(await worldOf(has).takeSnapshot())
      if (!taken) throw new ControlProblem(409, `there are ${mostSnapshots} snapshots already: delete one`)
      return { id: taken.id, at: momentView(taken.at) }
    },
  }),
  route({
    method: 'POST',
    at: '/snapshots/{id}/restore',
    words:
      'Makes everything as it was then, but the clock, which never goes back. Who follows events is told that he missed some.',
    modes: 'development',
    path: snapshotPath,
    answer: null,
    async deed({ path: { id } }, has) {
      const outcome = done(await worldOf(has).restore(id))
      if (outcome === 'unknown') throw unknown(id)
      if (outcome === 'outdated')
        throw new ControlProblem(409, `an older version took snapshot ${id}, and knew other tables: delete it`)
    },
  }),
  route({
    method: 'DELETE',
    at: '/snapshots/{id}',
    words: 'Deletes a snapshot.',
    modes: 'development',
    path: snapshotPath,
    answer: null,
    async deed({ path: { id } }, has) {
      if (!(await worldOf(has).removeSnapshot(id))) throw unknown(id)
    },
  }),
  route({
    method: 'POST',
    at: '/reset',
    words:
      'Makes everything as it was when the server first started, with the same first account, credentials and numbers. Snapshots stay, and the clock runs on from where it is.',
    modes: 'development',
    answer: null,
    async deed(_given, has) {
      done(await worldOf(has).reset())
    },
  }),
]

function worldOf({ world }: ControlContext): World {
  if (!world) throw new ControlProblem(409, 'this server has no world of its own')
  return world
}

function done<T>(quietly: Quietly<T>): T {
  if (quietly.outcome === 'done') return quietly.value
  throw new ControlProblem(503, `${quietly.underWay.join(', ')} did not end in time: try again`)
}

const unknown = (id: string) => new ControlProblem(404, `there is no snapshot ${id}`)
