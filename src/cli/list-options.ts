import { type Command, InvalidArgumentError } from 'commander'
import type { ControlClient } from './control-client.ts'
import { queryOf } from './phone.ts'

/** How a list is asked for. */
export interface ListOptions {
  query?: string | undefined
  limit: number
  before?: string | undefined
}

/** Gives a command the options of a list that can be searched. */
export const listOptions = (command: Command): Command =>
  command
    .option(
      '-q, --query <query>',
      'only what this finds: key:value, words, "phrases", -not (see `trunkline search keys`)',
    )
    .option('--limit <count>', 'how many at most', wholeNumber, 50)
    .option('--before <id>', 'only those before this one')

/** So many times the server is asked for what is rare. */
const mostRequests = 1000

/** The newest of a list, as many as were asked for: what is rare comes in several answers, some of which have nothing. */
export async function askList<T, Name extends string>(
  client: ControlClient,
  name: Name,
  { query, limit, before }: ListOptions,
  asked: Readonly<Record<string, string | undefined>> = {},
): Promise<Record<Name, T[]> & { before: string | null }> {
  const found: T[] = []
  let next: string | null | undefined = before
  for (let i = 0; i < mostRequests && found.length < limit && next !== null; i++) {
    const values = { ...asked, q: query, limit: String(Math.min(limit - found.length, 1000)), before: next }
    const given = Object.entries(values).filter((one): one is [string, string] => one[1] !== undefined)
    const page: Record<Name, T[]> & { before: string | null } = await client.ask(
      'GET',
      `/${name}${queryOf(Object.fromEntries(given))}`,
    )
    found.push(...page[name])
    next = page.before
  }
  return { [name]: found, before: next ?? null } as Record<Name, T[]> & { before: string | null }
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1 on.')
  return value
}
