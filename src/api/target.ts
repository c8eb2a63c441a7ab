import type { IncomingMessage } from 'node:http'
import { maskNumber } from '../log.ts'
import type { Endpoint } from './endpoint.ts'
import type { PathParams } from './resource.ts'
import type { Style, Suffix } from './wire/style.ts'

/** The path of a request without its query, and the query. */
export function splitTarget({ url = '/' }: IncomingMessage): { path: string; query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const longestLogged = 200

/** Some paths name a number. */
export const pathForLog = (request: IncomingMessage): string =>
  splitTarget(request)
    .path.slice(0, longestLogged)
    .replace(/(?<![0-9a-z])(?:\+|%2B)?\d{7,}(?![0-9a-z])/gi, maskNumber)

const suffixes = ['.json', '.xml', '.csv', '.html'] as const

/** The name at the end of the path, and what it ends in to say how it wants to be answered. */
export function splitSuffix(
  { instance, mount }: Endpoint,
  suffix: Suffix | null,
  params: PathParams,
): { name: string; suffix: Suffix } {
  const name = instance === null ? '' : (params[instance] ?? '')
  if (suffix !== null) return { name, suffix }
  const found = endingOf(name, mount.style)
  return found ? { name: name.slice(0, -found.length), suffix: found } : { name, suffix: '' }
}

export const endingOf = (name: string, { representations }: Style): Suffix =>
  suffixes.find((suffix) => representations[suffix] !== undefined && name.endsWith(suffix)) ?? ''
