import { createHash, createHmac } from 'node:crypto'

export type Parameters = readonly (readonly [string, string])[]

/**
 * Signs a request as `X-Twilio-Signature` carries it: the URL without its fragment, then, for a form, every name and value in
 * the order of the names. A repeated name gives each of its distinct values once, in order. A GET is signed by its URL alone.
 */
export const sign = (authToken: string, url: string, parameters: Parameters = []): string =>
  createHmac('sha1', authToken)
    .update(withoutFragment(url) + textOfForm(parameters), 'utf8')
    .digest('base64')

/** What the URL of a body that is no form carries as `bodySHA256`: that URL alone is signed then. */
export const bodyDigest = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex')

export const withoutFragment = (url: string): string => {
  const at = url.indexOf('#')
  return at === -1 ? url : url.slice(0, at)
}

/** What of a form is signed, behind the URL. */
export const textOfForm = (parameters: Parameters): string => {
  const sorted = [...parameters].sort(([name, value], [otherName, otherValue]) =>
    name === otherName ? compare(value, otherValue) : compare(name, otherName),
  )
  let text = ''
  sorted.forEach(([name, value], at) => {
    const before = sorted[at - 1]
    if (before?.[0] !== name || before[1] !== value) text += name + value
  })
  return text
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
