import type { Operation, Parameter } from './document.ts'
import { sampleOf } from './values.ts'

/** Stands in the page where the server's own address is put when it is known who asks. */
export const originHere = '{{the address of this server}}'

interface Request {
  method: string
  path: string
  operation: Operation
  parameters: readonly Parameter[]
}

/** An example request for a shell in which the credentials are set: with what must be said, and what has an example. */
export function curlFor({ method, path, operation, parameters }: Request): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'AccountSid') return '$TWILIO_ACCOUNT_SID'
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
    return parameter ? sampleOf(parameter.schema) : name
  })
  const said = [
    ...parameters
      .filter(({ in: where, required, schema }) => where === 'query' && (required === true || schema.examples))
      .map(({ name, schema }) => [name, sampleOf(schema)] as const),
    ...formSamples(operation),
  ]
  const asQuery = method === 'get' && said.length > 0
  return [
    `curl ${method === 'get' ? (asQuery ? '-G ' : '') : `-X ${method.toUpperCase()} `}"${originHere}${filled}"`,
    '-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"',
    ...said.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ].join(' \\\n  ')
}

function formSamples({ requestBody }: Operation): (readonly [string, string])[] {
  const [form] = Object.values(requestBody?.content ?? {})
  const { properties = {}, required = [] } = form?.schema ?? {}
  return Object.entries(properties)
    .filter(([name, { examples }]) => required.includes(name) || examples)
    .map(([name, schema]) => [name, sampleOf(schema)] as const)
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
