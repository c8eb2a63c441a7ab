import { readConfigFile } from './config/config-file.ts'
import { type Mode, type Setting, type SettingName, type Settings, settings } from './config/settings.ts'
import { StartProblem } from './config/start-problem.ts'

export type { Mode, Settings } from './config/settings.ts'
export { StartProblem } from './config/start-problem.ts'

export interface SettingSources {
  mode: Mode
  flags: { readonly [N in SettingName]?: string }
  env: Readonly<Record<string, string | undefined>>
  /** Where `trunkline.config.ts` or `trunkline.config.json` may be. */
  cwd: string
}

/** Reads every setting: its flag, else its variable, else the config file, else its default. Throws a `StartProblem`. */
export function readSettings({ mode, flags, env, cwd }: SettingSources): Settings {
  const file = readConfigFile(cwd)
  const values: Record<string, unknown> = { mode }
  for (const { name, variables, flag } of settingNames) {
    const setting: Setting<unknown> = settings[name]
    const found = [
      { origin: flag ?? '', text: flags[name] },
      ...variables.map((variable) => ({ origin: variable, text: env[variable] || undefined })),
      { origin: `"${name}" in ${file.name}`, text: file.values[name] },
    ].find(({ text }) => text !== undefined)
    const fallback = typeof setting.default === 'object' ? setting.default[mode] : setting.default
    const text = found?.text ?? fallback
    const value = text === undefined ? null : setting.kind.read(text)
    if (text !== undefined && value === null) throw unreadable(setting, found?.origin ?? name, text)
    values[name] = value
  }
  // The loop gave each name what its own kind read.
  return values as Settings
}

/** Every setting by its names, for help texts, for the reference, and to find a misspelt variable. */
export const settingNames = Object.keys(settings).map((key) => {
  const name = key as SettingName
  const { kind, words, secret, also, default: value }: Setting<unknown> = settings[name]
  const variable = `TRUNKLINE_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
  return {
    name,
    variables: also ? [variable, also] : [variable],
    flag: secret ? null : `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    placeholder: kind.placeholder,
    default: typeof value === 'object' ? value : { development: value, production: value },
    words,
  }
})

/** A line for each `TRUNKLINE_` variable that means nothing, for it was meant to mean something. */
export function unknownVariables(env: SettingSources['env']): string[] {
  // How commands find a server, test kits the command that starts one, an older Node a newer, and what exec runs the proxy.
  const others = [
    'TRUNKLINE_URL',
    'TRUNKLINE_COMMAND',
    'TRUNKLINE_NODE',
    'TRUNKLINE_PROXY',
    'TRUNKLINE_CA',
    'TRUNKLINE_OFFLINE',
  ]
  const known = [...settingNames.flatMap(({ variables }) => variables), ...others]
  return Object.keys(env)
    .filter((name) => name.startsWith('TRUNKLINE_') && !known.includes(name))
    .map((name) => {
      const near = known.find((other) => isNear(name, other))
      return `${name} is not a setting and was ignored.${near ? ` Did you mean ${near}?` : ''}`
    })
}

function unreadable({ kind, secret }: Setting<unknown>, origin: string, text: string): StartProblem {
  // An address of a database may hold a password.
  const shown = secret || text.includes('@') ? 'what was given' : `"${text}"`
  const attempt = origin.startsWith('"') ? `"${kind.example}"` : `${origin}=${kind.example}`
  return new StartProblem(`${origin}: ${shown} is not ${kind.expects}.`, attempt)
}

/** Whether one letter was left out, put in, changed, or swapped with its neighbour. */
function isNear(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const swapped = short.slice(0, at) + (short[at + 1] ?? '') + (short[at] ?? '') + short.slice(at + 2)
  return swapped === long || short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1)
}
