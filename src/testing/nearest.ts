/** What came closest to what was awaited, and what it has in common with it. */
export interface Nearest<T> {
  one: T
  shared: readonly string[]
}

/** Texts are compared so far. */
const mostCompared = 400
/** Less than this in common is nothing in common. */
const least = 0.34

/** Finds what comes closest to a text or a pattern: by the words that they share, or by how much would have to be changed. */
export function nearest<T>(
  wanted: string | RegExp,
  found: readonly T[],
  textOf: (one: T) => string,
): Nearest<T> | null {
  const looked = typeof wanted === 'string' ? wanted : literalsOf(wanted).join(' ')
  const words = wordsOf(looked)
  if (looked.trim() === '') return null
  let best: { score: number; one: T; shared: string[] } | null = null
  for (const one of found) {
    const text = textOf(one).slice(0, mostCompared)
    const there = new Set(wordsOf(text))
    const shared = words.filter((word) => there.has(word))
    const score = Math.max(shared.length / Math.max(1, words.length), likeness(looked, text))
    if (score >= least && (!best || score > best.score)) best = { score, one, shared }
  }
  return best && { one: best.one, shared: best.shared }
}

/** What a pattern asks for as it stands, without what stands for other characters. */
function literalsOf({ source }: RegExp): string[] {
  const plain = source
    .replace(/\\[pPuxc](\{[^}]*\}|[0-9a-fA-F]{2,4})/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\\[a-zA-Z]/g, ' ')
    .replace(/\{\d*,?\d*\}/g, ' ')
    .replace(/\(\?(:|=|!|<=|<!|<\w+>)/g, ' ')
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1)
}

const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2 || /[^\p{Script=Latin}\p{N}]/u.test(word)),
  ),
]

/** From 0 to 1: how much of a text is found in another, with letters missing, added or changed. */
function likeness(wanted: string, text: string): number {
  const [a, b] = [wanted.toLowerCase().slice(0, mostCompared), text.toLowerCase()]
  // The least number of changes that make some part of the text of what is wanted: it may begin and end anywhere.
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return 1 - Math.min(...row) / Math.max(1, a.length)
}
