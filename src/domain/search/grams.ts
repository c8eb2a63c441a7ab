/** The bits of a gram. Grams that share a number cost a look at a message, and nothing else. */
export const gramBits = 24

/**
 * What a folded text is found by: each three letters, digits or spaces that follow each other, and each two of scripts that write a word in one
 * or two signs. A text that is part of another has no gram that the other has not.
 */
export function addGrams(text: string, grams: Set<number>): void {
  let wide = 0
  let first = 0
  let second = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const script = scriptOf(code)
    if (script === 'wide') {
      if (wide !== 0) grams.add(numberOf(1, wide, code))
      wide = code
    } else wide = 0
    if (script === 'narrow') {
      if (first !== 0) grams.add(numberOf(first, second, code))
      first = second
      second = code
    } else first = second = 0
  }
}

export function gramsOf(text: string): Set<number> {
  const grams = new Set<number>()
  addGrams(text, grams)
  return grams
}

/** Wide: kana, Han, Hangul, and whatever takes two units, as emoji do. Null: signs, which end a text. */
function scriptOf(code: number): 'wide' | 'narrow' | null {
  if (code < 0x80)
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x20 ? 'narrow' : null
  if (code < 0xc0 || (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f)) return null
  return (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xdfff) || (code >= 0xf900 && code <= 0xfaff)
    ? 'wide'
    : 'narrow'
}

function numberOf(a: number, b: number, c: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b)
  hash = Math.imul((hash ^ (hash >>> 13)) + b, 0xc2b2ae35)
  hash = Math.imul((hash ^ (hash >>> 16)) + c, 0x27d4eb2f)
  return (hash ^ (hash >>> 15)) >>> (32 - gramBits)
}
