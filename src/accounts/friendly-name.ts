import { Problem } from '../domain/problem.ts'

const longest = 64

/** Undefined when none was given; an empty one counts as none. */
export function readFriendlyName(raw: string | undefined): string | undefined {
  if (raw === undefined || raw === '') return undefined
  if (raw.length > longest) throw new Problem('friendlyNameInvalid')
  return raw
}
