import { SearchProblem } from './search-problem.ts'

/** One part of a query: `key:value`, or a text that is looked for, each perhaps with `-` in front. */
export type Term = { negated: boolean; key: string; value: string } | { negated: boolean; text: string }

/** A term with where it and its value begin, for whoever finds fault with them. */
export type PlacedTerm = Term & { at: number; valueAt: number }

export const longestQuery = 1000
const mostTerms = 50

/** Reads `to:+8190* status:failed "quoted phrase" -negated text`. Throws a `SearchProblem`. */
export function parseQuery(query: string): PlacedTerm[] {
  if (query.length > longestQuery)
    throw new SearchProblem(query, longestQuery, `a query has ${longestQuery} characters at most`)
  const terms: PlacedTerm[] = []
  for (let at = afterSpace(query, 0); at < query.length;) {
    if (terms.length === mostTerms) throw new SearchProblem(query, at, `a query has ${mostTerms} terms at most`)
    const { term, end } = termAt(query, at)
    terms.push(term)
    at = afterSpace(query, end)
  }
  return terms
}

/** Writes terms as one usually would: what is parsed from it are the same terms. */
export const writeQuery = (terms: readonly Term[]): string =>
  terms
    .map((term) => (term.negated ? '-' : '') + ('key' in term ? `${term.key}:${valueText(term.value)}` : textOf(term)))
    .join(' ')

const space = /\s/
const keyAhead = /([A-Za-z][A-Za-z-]*):/y

function afterSpace(query: string, at: number): number {
  let i = at
  while (i < query.length && space.test(query.charAt(i))) i++
  return i
}

function termAt(query: string, at: number): { term: PlacedTerm; end: number } {
  const negated = query[at] === '-' && at + 1 < query.length && !space.test(query.charAt(at + 1))
  const from = negated ? at + 1 : at
  keyAhead.lastIndex = from
  const [named, key] = keyAhead.exec(query) ?? []
  const valueAt = from + (named?.length ?? 0)
  const { text, isQuoted, end } = textAt(query, valueAt)
  if (key !== undefined) {
    if (text === '') throw new SearchProblem(query, valueAt, `${key.toLowerCase()}: wants a value right behind it`)
    return { term: { negated, key: key.toLowerCase(), value: text, at, valueAt }, end }
  }
  return { term: { negated, text: isQuoted ? text : withoutStars(query, valueAt, text), at, valueAt }, end }
}

/** What stands here: between quotes, in which `\` takes the next character as it is, or up to the next space. */
function textAt(query: string, at: number): { text: string; isQuoted: boolean; end: number } {
  if (query[at] !== '"') {
    let end = at
    while (end < query.length && !space.test(query.charAt(end))) end++
    return { text: query.slice(at, end), isQuoted: false, end }
  }
  let text = ''
  for (let i = at + 1; i < query.length; i++) {
    if (query[i] === '"') {
      if (i + 1 < query.length && !space.test(query.charAt(i + 1)))
        throw new SearchProblem(query, i + 1, 'write a space behind the closing quote')
      if (text === '') throw new SearchProblem(query, at, 'there is nothing between the quotes')
      return { text, isQuoted: true, end: i + 1 }
    }
    if (query[i] === '\\' && i + 1 < query.length) i++
    text += query[i]
  }
  throw new SearchProblem(query, at, 'this quote is not closed: write " at the end of the phrase')
}

/** A text is found within words, so that a star at its ends says nothing more. */
function withoutStars(query: string, at: number, word: string): string {
  const text = word.replace(/^\*+|\*+$/g, '')
  if (text === '') throw new SearchProblem(query, at, 'write something beside *')
  const star = text.indexOf('*')
  if (star !== -1)
    throw new SearchProblem(
      query,
      at + word.indexOf(text) + star,
      '* may stand at the beginning or the end only; in quotes it is a character as any other',
    )
  return text
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

const valueText = (value: string) => (value.startsWith('"') || space.test(value) ? quoted(value) : value)

function textOf({ text, negated }: { text: string; negated: boolean }): string {
  const isPlain = !/[\s"*]/.test(text) && !/^[A-Za-z][A-Za-z-]*:/.test(text) && (!text.startsWith('-') || negated)
  return isPlain ? text : quoted(text)
}
