/** What a code may look like. */
export interface CodeWish {
  /** How many digits it has; 4 to 8 unless said. */
  length?: number
}

interface Candidate {
  code: string
  at: number
  end: number
}

/** Words in front of or behind which a code stands. */
const words =
  /\b(?:code|codes|pin|otp|passcode|password|token|verification|verify|verifizierung|kennwort|código|codigo|codice|senha|clave|kod|код|пароль)\b|認証コード|確認コード|確認番号|認証番号|暗証番号|コード|パスワード|验证码|驗證碼|校验码|인증번호|코드/giu

/** A code is so near the word that names it, in characters. */
const reach = 60

/** Finds the code in a text as people do: `@host #1234`, `G-123456`, or digits near a word such as "code" or 認証コード. Null where there is none. */
export function findCode(text: string, { length }: CodeWish = {}): string | null {
  const plain = text.normalize('NFKC')
  const fits = ({ length: digits }: string) => (length === undefined ? digits >= 4 && digits <= 8 : digits === length)

  const bound = /^@[\w.-]+ #(\w+)\s*$/m.exec(plain)?.[1]
  if (bound !== undefined && (length === undefined || bound.length === length)) return bound
  const prefixed = /\b[A-Z]{1,3}-(\d{3,10})\b/.exec(plain)?.[1]
  if (prefixed !== undefined && fits(prefixed)) return prefixed

  const found = candidates(plain).filter(({ code }) => fits(code))
  const named = [...plain.matchAll(words)].map((match) => ({ from: match.index, to: match.index + match[0].length }))
  const near = found
    .map((one) => ({ ...one, distance: Math.min(...named.map((word) => distance(one, word))) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || a.at - b.at)
  if (near[0]) return near[0].code
  // Nothing but the code.
  return found.length === 1 && plain.replace(/[^\p{L}\p{N}]+/gu, '') === found[0]!.code ? found[0]!.code : null
}

/** What stands behind the word that names it is nearer than what stands in front: "your code for order 4711 is 123456". */
function distance({ at, end }: Candidate, { from, to }: { from: number; to: number }): number {
  return at >= to ? at - to : from >= end ? (from - end) * 1.5 : 0
}

/** Digits that may be a code: no part of a phone number, an amount, an address or a longer number. */
function candidates(text: string): Candidate[] {
  const masked = text
    .replace(/\bhttps?:\/\/\S+/gi, blank)
    .replace(/\+\d[\d\s().-]{6,}\d/g, blank)
    .replace(/\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b/g, blank)
    .replace(
      /\b(?:order|invoice|ticket|reference|account|card|ending in|flight)\b(?: (?:no\.?|number))? ?#?\d+/gi,
      blank,
    )
    .replace(/[$€£¥]\s?\d[\d.,]*/g, blank)
    .replace(/\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[:/.]\d{2}([:/.]\d{2,4})?\b/g, blank)
  const whole = [...masked.matchAll(/(?<![\p{L}\p{N}.,])\d{3,10}(?![\p{L}\p{N}]|[.,]\d)/gu)]
  const split = [...masked.matchAll(/(?<![\p{L}\p{N}.,-])\d{3,4}[- ]\d{3,4}(?![\p{L}\p{N}]|[-.,]\d)/gu)]
  const asian = [
    ...masked.matchAll(/(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])\d{3,10}(?!\d)/gu),
  ]
  const behind = [
    ...masked.matchAll(/(?<!\d)\d{3,10}(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu),
  ]
  return [...split, ...whole, ...asian, ...behind].map(({ 0: digits, index }) => ({
    code: digits.replace(/\D/g, ''),
    at: index,
    end: index + digits.length,
  }))
}

const blank = (text: string): string => ' '.repeat(text.length)
