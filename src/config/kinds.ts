import type { Instant } from '../domain/clock.ts'
import { readCountries } from '../domain/permission.ts'
import { readPrice } from '../domain/price.ts'
import { readGrant, type Grant } from '../domain/sender-grant.ts'
import { publicAddresses } from '../webhooks/address-rules.ts'

/** How the text of a setting is read, and what to write instead when it cannot be. `read` answers null for what it refuses. */
export interface Kind<T> {
  read(text: string): T | null
  expects: string
  placeholder: string
  example: string
}

export const wholeNumber = (from: number, to: number, example: string): Kind<number> => ({
  read: (text) => (/^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : null),
  expects: `a whole number from ${from} to ${to}`,
  placeholder: 'number',
  example,
})

export const oneOf = <const T extends string>(...choices: T[]): Kind<T> => ({
  read: (text) => choices.find((choice) => choice === text) ?? null,
  expects: `one of ${choices.join(', ')}`,
  placeholder: choices.length > 3 ? 'name' : choices.join('|'),
  example: choices[0]!,
})

export const matching = (pattern: RegExp, expects: string, placeholder: string, example: string): Kind<string> => ({
  read: (text) => (pattern.test(text) ? text : null),
  expects,
  placeholder,
  example,
})

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export const duration = (example: string): Kind<number> => ({
  read(text) {
    const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
    return text === '0' ? 0 : unit ? Number(amount) * milliseconds[unit as keyof typeof milliseconds] : null
  },
  expects: 'a time with its unit (ms, s, m, h or d)',
  placeholder: 'time',
  example,
})

/** Where a clock stands; `-Infinity` for where it is. */
export const frozenClock: Kind<Instant> = {
  read(text) {
    if (text === 'frozen') return -Infinity
    const [, moment] = /^frozen@(2\d{3}-\d\d-\d\dT[\d:.]{5,12}(?:Z|[+-]\d\d:\d\d))$/.exec(text) ?? []
    const at = Date.parse(moment ?? '')
    return Number.isNaN(at) ? null : at
  },
  expects: 'frozen, or frozen@ and a moment',
  placeholder: 'frozen@moment',
  example: 'frozen@2027-01-01T00:00:00Z',
}

/** A time that may not be shorter than so many days. */
export const atLeast = (days: number): Kind<number> => {
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

export const rate: Kind<number> = {
  read: (text) => (/^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) || Infinity : null),
  expects: 'a number, 0 for no bound',
  placeholder: 'number',
  example: '100',
}

export const url: Kind<string> = {
  read: (text) => (/^https?:\/\/[^/?#]+\/?$/.test(text) && URL.canParse(text) ? text.replace(/\/$/, '') : null),
  expects: 'an http or https address without a path',
  placeholder: 'url',
  example: 'https://sms.example.com',
}

export const hosts: Kind<readonly string[]> = {
  read(text) {
    const entries = partsOf(text)
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
export const listOf = <T>(
  read: (word: string) => T | null,
  about: Pick<Kind<unknown>, 'expects' | 'placeholder' | 'example'>,
): Kind<readonly T[]> => ({
  read(text) {
    const words = wordsIn(text).map(read)
    return words.includes(null) ? null : (words as T[])
  },
  ...about,
})

const wordsIn = (text: string): string[] => (text === 'none' ? [] : partsOf(text))

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

export const countries: Kind<readonly string[]> = {
  read: (text) => readCountries(wordsIn(text)),
  expects: 'all, none, or home and codes of countries, with commas between them',
  placeholder: 'countries',
  example: 'home,GB,FR',
}

export const grants = listOf<Grant>(readGrant, {
  expects: 'senders with commas between them: 12345@US, Acme, whatsapp:+14155238886, another account’s as AC…=Acme',
  placeholder: 'senders',
  example: '12345@US,Acme',
})

export const money: Kind<number> = {
  read: readPrice,
  expects: 'an amount with up to five decimals',
  placeholder: 'amount',
  example: '100.00',
}

export const accountSid = matching(
  /^AC[0-9a-f]{32}$/i,
  'AC and 32 hexadecimal digits',
  'sid',
  `AC${'0123456789abcdef'.repeat(2)}`,
)
export const token = matching(
  /^\S{1,128}$/,
  'up to 128 characters without a space',
  'token',
  '0123456789abcdef'.repeat(2),
)

export const controlToken = matching(
  /^[!-~]{32,128}$/,
  '32 to 128 characters without a space',
  'token',
  '0123456789abcdef'.repeat(2),
)
