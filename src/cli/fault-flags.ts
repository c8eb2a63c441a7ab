import { readFileSync } from 'node:fs'
import { CommandProblem } from './command-problem.ts'

/** What flags say of a fault, as texts. The server says what may be said. */
export interface FaultFlags {
  on?: string
  do?: string
  match?: readonly string[]
  name?: string
  account?: string
  probability?: string
  count?: string
  status?: string
  code?: string
  message?: string
  body?: string
  ms?: string
  when?: string
  copies?: string
}

/** The fault that flags ask for, as the control API takes it. */
export function wantedFault(flags: FaultFlags): object {
  if (flags.on === undefined || flags.do === undefined)
    throw new CommandProblem(
      'A fault needs --on and --do, or a --file.',
      '--on webhook --do delay --ms 500, or --file faults.json',
    )
  const { name, account, message, body, when } = flags
  const effect = { do: flags.do, message, body, when, ...numbers(flags, ['status', 'code', 'ms', 'copies']) }
  return {
    ...numbers(flags, ['probability', 'count']),
    ...(name !== undefined && { name }),
    ...(account !== undefined && { accountSid: account }),
    on: flags.on,
    match: Object.fromEntries((flags.match ?? []).map(pairOf)),
    effect,
  }
}

/** What is no number stays a text, so that the server can refuse it by its name; some words are meant. */
function numbers(flags: FaultFlags, names: readonly (keyof FaultFlags)[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = flags[name]
      if (text === undefined) return []
      const number = Number(text)
      return [[name, text === '' || Number.isNaN(number) ? text : number]]
    }),
  )
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new CommandProblem(`"${text}" is no match.`, '--match "url=*status*"')
  return [text.slice(0, at), text.slice(at + 1)]
}

/** The faults in a file: `{"faults": [...]}`, a list of them, or one. The server reads them. */
export function faultsOfFile(path: string): { seed?: unknown; faults: readonly object[] } {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new CommandProblem(`${path} cannot be read: ${why}.`, 'a JSON checker on it', { cause: error })
  }
  const listed = Array.isArray(content) ? { faults: content } : content
  if (typeof listed !== 'object' || listed === null)
    throw new CommandProblem(
      `${path} holds no faults.`,
      '{"faults": [{"on": "webhook", "effect": {"do": "drop"}}]} in it',
    )
  if (!('faults' in listed)) return { faults: [listed] }
  const { faults } = listed
  if (!Array.isArray(faults) || !faults.every((one) => typeof one === 'object' && one !== null))
    throw new CommandProblem(`faults in ${path} is no list of objects.`, '{"faults": [...]} in it')
  return { ...listed, faults: faults.map(asWanted) }
}

/** Without what a server tells of those that are set. */
function asWanted({ id: _id, seen: _seen, done: _done, ...wanted }: Record<string, unknown>): object {
  return wanted
}
