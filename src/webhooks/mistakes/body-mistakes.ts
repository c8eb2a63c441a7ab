/** A way in which applications come to another digest of a body than the one that the URL carries. */
export interface BodyMistake {
  id: string
  words: string
  fix: string
  /** Bodies that who makes the mistake takes for right, where it refuses this one. */
  taken(body: string): readonly string[]
}

const writtenAnew: BodyMistake = {
  id: 'body-written-anew',
  words:
    'The application hashes another body than the one that was sent: it was parsed and written anew, or changed on its way.',
  fix: 'Hash the bytes of the body as they came, not what a JSON parser and writer made of them: spaces, escapes and the order of keys differ.',
  taken: formsOf,
}

const rawBodyMissing: BodyMistake = {
  id: 'raw-body-missing',
  words: 'The application hashes an empty body: nothing kept it as it came.',
  fix: 'Keep the bytes of the body. Express: express.json({ verify: (request, _response, bytes) => { request.rawBody = bytes.toString() } }), which webhook() of the SDK reads; Next.js: await request.text(), before request.json(); Flask: request.get_data(); Rails: request.raw_post; PHP: file_get_contents("php://input").',
  taken: () => empty,
}

/** The signature may be right, and the body is still another. In this order: what is written anew may also be empty. */
export const bodyMistakes: readonly BodyMistake[] = [writtenAnew, rawBodyMissing]

/** Says which of them a body comes from that is not the one of the digest. */
export const bodyMistakeOf = (body: string): BodyMistake => (empty.includes(body) ? rawBodyMissing : writtenAnew)

/** The SDK takes `{}` where nothing was kept. */
const empty = ['{}', '']

/** As the writers of JavaScript, Python, PHP and tidy people write it. */
function formsOf(body: string): readonly string[] {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return [body.trim()].filter((one) => one !== body)
  }
  const compact = JSON.stringify(value)
  // A line end within a text is escaped: these are between values.
  const python = JSON.stringify(value, null, 1)
    .replace(/(?<=[[{])\n *|\n *(?=[\]}])/g, '')
    .replace(/\n */g, ' ')
  const ascii = (text: string) =>
    text.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const php = ascii(compact).replaceAll('/', '\\/')
  // All of them write a list of one number alike.
  const forms = [compact, ascii(python), python, php, ascii(compact), JSON.stringify(value, null, 2), '[1]']
  return [...new Set(forms)].filter((one) => one !== body)
}
