import { doors, type Fault } from '../domain/fault.ts'
import { effectForms, matchForms } from '../faults/fault-forms.ts'
import { type Form, type Forms, FaultProblem } from '../faults/form.ts'
import { faultForms, million } from '../faults/read-fault.ts'
import type { SettingFaults } from '../faults/set-faults.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { type Kind, kind } from './kinds.ts'
import { optional, required } from './route.ts'
import { listOf, object, oneOf, orNull, type Schema, type Shape, text, whole } from './shape.ts'

/** What is said of a fault beside its door is read with it, by whoever sets it: here it is an object. */
const anObject = (schema: Schema, expects: string) =>
  kind<object>(schema, expects, (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined,
  )

const plain = (words: string): string => words.replaceAll('`', '')

const partsOf = (forms: Forms) => ({
  properties: Object.fromEntries(
    Object.entries(forms).map(([name, { schema, words }]) => [name, { ...schema, description: plain(words) }]),
  ),
  needed: Object.entries(forms).flatMap(([name, one]) => (one.required ? [name] : [])),
})

const effectSchema: Schema = {
  anyOf: doors.flatMap((on) =>
    Object.entries(effectForms[on]).map(([name, { words, parts }]) => {
      const { properties, needed } = partsOf(parts)
      return {
        type: 'object',
        title: `${on}: ${name}`,
        description: plain(words),
        properties: { do: { const: name }, ...properties },
        required: ['do', ...needed],
        additionalProperties: false,
      }
    }),
  ),
}

const matchSchema: Schema = {
  anyOf: doors.map((on) => ({
    type: 'object',
    title: on,
    properties: partsOf(matchForms[on]).properties,
    additionalProperties: false,
  })),
}

const kindOf = <T>({ schema, expects, read }: Form<T>): Kind<T> => kind(schema, expects, read)

const { name, on, match, effect, probability, count, accountSid } = faultForms

/** A fault as it is asked for. */
export const faultFields = {
  name: optional(kindOf(name), name.words),
  on: required(kindOf(on), on.words),
  match: optional(
    anObject(matchSchema, match.expects),
    `${match.words} \`*\` stands for any characters ([by door](faults.md#what-it-meets)).`,
  ),
  effect: required(
    anObject(effectSchema, effect.expects),
    `${effect.words.slice(0, -1)} ([by door](faults.md#what-happens)).`,
  ),
  probability: optional(kindOf(probability), probability.words),
  count: optional(kindOf(count), count.words),
  accountSid: optional(kindOf(accountSid), accountSid.words),
}

const matchShape: Shape<object> = { schema: matchSchema }
const effectShape: Shape<object> = { schema: effectSchema }
const probabilityShape: Shape<number> = { schema: probability.schema }

export const faultShape = object({
  id: text,
  name: text,
  on: oneOf(doors),
  match: matchShape,
  effect: effectShape,
  probability: probabilityShape,
  count: orNull(whole),
  accountSid: orNull(text),
  seen: whole,
  done: whole,
})

export const faultList = { seed: whole, faults: listOf(faultShape) }

export const viewOfFault = ({ id, name, on, match, effect, perMillion, count, accountSid, seen, done }: Fault) => ({
  id,
  name,
  on,
  match,
  effect,
  probability: perMillion / million,
  count,
  accountSid,
  seen,
  done,
})

/** What sets faults, where they can be set. */
export function settingFaults({ ledger, clock, faults }: ControlContext): SettingFaults {
  if (!faults) throw new ControlProblem(404, 'nothing goes wrong on purpose here')
  return { ledger, clock, faults }
}

/** Tells whoever asks what was wrong with a fault. */
export async function asProblem<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof FaultProblem ? new ControlProblem(400, error.message) : error
  }
}

/** The account that a fault is for must be there: no fault waits for what never comes. */
export async function requireAccounts(
  wanted: readonly { accountSid: string | null }[],
  { ledger }: ControlContext,
): Promise<void> {
  const named = new Set(wanted.flatMap((one) => one.accountSid ?? []))
  for (const sid of named)
    if (!(await ledger.accounts.find(sid))) throw new ControlProblem(400, `there is no account ${sid}`)
}
