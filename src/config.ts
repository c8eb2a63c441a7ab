import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { errorEras } from './domain/error-era.ts'
import { openSenders } from './domain/granted-sender.ts'
import { readCountries } from './domain/permission.ts'
import { readPrice } from './domain/price.ts'
import { leastRetentionDays } from './domain/retention.ts'
import { readGrant, type Grant } from './domain/sender-grant.ts'
import { publicAddresses } from './webhooks/address-rules.ts'

/** `trunkline start` develops, with simulated phones; `trunkline serve` is for real carriers and strangers. */
export type Mode = 'development' | 'production'

/** Why the program cannot start, in one line: what is wrong, why, and what to try. */
export class StartProblem extends Error {
  override name = 'StartProblem'
  constructor(what: string, attempt: string, options?: ErrorOptions) {
    super(`${what} Try: ${attempt}`, options)
  }
}

/** How the text of a setting is read, and what to write instead when it cannot be. `read` answers null for what it refuses. */
interface Kind<T> {
  read(text: string): T | null
  expects: string
  placeholder: string
  example: string
}

interface Setting<T> {
  kind: Kind<T>
  words: string
  /** As it would be written; by mode where the two differ. */
  default?: string | { [M in Mode]?: string }
  /** Another variable that is honoured after our own. */
  also?: string
  /** Never shown, and taken from no command line, which others on the machine can read. */
  secret?: true
}

const wholeNumber = (from: number, to: number, example: string): Kind<number> => ({
  read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : null),
  expects: `a whole number from ${from} to ${to}`,
  placeholder: 'number',
  example,
})

const oneOf = <const T extends string>(...choices: T[]): Kind<T> => ({
  read: (text) => choices.find((choice) => choice === text) ?? null,
  expects: `one of ${choices.join(', ')}`,
  placeholder: choices.length > 3 ? 'name' : choices.join('|'),
  example: choices[0]!,
})

const matching = (pattern: RegExp, expects: string, placeholder: string, example: string): Kind<string> => ({
  read: (text) => (pattern.test(text) ? text : null),
  expects,
  placeholder,
  example,
})

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const duration = (example: string): Kind<number> => ({
  read(text) {
    const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
    return text === '0' ? 0 : unit ? Number(amount) * milliseconds[unit as keyof typeof milliseconds] : null
  },
  expects: 'a time with its unit (ms, s, m, h or d)',
  placeholder: 'time',
  example,
})

/** A time that may not be shorter than so many days. */
const atLeast = (days: number): Kind<number> => {
  const { read } = duration('')
  return {
    read(text) {
      const time = read(text)
      return time !== null && time >= days * milliseconds.d ? time : null
    },
    expects: `a time of ${days}d or more, the least that the Messages document states`,
    placeholder: 'time',
    example: `${days}d`,
  }
}

const rate: Kind<number> = {
  read: (text) => (/^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) || Infinity : null),
  expects: 'a number, 0 for no bound',
  placeholder: 'number',
  example: '100',
}

const url: Kind<string> = {
  read: (text) => (/^https?:\/\/[^/?#]+\/?$/.test(text) && URL.canParse(text) ? text.replace(/\/$/, '') : null),
  expects: 'an http or https address without a path',
  placeholder: 'url',
  example: 'https://sms.example.com',
}

const hosts: Kind<readonly string[]> = {
  read(text) {
    const entries = text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean)
    try {
      publicAddresses(entries)
    } catch {
      return null
    }
    return entries
  },
  expects: 'host names, addresses and networks, with commas between them',
  placeholder: 'hosts',
  example: 'hooks.internal,10.1.0.0/16',
}

/** Words with commas between them, each read by itself; `none` for no word. */
const listOf = <T>(
  read: (word: string) => T | null,
  about: Pick<Kind<unknown>, 'expects' | 'placeholder' | 'example'>,
): Kind<readonly T[]> => ({
  read(text) {
    const words = wordsIn(text).map(read)
    return words.includes(null) ? null : (words as T[])
  },
  ...about,
})

const wordsIn = (text: string): string[] =>
  text === 'none'
    ? []
    : text
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean)

const countries: Kind<readonly string[]> = {
  read: (text) => readCountries(wordsIn(text)),
  expects: 'all, none, or home and codes of countries, with commas between them',
  placeholder: 'countries',
  example: 'home,GB,FR',
}

const grants = listOf<Grant>(readGrant, {
  expects: 'senders with commas between them: 12345@US, Acme, whatsapp:+14155238886, another account’s as AC…=Acme',
  placeholder: 'senders',
  example: '12345@US,Acme',
})

