import { createHash, createHmac } from 'node:crypto'

export type Parameters = readonly (readonly [string, string])[]

/**
 * Signs a request as `X-Twilio-Signature` carries it: the URL without its fragment, then, for a form, every name and value in
 * the order of the names. A repeated name gives each of its distinct values once, in order. A GET is signed by its URL alone.
 */
export const sign = (authToken: string, url: string, parameters: Parameters = []): string =>
  createHmac('sha1', authToken)
    .update(withoutFragment(url) + signedText(parameters), 'utf8')
    .digest('base64')

/** Signs a body that is no form: the URL gains the body's digest, and that URL alone is signed and called. */
export const signBody = (
  authToken: string,
  url: string,
  body: string | Uint8Array,
): { url: string; signature: string } => {
  const digest = createHash('sha256').update(body).digest('hex')
  const bare = withoutFragment(url)
  const signedUrl = `${bare}${bare.includes('?') ? '&' : '?'}bodySHA256=${digest}`
  return { url: signedUrl, signature: sign(authToken, signedUrl) }
}

const withoutFragment = (url: string): string => {
  const at = url.indexOf('#')
  return at === -1 ? url : url.slice(0, at)
}

const signedText = (parameters: Parameters): string => {
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
