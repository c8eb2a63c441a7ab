import type { ControlApi } from './control-types.ts'

export type Operation = keyof ControlApi
/** What an operation of the control API answers. */
export type AnswerOf<O extends Operation> = ControlApi[O]['answer']

/** A request to an application, with its answer. */
export type Attempt = AnswerOf<'GET /messages/{sid}'>['webhooks'][number]

export type Asked<O extends Operation> = {
  [Part in 'path' | 'query' | 'body']?: ControlApi[O][Part]
}

/** Where the control API is. */
export const controlAddress = '/_trunkline/v1'

/** The server refused, with why and what to try. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The path of an operation with its values in it, as the server and a curl line know it. */
export function addressOf<O extends Operation>(operation: O, { path, query }: Asked<O> = {}): string {
  const template = operation.slice(operation.indexOf(' ') + 1)
  const values = (path ?? {}) as Readonly<Record<string, string>>
  const place = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const asked = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return controlAddress + place + (asked.length > 0 ? `?${new URLSearchParams(asked).toString()}` : '')
}

/** Asks the control API. Throws a `Refused`. */
export async function ask<O extends Operation>(
  operation: O,
  asked: Asked<O> = {},
  signal?: AbortSignal,
): Promise<AnswerOf<O>> {
  const response = await fetch(addressOf(operation, asked), {
    method: operation.slice(0, operation.indexOf(' ')),
    ...(asked.body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(asked.body) }),
    ...(signal && { signal }),
  })
  const text = await response.text()
  if (!response.ok) throw new Refused(response.status, reasonIn(text) ?? `${response.status} ${response.statusText}`)
  // What the server declares is what it answers.
  return (text === '' ? undefined : JSON.parse(text)) as AnswerOf<O>
}

/** Why the server refused, if it says. */
export function reasonIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    return typeof error === 'string' ? error : null
  } catch {
    return null
  }
}