const money: Kind<number> = {
  read: readPrice,
  expects: 'an amount with up to five decimals',
  placeholder: 'amount',
  example: '100.00',
}

const accountSid = matching(
  /^AC[0-9a-f]{32}$/i,
  'AC and 32 hexadecimal digits',
  'sid',
  `AC${'0123456789abcdef'.repeat(2)}`,
)
const token = matching(/^\S{1,128}$/, 'up to 128 characters without a space', 'token', '0123456789abcdef'.repeat(2))

const required = <T>(setting: Setting<T> & { default: string | Record<Mode, string> }) => ({
  ...setting,
  optional: false as const,
})
const optional = <T>(setting: Setting<T>) => ({ ...setting, optional: true as const })

/** Every setting. Its variable, flag and place in the reference follow from its name. */
const declared = {
  port: required({
    kind: wholeNumber(0, 65_535, '4010'),
    default: '4010',
    also: 'PORT',
    words: 'The port to listen on; 0 takes a free one.',
  }),
  host: required({
    kind: matching(/^[\w.:%-]+$/, 'a host name or an address', 'host', '127.0.0.1'),
    default: '127.0.0.1',
    words: 'The address to listen on; 0.0.0.0 for every address of this machine.',
  }),
  database: required({
    kind: matching(
      /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
      'sqlite:PATH, sqlite::memory: or a postgres:// address',
      'url',
      'sqlite:.trunkline/trunkline.db',
    ),
    default: 'sqlite:.trunkline/trunkline.db',
    words: 'Where everything is kept: `sqlite:PATH`, `sqlite::memory:` to forget at exit, or `postgres://...`.',
  }),
  publicUrl: optional({
    kind: url,
    words: 'The address under which clients reach this server, and carriers its media, when it is another one.',
  }),
  log: required({
    kind: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    words: 'The least level that is logged: trace, debug, info, warn, error, fatal, or silent.',
  }),
  role: required({
    kind: oneOf('all', 'api', 'worker'),
    default: 'all',
    words: 'What this process does: answer requests (api), do jobs (worker), or both (all).',
  }),
  accountSid: optional({
    kind: accountSid,
    words: 'SID of the first account, made at the first start. Random when not set.',
  }),
  authToken: optional({ kind: token, secret: true, words: 'Auth token of the first account. Random when not set.' }),
  testAccountSid: optional({
    kind: accountSid,
    words: 'SID of the test credential made with it. Random when not set.',
  }),
  testAuthToken: optional({
    kind: token,
    secret: true,
    words: 'Auth token of the test credential. Random when not set.',
  }),
  carrier: optional({
    kind: matching(/^[a-z][a-z0-9-]*$/, 'the name of a carrier', 'name', 'smpp'),
    default: { development: 'simulator' },
    words: 'The carrier that messages leave by. Production has none built in yet.',
  }),
  senderRate: optional({
    kind: rate,
    default: { development: '100' },
    words: 'Segments a second for each sender; 0 for no bound. In production by the kind of sender when not set.',
  }),
  senderQueue: required({
    kind: duration('4h'),
    default: '4h',
    words:
      'How much may wait for one sender, as the time that its rate takes to send it: what is more is refused (21611). 0 for no bound.',
  }),
  senders: required({
    kind: grants,
    default: { development: 'whatsapp:+14155238886', production: 'none' },
    words:
      'Senders beside phone numbers that the first account is granted at the start: short codes with their country (`12345@US`), names, channel addresses (`whatsapp:+14155238886`, `messenger:1234`), SIM cards (`sim:DE...`). Another account’s are written `AC...=Acme`.',
  }),
  openSenders: required({
    kind: listOf((word) => openSenders.find((one) => one === word) ?? null, {
      expects: `none, or one or more of ${openSenders.join(', ')}, with commas between them`,
      placeholder: 'kinds',
      example: 'names',
    }),
    default: { development: 'names,whatsapp', production: 'none' },
    words:
      'Senders that no account has to be granted: any name (names), WhatsApp on the numbers that an account owns (whatsapp), or none.',
  }),
  smsCountries: required({
    kind: countries,
    default: { development: 'all', production: 'home' },
    words:
      'Where accounts may write to: all, none, home for the country of the sender, codes of countries. An account may have its own.',
  }),
  voiceCountries: required({
    kind: countries,
    default: { development: 'all', production: 'home' },
    words: 'Where accounts may call, in the same words.',
  }),
  startingBalance: required({
    kind: money,
    default: { development: '100.00', production: '0' },
    words: 'What every account has to spend at first: its balance is this less what it was billed.',
  }),
  simulatorDelay: required({
    kind: duration('100ms'),
    default: '100ms',
    words: 'How long a simulated carrier takes until it reports delivery.',
  }),
  errorEra: required({
    kind: oneOf(...errorEras),
    default: 'classic',
    words:
      'In which codes and words requests are refused: those of the documents (classic), or those of the service since July 2024 (current), which tells more apart. An account may choose its own.',
  }),
  simulatorAnswer: required({
    kind: duration('1s'),
    default: '1s',
    words: 'How long a simulated phone rings until it is answered.',
  }),
  callLength: required({
    kind: duration('2s'),
    default: '2s',
    words: 'How long an answered call lasts that nobody ends before: what it is told to do is not carried out yet.',
  }),
  inDoubtWait: required({
    kind: duration('30s'),
    default: '30s',
    words: 'How long to wait for a receipt of a message that was handed over without an answer.',
  }),
  webhookAllow: required({
    kind: hosts,
    default: '',
    words: 'Private hosts and networks that webhooks may reach in production, such as `hooks.internal,10.1.0.0/16`.',
  }),
  eventRetention: required({
    kind: duration('30d'),
    default: '30d',
    words: 'How long the steps of a message are kept for its timeline.',
  }),
  webhookRetention: required({
    kind: duration('30d'),
    default: '30d',
    words: 'How long what was sent to and answered by webhooks is kept, and the notifications of what failed.',
  }),
  bodyRetention: optional({
    kind: atLeast(leastRetentionDays.body),
    words: `After what time the texts of messages are emptied, ${leastRetentionDays.body}d at least. Never when not set.`,
  }),
  addressRetention: optional({
    kind: atLeast(leastRetentionDays.address),
    words: `After what time the last digits of the numbers in messages are hidden, ${leastRetentionDays.address}d at least. Never when not set.`,
  }),
  mediaAuth: required({
    kind: oneOf('on', 'off'),
    default: { development: 'off', production: 'on' },
    words:
      'Whether the bytes of media are only for those with credentials or a signed link (on), or for whoever knows where they are (off).',
  }),
}

