import { errorEras } from '../domain/error-era.ts'
import { openSenders } from '../domain/granted-sender.ts'
import { leastRetentionDays } from '../domain/retention.ts'
import {
  accountSid,
  atLeast,
  controlToken,
  countries,
  duration,
  frozenClock,
  grants,
  hosts,
  listOf,
  matching,
  money,
  oneOf,
  rate,
  token,
  url,
  wholeNumber,
  type Kind,
} from './kinds.ts'

/** `trunkline start` develops, with simulated phones; `trunkline serve` is for real carriers and strangers. */
export type Mode = 'development' | 'production'

export interface Setting<T> {
  kind: Kind<T>
  words: string
  /** As it would be written; by mode where the two differ. */
  default?: string | { [M in Mode]?: string }
  /** Another variable that is honoured after our own. */
  also?: string
  /** Never shown, and taken from no command line, which others on the machine can read. */
  secret?: true
}

const required = <T>(setting: Setting<T> & { default: string | Record<Mode, string> }) => ({
  ...setting,
  optional: false as const,
})
const optional = <T>(setting: Setting<T>) => ({ ...setting, optional: true as const })

/** Every setting. Its variable, flag and place in the reference follow from its name. */
export const settings = {
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
  faults: optional({
    kind: matching(/^[^\0]+$/, 'the path of a JSON file', 'file', 'faults.json'),
    words:
      'A JSON file with what is to go wrong on purpose, `{"seed": 1, "faults": [...]}`, set at the start. Refused in production.',
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
    words:
      'How long a simulated phone that `<Dial>` called talks until it hangs up; one that is answered by hand stays.',
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
    words:
      'How long what was sent to and answered by webhooks is kept, and the notifications of what failed; no longer than texts and numbers are.',
  }),
  webhookBodies: required({
    kind: oneOf('keep', 'redact'),
    default: 'keep',
    words:
      'Whether what people said is kept of webhooks, for whoever looks at them later: texts, media, speech and digits in requests, and the bodies of answers. A request that was redacted is not made again as it was.',
  }),
  bodyRetention: optional({
    kind: atLeast(leastRetentionDays.body),
    words: `After what time the texts of messages are emptied, ${leastRetentionDays.body}d at least. Never when not set.`,
  }),
  addressRetention: optional({
    kind: atLeast(leastRetentionDays.address),
    words: `After what time the last digits of the numbers in messages are hidden, ${leastRetentionDays.address}d at least. Never when not set.`,
  }),
  clock: optional({
    kind: frozenClock,
    words:
      'Freezes the clock of development at the start: now, or at a moment, where that has not passed. As it was left, when not set.',
  }),
  controlApi: required({
    kind: oneOf('on', 'off'),
    default: { development: 'on', production: 'off' },
    words:
      'Whether `/_trunkline/v1` is there: what happened to messages and calls, and in development phones and what accounts may do.',
  }),
  controlToken: optional({
    kind: controlToken,
    secret: true,
    words:
      'What programs beyond this machine show the control API (`Authorization: Bearer ...`), 32 characters or more; without it they are refused. In production it is needed, from this machine too.',
  }),
  controlHosts: required({
    kind: hosts,
    default: 'localhost,127.0.0.0/8,[::1]',
    words:
      'The names under which the control API may be asked, and whose pages may ask it: host names, `*.` and a domain, addresses, networks.',
  }),
  mediaAuth: required({
    kind: oneOf('on', 'off'),
    default: { development: 'off', production: 'on' },
    words:
      'Whether the bytes of media are only for those with credentials or a signed link (on), or for whoever knows where they are (off).',
  }),
}

type Declared = typeof settings
export type SettingName = keyof Declared
type ValueOf<S> = S extends { kind: Kind<infer T>; optional: infer O } ? (O extends true ? T | null : T) : never

/** What the server is told: times in milliseconds, rates without a bound as Infinity, null for what is not set. */
export type Settings = { mode: Mode } & { readonly [N in SettingName]: ValueOf<Declared[N]> }
