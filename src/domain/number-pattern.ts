import { lettersToDigits } from './phone-number.ts'

/** What a number must look like: digits, with `*` for any digit, at its beginning, at its end, or anywhere. */
export interface NumberPattern {
  digits: string
  atStart: boolean
  atEnd: boolean
}

const shortest = 2
const longest = 16

/**
 * Reads `555****`, `+1415`, `STORM`, `1234$`: letters are those of a telephone keypad, `*` is any digit, `%` at an end is any digits, `+`
 * ties it to the beginning of a number with its country code and `$` to the end. Null for what is none.
 */
export function readPattern(raw: string): NumberPattern | null {
  if (raw.length < shortest || raw.length > longest) return null
  const [, start, digits = '', end] = /^(\+?)%*([\d*]+)%*(\$?)$/.exec(lettersToDigits(raw)) ?? []
  return digits === '' ? null : { digits, atStart: start === '+', atEnd: end === '$' }
}

/**
 * Every way in which a number can look that is as the template says, and like the pattern. A template is the digits of a number, with `*`
 * where any may stand.
 */
export function fittings(template: string, { digits, atStart, atEnd }: NumberPattern): string[] {
  const last = template.length - digits.length
  const found = new Set<string>()
  for (let at = 0; at <= last; at++) {
    if ((atStart && at > 0) || (atEnd && at < last)) continue
    const fitted = fit(template, digits, at)
    if (fitted !== null) found.add(fitted)
  }
  return [...found]
}

function fit(template: string, digits: string, at: number): string | null {
  let fitted = template.slice(0, at)
  for (let i = 0; i < digits.length; i++) {
    const free = template[at + i]!
    const wanted = digits[i]!
    if (free !== '*' && wanted !== '*' && free !== wanted) return null
    fitted += free === '*' ? wanted : free
  }
  return fitted + template.slice(at + digits.length)
}
