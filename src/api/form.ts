import { Problem } from '../domain/problem.ts'

/** Names and values in the order in which they were sent; a name may come more than once. */
export type Form = readonly (readonly [name: string, value: string])[]

export const emptyForm: Form = []

/** Reads what an HTML form sends (application/x-www-form-urlencoded), as the URL standard does: nothing is too malformed. */
export function parseForm(text: string): Form {
  if (text === '') return emptyForm
  const encoded = text.isWellFormed() ? text : text.toWellFormed()
  const form: (readonly [string, string])[] = []
  let start = 0
  while (start <= encoded.length) {
    const next = encoded.indexOf('&', start)
    const end = next < 0 ? encoded.length : next
    if (end > start) {
      const equals = encoded.indexOf('=', start)
      form.push(
        equals < 0 || equals > end
          ? [decode(encoded.slice(start, end)), '']
          : [decode(encoded.slice(start, equals)), decode(encoded.slice(equals + 1, end))],
      )
    }
    start = end + 1
  }
  return form
}

/** No text that this server keeps can hold a NUL: no database would take it, no handset show it. */
export function refuseNul(form: Form): Form {
  for (const [name, value] of form) if (value.includes('\0') || name.includes('\0')) throw new Problem('badRequest')
  return form
}

const encodedOnly = /[%+]/

function decode(text: string): string {
  if (!encodedOnly.test(text)) return text
  try {
    return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text)
  } catch {
    // A stray `%`, or bytes that are no UTF-8: the standard's parser makes the best of both.
    return new URLSearchParams(`_=${text}`).get('_') ?? ''
  }
}
