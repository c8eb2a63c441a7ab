import { faultsOf, presets } from '../faults/presets.ts'
import { readFault } from '../faults/read-fault.ts'
import { addFaults } from '../faults/set-faults.ts'
import { asProblem, faultFields, faultShape, requireAccounts, settingFaults, viewOfFault } from './fault-shape.ts'
import { anyText, oneOf } from './kinds.ts'
import { optional, required, route } from './route.ts'
import { type Shape, listOf, object, text } from './shape.ts'

const names = presets.map(({ name }) => name)

const preset = object({
  name: text,
  words: text,
  teaches: text,
  faults: listOf<object>({ schema: { type: 'object' } } satisfies Shape<object>),
})

/** Faults that make a lesson, ready to be set. */
export const faultPresetRoutes = [
  route({
    method: 'GET',
    at: '/fault-presets',
    words: 'Faults that belong together, and what a test with them shows about an application.',
    modes: 'development',
    answer: object({ presets: listOf(preset) }),
    deed: () => ({ presets: presets.map((one) => ({ ...one, faults: faultsOf(one, {}) })) }),
  }),
  route({
    method: 'POST',
    at: '/fault-presets/{name}',
    words: 'Sets the faults of a preset behind those that are set.',
    modes: 'development',
    path: { name: required(oneOf(names), 'The name of the preset.') },
    body: {
      account: optional(anyText, 'Whose traffic they meet; everybody’s unless said.'),
      probability: optional(faultFields.probability.kind, 'How probable each is, in place of what the preset says.'),
      count: optional(faultFields.count.kind, 'How often each happens at most.'),
    },
    status: 201,
    answer: object({ faults: listOf(faultShape) }),
    deed: ({ path, body }, has) =>
      asProblem(async () => {
        const chosen = presets.filter(({ name }) => name === path.name)
        const wanted = chosen.flatMap((one) => faultsOf(one, body)).map((one) => readFault(one))
        await requireAccounts(wanted, has)
        return { faults: (await addFaults(wanted, settingFaults(has))).map(viewOfFault) }
      }),
  }),
]
