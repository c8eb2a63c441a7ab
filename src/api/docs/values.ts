import { nameIn, type Schema } from './document.ts'
import { type Html, markup } from './html.ts'

/** More words than these are told where the kind is described, not everywhere. */
const mostWords = 20

const formats: Readonly<Record<string, string>> = {
  date: 'date',
  'date-time': 'date and time, ISO 8601',
  'date-time-rfc-2822': 'date and time, RFC 2822',
  uri: 'URL',
  'uri-reference': 'URL or path',
  json: 'JSON',
}

/** What a value looks like, in a few words. */
export function kindOf(schema: Schema): Html {
  if (schema.$ref !== undefined) return linkTo(nameIn(schema.$ref))
  if (schema.anyOf?.[0]) return kindOf(schema.anyOf[0])
  if (schema.items) return markup`list of ${kindOf(schema.items)}`
  const words = wordsOf(schema)
  if (words.length > 0 && words.length <= mostWords) return markup`${listed(words)}`
  const { format = '' } = schema
  return markup`${formats[format] ?? sidKind(schema.pattern) ?? dateKind(schema.pattern) ?? typeName(schema)}`
}

/** What it may be at most, and what it is unless said. */
export function limitsOf({ minimum, maximum, maxLength, default: usual }: Schema): string {
  const parts = [
    minimum !== undefined && maximum !== undefined && `${numeral(minimum)} to ${numeral(maximum)}`,
    minimum !== undefined && maximum === undefined && minimum > 0 && `at least ${numeral(minimum)}`,
    maxLength !== undefined && `at most ${numeral(maxLength)} characters`,
    usual !== undefined && `${numeral(usual)} unless said`,
  ]
  return parts.filter(Boolean).join('; ')
}

const numeral = (value: number): string => value.toLocaleString('en')

export const wordsOf = ({ enum: words = [] }: Schema): string[] =>
  words.filter((word) => word !== null && word !== '').map(String)

export const listed = (words: readonly string[]): Html[] =>
  words.map((word, i) => markup`${i > 0 && ', '}<code>${word}</code>`)

const typeName = ({ type = 'any' }: Schema): string => [type].flat().filter((name) => name !== 'null')[0] ?? 'any'

/** Filters take a year, a month, a day or a time. */
const dateKind = (pattern = ''): string | undefined => (pattern.startsWith('^\\d{4}(-') ? 'date or time' : undefined)

/** `SM… or MM…` for the pattern of a SID. */
function sidKind(pattern: string | undefined): string | undefined {
  const prefixes = /^\^\(?([A-Z|]+)\)?\[0-9a-fA-F\]\{32\}\$$/.exec(pattern ?? '')?.[1]
  return prefixes
    ?.split('|')
    .map((prefix) => `${prefix}…`)
    .join(' or ')
}

export const linkTo = (schema: string): Html => markup`<a href="#schema-${schema}">${schema}</a>`

/** A value to show in an example. */
export function sampleOf(schema: Schema): string {
  if (schema.examples?.[0] !== undefined) return schema.examples[0]
  const [word] = wordsOf(schema)
  if (word !== undefined) return word
  const prefix = sidKind(schema.pattern)?.slice(0, 2)
  if (prefix !== undefined) return `${prefix}0123456789abcdef0123456789abcdef`
  if (schema.format === 'uri') return 'https://shop.example/hook'
  if (schema.items) return sampleOf(schema.items)
  return typeName(schema) === 'string' ? '…' : '1'
}