type Declared = typeof declared
export type SettingName = keyof Declared
type ValueOf<S> = S extends { kind: Kind<infer T>; optional: infer O } ? (O extends true ? T | null : T) : never

/** What the server is told: times in milliseconds, rates without a bound as Infinity, null for what is not set. */
export type Settings = { mode: Mode } & { readonly [N in SettingName]: ValueOf<Declared[N]> }

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
    const setting: Setting<unknown> = declared[name]
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
  // The loop gave each declared name what its own kind read.
  return values as Settings
}

/** Every setting by its names, for help texts, for the reference, and to find a misspelt variable. */
export const settingNames = Object.keys(declared).map((key) => {
  const name = key as SettingName
  const { kind, words, secret, also, default: value }: Setting<unknown> = declared[name]
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
  const known = settingNames.flatMap(({ variables }) => variables)
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

const configFiles = ['trunkline.config.ts', 'trunkline.config.json'] as const

function readConfigFile(cwd: string): { name: string; values: { [N in SettingName]?: string } } {
  const [name, other] = configFiles.filter((file) => existsSync(join(cwd, file)))
  if (!name) return { name: configFiles[0], values: {} }
  if (other) throw new StartProblem(`There are both ${name} and ${other}.`, `keep one of them`)
  const values = Object.entries(loadConfigFile(cwd, name)).map(([key, value]) => {
    if (!(key in declared))
      throw new StartProblem(`"${key}" in ${name} is not a setting.`, Object.keys(declared).join(', '))
    return [key, Array.isArray(value) ? value.join(',') : String(value)] as const
  })
  return { name, values: Object.fromEntries(values) }
}

function loadConfigFile(cwd: string, name: (typeof configFiles)[number]): object {
  const path = join(cwd, name)
  let content: unknown
  try {
    if (name.endsWith('.json')) content = JSON.parse(readFileSync(path, 'utf8'))
    else content = (createRequire(path)(path) as { default?: unknown }).default
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StartProblem(`${name} cannot be read: ${why}.`, 'node --check or a JSON checker on it', { cause: error })
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content
  throw new StartProblem(
    `${name} holds no settings.`,
    name.endsWith('.ts') ? 'export default { port: 4010 }' : '{ "port": 4010 }',
  )
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
