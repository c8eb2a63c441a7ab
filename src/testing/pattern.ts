import { quoted } from './words.ts'

/** A text as a test looks at it before it takes it. */
export interface TextOnPhone {
  from: string
  to: string
  body: string
  /** Addresses of its media. */
  media: readonly string[]
  at: Date
}

/** What is awaited: a part of the text, a regular expression, or a question. */
export type Pattern = string | RegExp | ((text: TextOnPhone) => boolean)

/** What a pattern found: the groups of a regular expression, the text itself else. Null where it does not match. */
export function matchOf(pattern: Pattern | undefined, text: TextOnPhone): readonly string[] | null {
  if (pattern === undefined) return [text.body]
  if (typeof pattern === 'string') return text.body.includes(pattern) ? [pattern] : null
  if (typeof pattern === 'function') return pattern(text) ? [text.body] : null
  // One that remembers where it was would miss every other text.
  const found = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text.body)
  return found && [...found]
}

export function patternWords(pattern: Pattern | undefined): string {
  if (pattern === undefined) return 'text'
  if (typeof pattern === 'string') return `text with ${quoted(pattern)}`
  return typeof pattern === 'function'
    ? `text that satisfies ${quoted(String(pattern), 80)}`
    : `text that matches ${pattern}`
}
