/** A code that a person is to type somewhere: 4 to 8 digits near a word for it, or as Google writes its own. */
export function codeIn(text: string): string | null {
  const [, own] = /\bG-(\d{6})\b/.exec(text) ?? []
  if (own !== undefined) return own
  if (!/\b(code|pin|otp|passcode|password|verif\w*|token)\b|コード|認証|確認|暗証/i.test(text)) return null
  return /(?<![\d+.,:/-])\d{4,8}(?![\d.,:/-]\d|\d)/.exec(text)?.[0] ?? null
}
