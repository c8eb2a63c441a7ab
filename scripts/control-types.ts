import { controlRoutes } from '../src/control/routes.ts'
import type { ControlRoute, Fields } from '../src/control/route.ts'
import type { Schema } from '../src/control/shape.ts'

/** The types of everything that the control API takes and answers, for the console: TypeScript, made from the declarations. */
export function controlTypes(): string {
  const routes = Object.values(controlRoutes).flat()
  return `// Made by \`npm run docs\` from src/control: what the control API takes and answers.\n\nexport interface ControlApi {\n${routes.map(typeOfRoute).join('')}}\n`
}

/** A line for each: nobody reads them but the compiler. */
function typeOfRoute({ method, at, input, answer }: ControlRoute): string {
  const answered = answer === null ? 'undefined' : typeof answer === 'string' ? 'never' : typeOf(answer.schema)
  const parts = `path: ${fieldsType(input.path)}; query: ${fieldsType(input.query)}; body: ${fieldsType(input.body ?? {})}`
  return `  '${method} ${at}': { ${parts}; answer: ${answered} }\n`
}

function fieldsType(fields: Fields): string {
  const each = Object.entries(fields).map(
    ([name, { kind, required }]) => `${nameOf(name)}${required ? '' : '?'}: ${typeOf(kind.schema)}`,
  )
  return each.length === 0 ? 'Record<never, never>' : `{ ${each.join('; ')} }`
}

const nameOf = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : `'${name}'`)

function typeOf(schema: Schema): string {
  const { type, properties, required = [], items, prefixItems, additionalProperties } = schema
  const either = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(either)) return (either as Schema[]).map(typeOf).join(' | ')
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[]).map((one) => JSON.stringify(one)).join(' | ')
  if (Array.isArray(type)) return (type as string[]).map((one) => typeOf({ ...schema, type: one })).join(' | ')
  if (type === 'string') return 'string'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'boolean'
  if (type === 'null') return 'null'
  if (type === 'array') {
    if (Array.isArray(prefixItems)) return `readonly [${(prefixItems as Schema[]).map(typeOf).join(', ')}]`
    return `readonly (${items ? typeOf(items as Schema) : 'unknown'})[]`
  }
  if (type === 'object' && properties)
    return `{ ${Object.entries(properties as Record<string, Schema>)
      .map(([name, one]) => `${nameOf(name)}${(required as string[]).includes(name) ? '' : '?'}: ${typeOf(one)}`)
      .join('; ')} }`
  if (type === 'object' && additionalProperties)
    return `Readonly<Record<string, ${typeOf(additionalProperties as Schema)}>>`
  if (type === 'object') return 'object'
  return 'unknown'
}
