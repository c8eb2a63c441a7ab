import { type Door, doors, type WantedFault } from '../domain/fault.ts'
import { problemOf } from '../domain/problem.ts'
import { type EffectForm, effectForms, matchForms } from './fault-forms.ts'
import { below, FaultProblem, type Forms, needed, possible, readParts, textFrom, whole, word } from './form.ts'

export const mostFaults = 100

export const million = 1_000_000

/** What somebody asks for: all faults at once. */
export interface WantedFaults {
  /** The one that is there unless said. */
  seed?: number
  faults: readonly WantedFault[]
}

const anything = { read: (value: unknown) => value, expects: 'an object', schema: {} }

export const seed = whole(0, 2_147_483_647)
export const probability = {
  read: (value: unknown) => (typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined),
  expects: 'a number from 0 to 1',
  schema: { type: 'number', minimum: 0, maximum: 1 },
}
const orNull = <T>(form: { read(value: unknown): T | undefined; expects: string; schema: object }) => ({
  read: (value: unknown) => (value === null ? null : form.read(value)),
  expects: `${form.expects}, or null`,
  schema: { anyOf: [form.schema, { type: 'null' }] },
})

/** All that is said of a fault; what fits its door is read apart. */
export const faultForms = {
  name: possible(textFrom(0, 100), 'What it is called. Faults with the same name and seed have the same luck.'),
  on: needed(word(...doors), 'Where it happens: `api`, `webhook`, `carrier`.'),
  match: possible(anything, 'What it meets: everything at its door unless said.'),
  effect: needed({ ...anything, expects: 'an object such as {"do": "drop"}' }, 'What happens: `{"do": ...}`.'),
  probability: possible(probability, 'How probable it is each time, from 0 to 1; 1 unless said.'),
  count: possible(orNull(whole(1, 1_000_000_000)), 'How often it happens at most; null for no end.'),
  accountSid: possible(orNull(textFrom(1, 64)), 'Whose traffic it meets; null for everybody’s.'),
} satisfies Forms

/** Reads one fault; throws a `FaultProblem` that names the place. */
export function readFault(value: unknown, at = ''): WantedFault {
  const read = readParts(withoutTold(value), faultForms, at, 'a fault')
  const on = read['on'] as Door
  const match = readParts(read['match'] ?? {}, matchForms[on], below(at, 'match'), `the match of a fault on "${on}"`)
  const effect = readEffect(read['effect'], on, below(at, 'effect'))
  // What was read by these forms has these types.
  return {
    name: read['name'] ?? '',
    on,
    match,
    effect,
    perMillion: Math.round(((read['probability'] as number | undefined) ?? 1) * million),
    count: read['count'] ?? null,
    accountSid: read['accountSid'] ?? exactly(match['account']),
  } as WantedFault
}

/** What is told of a fault that is set may be said again. */
function withoutTold(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { id: _id, seen: _seen, done: _done, ...wanted } = value as Record<string, unknown>
  return wanted
}

function readEffect(value: unknown, on: Door, at: string): object {
  const forms: Readonly<Record<string, EffectForm>> = effectForms[on]
  const name = typeof value === 'object' && value !== null && 'do' in value ? value.do : undefined
  const form = typeof name === 'string' && Object.hasOwn(forms, name) ? forms[name] : undefined
  if (!form)
    throw new FaultProblem(`${below(at, 'do')} of a fault on "${on}" is one of ${Object.keys(forms).join(', ')}`)
  const { do: _, ...rest } = value as Record<string, unknown>
  const read = readParts(rest, form.parts, at, `"${String(name)}"`)
  const { status, code } = read
  if (on === 'api' && name === 'answer' && status === undefined && !(typeof code === 'number' && problemOf(code)))
    throw new FaultProblem(`${below(at, 'status')} is needed, or a code of the API: 429, or code 20429`)
  return { do: name, ...read }
}

/** A fault that names one account is that account's. */
const exactly = (account: unknown) => (typeof account === 'string' && !account.includes('*') ? account : null)

/** Reads `{"seed": ..., "faults": [...]}`; throws a `FaultProblem` that names the place. */
export function readFaults(value: unknown, at = ''): WantedFaults {
  const list = {
    read: (given: unknown) => (Array.isArray(given) && given.length <= mostFaults ? given : undefined),
    expects: `a list of at most ${mostFaults} faults`,
    schema: {},
  }
  const forms = { seed: possible(seed, 'What luck hangs on.'), faults: needed(list, 'All faults.') }
  const read = readParts(value, forms, at, 'it')
  return {
    ...(read['seed'] !== undefined && { seed: read['seed'] as number }),
    faults: (read['faults'] as unknown[]).map((one, i) => readFault(one, `faults[${i}]`)),
  }
}
