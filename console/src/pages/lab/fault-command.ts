import { cliLine } from '../../parts/counterparts.ts'

/** The fault that was written as JSON; null where it is none. */
export function faultIn(text: string): object | null {
  try {
    const fault: unknown = JSON.parse(text)
    return typeof fault === 'object' && fault !== null && !Array.isArray(fault) ? fault : null
  } catch {
    return null
  }
}

/** The same for the command line, by its flags where they say all of it. */
export function faultCommand(fault: object | null): string {
  const { on, match = {}, effect, name, accountSid, probability, count, ...more } = (fault ?? {}) as Values
  const flags = { on, name, account: accountSid, probability, count, ...(effect as Values | undefined) }
  const isPlain = [...Object.values(flags), ...Object.values(match as Values)].every(
    (value) => value === undefined || typeof value === 'string' || typeof value === 'number',
  )
  const isKnown = Object.keys((effect ?? {}) as Values).every((one) => ofEffects.has(one))
  if (fault === null || !isPlain || !isKnown || Object.keys(more).length > 0 || on === undefined || !flags.do)
    return cliLine('faults add', [], { file: 'fault.json' })
  const met = Object.entries(match as Values).map(([one, value]) => `${one}=${String(value)}`)
  return cliLine('faults add', [], { ...(flags as Flags), match: met })
}

type Values = Readonly<Record<string, unknown>> & { do?: unknown }
type Flags = Readonly<Record<string, string | number | undefined>>

const ofEffects: ReadonlySet<string> = new Set(['do', 'status', 'code', 'message', 'body', 'ms', 'when', 'copies'])
