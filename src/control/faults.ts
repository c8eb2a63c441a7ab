import { usualSeed } from '../domain/fault.ts'
import { mostFaults, readFault, readFaults, seed } from '../faults/read-fault.ts'
import { addFaults, clearFaults, removeFault, replaceFaults } from '../faults/set-faults.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import {
  asProblem,
  faultFields,
  faultList,
  faultShape,
  requireAccounts,
  settingFaults,
  viewOfFault,
} from './fault-shape.ts'
import { anyText, kind, listUpTo } from './kinds.ts'
import { optional, required, route } from './route.ts'
import { object } from './shape.ts'

const faultPath = { id: required(anyText, 'The id of the fault.') }
const ofAccount = { account: optional(anyText, 'Only those of this account.') }

async function listed({ ledger }: ControlContext, account?: string) {
  const all = await ledger.faults.all()
  return {
    seed: (await ledger.faults.seed())?.seed ?? usualSeed,
    faults: all.filter(({ accountSid }) => account === undefined || accountSid === account).map(viewOfFault),
  }
}

const missing = (id: string) => new ControlProblem(404, `there is no fault ${id}`)

/** What is to go wrong on purpose: all of it, one more, one less. */
export const faultRoutes = [
  route({
    method: 'GET',
    at: '/faults',
    words:
      'What is set to go wrong, in the order in which it is asked, and how often each could happen (`seen`) and did (`done`).',
    modes: 'development',
    query: ofAccount,
    answer: object(faultList),
    deed: ({ query }, has) => listed(has, query.account),
  }),
  route({
    method: 'POST',
    at: '/faults',
    words: 'Sets a fault behind those that are set ([what there is](faults.md)).',
    modes: 'development',
    body: faultFields,
    status: 201,
    answer: faultShape,
    deed: ({ body }, has) =>
      asProblem(async () => {
        const wanted = readFault(body)
        await requireAccounts([wanted], has)
        const [added] = await addFaults([wanted], settingFaults(has))
        return viewOfFault(added!)
      }),
  }),
  route({
    method: 'PUT',
    at: '/faults',
    words: 'Sets these faults in place of all others, and counts from 0.',
    modes: 'development',
    body: {
      seed: optional(
        kind(seed.schema, seed.expects, seed.read),
        'What luck hangs on; the one that is there unless said.',
      ),
      faults: required(
        listUpTo(
          kind<unknown>({ type: 'object' }, 'an object', (value) => value),
          mostFaults,
          `a list of at most ${mostFaults} faults`,
        ),
        'All faults, each as `POST /faults` takes it.',
      ),
    },
    answer: object(faultList),
    deed: ({ body }, has) =>
      asProblem(async () => {
        const wanted = readFaults(body)
        await requireAccounts(wanted.faults, has)
        await replaceFaults(wanted, settingFaults(has))
        return listed(has)
      }),
  }),
  route({
    method: 'DELETE',
    at: '/faults',
    words: 'Ends all faults.',
    modes: 'development',
    query: ofAccount,
    answer: null,
    deed: ({ query }, has) => clearFaults(query.account, settingFaults(has)),
  }),
  route({
    method: 'GET',
    at: '/faults/{id}',
    words: 'One fault.',
    modes: 'development',
    path: faultPath,
    answer: faultShape,
    async deed({ path: { id } }, { ledger }) {
      const fault = await ledger.faults.find(id)
      if (!fault) throw missing(id)
      return viewOfFault(fault)
    },
  }),
  route({
    method: 'DELETE',
    at: '/faults/{id}',
    words: 'Ends a fault.',
    modes: 'development',
    path: faultPath,
    answer: null,
    async deed({ path: { id } }, has) {
      if (!(await removeFault(id, settingFaults(has)))) throw missing(id)
    },
  }),
]
