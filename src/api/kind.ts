import type { Instant } from '../domain/clock.ts'
import { formatPrice } from '../domain/price.ts'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { readInstant } from './iso-date.ts'
import type { Place } from './wire/style.ts'

/** The part of JSON Schema that the OpenAPI document needs. */
export interface Schema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  readonly items?: Schema
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly default?: number
  /** Described once, under this name. */
  readonly title?: string
}

/** A kind of value, as it is written. */
export interface Written<V> {
  write(this: void, value: V, at: Place): string
  /** JSON shows it without quotes: a number, true or false. */
  readonly bare: boolean
  /** What is written never holds a character that a representation would have to escape. */
  readonly plain: boolean
  readonly schema: Schema
}

/** A kind of value, as it is read from a form or a query. */
export interface Read<V> {
  /** Throws a Problem for what it cannot mean; undefined is as if the parameter had not been given. */
  read(this: void, raw: string, parameter: string): V | undefined
  readonly schema: Schema
}

export const text: Written<string> & Read<string> = {
  write: (value) => value,
  bare: false,
  plain: false,
  read: (raw) => raw,
  schema: { type: 'string' },
}

/** A list of words. Only JSON shows lists: what has one is served in JSON alone. */
export const words: Written<readonly string[]> = {
  write: (list) => `[${list.map((word) => JSON.stringify(word)).join(', ')}]`,
  bare: true,
  plain: true,
  schema: { type: 'array', items: { type: 'string' } },
}

/** A SID with one of these prefixes; read, it may be empty: for none. */
export function sid(...prefixes: readonly string[]): Written<string> & Read<string> {
  return {
    ...text,
    read(raw, parameter) {
      if (raw === '' || prefixes.some((prefix) => isSid(prefix, raw))) return raw
      throw new Problem('parameterInvalid', { parameter })
    },
    schema: { type: 'string', pattern: `^(${prefixes.join('|')})[0-9a-fA-F]{32}$` },
  }
}

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Written<Word> & Read<Word> {
  return {
    write: (value) => value,
    bare: false,
    plain: true,
    read(raw, parameter) {
      if (raw === '') return undefined
      const word = words.find((candidate) => candidate === raw)
      if (word === undefined) throw new Problem('parameterInvalid', { parameter })
      return word
    },
    schema: { type: 'string', enum: words },
  }
}

/** GET or POST, in letters of any case. */
export const httpMethod: Written<'GET' | 'POST'> & Read<'GET' | 'POST'> = {
  ...oneOf(['GET', 'POST']),
  read(raw, parameter) {
    if (raw === '') return undefined
    const method = raw.toUpperCase()
    if (method === 'GET' || method === 'POST') return method
    throw new Problem('methodInvalid', { parameter, value: raw })
  },
}

/** True or false, read in letters of any case. */
export const flag: Written<boolean> & Read<boolean> = {
  write: (value) => (value ? 'true' : 'false'),
  bare: true,
  plain: true,
  read(raw, parameter) {
    if (raw === '') return undefined
    const word = raw.toLowerCase()
    if (word === 'true') return true
    if (word === 'false') return false
    throw new Problem('parameterInvalid', { parameter })
  },
  schema: { type: 'boolean' },
}

/** A whole number. An empty one is refused: for these the service does not take nothing for an answer. */
export function integer(minimum = -2_147_483_648, maximum = 2_147_483_647): Written<number> & Read<number> {
  return {
    write: String,
    bare: true,
    plain: true,
    read(raw, parameter) {
      if (!/^\s*[+-]?\d+\s*$/.test(raw)) throw new Problem('integerInvalid', { value: raw })
      const value = Number(raw)
      if (value < minimum || value > maximum) throw new Problem('parameterInvalid', { parameter })
      return value
    },
    schema: { type: 'integer', minimum, maximum },
  }
}

/** A number with a point. */
export const decimal: Read<number> = {
  read(raw, parameter) {
    if (raw === '') return undefined
    const value = Number(raw)
    if (raw.trim() === '' || !Number.isFinite(value)) throw new Problem('parameterInvalid', { parameter })
    return value
  },
  schema: { type: 'number' },
}

/** Counts travel as text. */
export const count: Written<number> = {
  write: String,
  bare: false,
  plain: true,
  schema: { type: 'string', pattern: '^\\d+$' },
}

/** A price, kept in 1/100,000 of its unit, with five decimals. */
export const money: Written<number> = {
  write: formatPrice,
  bare: false,
  plain: true,
  schema: { type: 'string', pattern: '^-?\\d+\\.\\d{5}$' },
}

/** Written in the way of the API's version, read as ISO 8601. */
export const moment: Written<Instant> & Read<Instant> = {
  write: (value, { style }) => style.moment(value),
  bare: false,
  plain: true,
  read(raw) {
    if (raw === '') return undefined
    const span = readInstant(raw)
    if (span === null) throw new Problem('dateInvalid')
    return span.from
  },
  schema: { type: 'string', format: 'date-time' },
}

/** A path of this API, kept without version and suffix. */
export const link: Written<string> = {
  write: (path, { style, suffix, origin }) => (style.absolute ? origin : '') + style.root + path + suffix,
  bare: false,
  plain: true,
  schema: { type: 'string', format: 'uri-reference' },
}

const longestUrl = 4000

/** An http or https address that names a host; empty for none. */
export const url: Written<string> & Read<string> = {
  ...text,
  read(raw, parameter) {
    if (raw === '' || isWebAddress(raw)) return raw
    throw new Problem('urlInvalid', { parameter, value: raw })
  },
  schema: { type: 'string', format: 'uri', maxLength: longestUrl },
}

function isWebAddress(raw: string): boolean {
  if (raw.length > longestUrl || !/^https?:\/\//i.test(raw) || !URL.canParse(raw)) return false
  const { hostname } = new URL(raw)
  return hostname !== '' && !hostname.includes('_')
}

/** A JSON object, kept as it was written. */
export const jsonObject: Read<string> = {
  read(raw, parameter) {
    if (raw === '') return undefined
    try {
      const value = JSON.parse(raw) as unknown
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return raw
    } catch {
      // Refused below.
    }
    throw new Problem('parameterInvalid', { parameter })
  },
  schema: { type: 'string', format: 'json' },
}
