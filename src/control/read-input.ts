import { ControlProblem } from './control-problem.ts'
import type { Kind } from './kinds.ts'

/** A request as it came. */
export interface Raw {
  path: unknown
  query: unknown
  body: unknown
}

type Declared = Readonly<Record<string, { kind: Kind<unknown>; required: boolean }>>
type Values = Record<string, unknown>

/** Reads what was sent by what is declared. Each throws what was wrong, and what to send. */
export const readPath = (path: unknown, declared: Declared): Values => valuesOf(path as object, declared)

export const readQuery = (query: unknown, declared: Declared): Values =>
  valuesOf(known(onceEach(query as object), declared), declared)

export const readBody = (body: unknown, declared: Declared | null, method: string): Values =>
  declared === null ? {} : valuesOf(bodyOf(body, declared, method), declared)

function onceEach(query: object): object {
  const twice = Object.entries(query).find(([, value]) => Array.isArray(value))
  if (twice) throw new ControlProblem(400, `${twice[0]} is given once`)
  return query
}

/** A body that may say nothing may also be absent, where something is begun and not changed. */
function bodyOf(body: unknown, fields: Declared, method: string): object {
  if (body === undefined && method === 'POST' && Object.values(fields).every(({ required }) => !required)) return {}
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ControlProblem(400, `send a JSON object with ${Object.keys(fields).join(', ')}`)
  return known(body, fields)
}

function known(values: object, fields: Declared): object {
  const stranger = Object.keys(values).find((name) => !Object.hasOwn(fields, name))
  if (stranger === undefined) return values
  const allowed = Object.keys(fields)
  throw new ControlProblem(
    400,
    `"${stranger}" is not known here: send ${allowed.length > 0 ? allowed.join(', ') : 'nothing'}`,
  )
}

function valuesOf(values: object, fields: Declared): Values {
  const read: Values = {}
  for (const [name, { kind, required }] of Object.entries(fields)) {
    const value = (values as Values)[name]
    if (value === undefined && !required) continue
    read[name] = kind.read(value)
    if (read[name] === undefined) throw new ControlProblem(400, kind.refusal?.(value) ?? `${name} is ${kind.expects}`)
  }
  return read
}
