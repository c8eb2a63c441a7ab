import type { InboundMedium } from '../domain/carrier.ts'
import { mostMediaBytes } from '../domain/media.ts'
import { mediaTypeOf } from '../domain/media-type.ts'
import { awaited } from './awaited.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { type Kind, address, anyText, kind, listUpTo, numberFrom, oneOf, textUpTo } from './kinds.ts'
import { phonePath } from './phones.ts'
import { optional, required, route } from './route.ts'
import { listOf, moment, object, oneOf as oneOfShape, orNull, text } from './shape.ts'
import { momentView } from './views.ts'

const inboxPage = 100
const mostMedia = 10
/** Base64 is a third longer than what it stands for. */
const mostBody = 8 * 1024 * 1024

const phoneMessage = object({
  id: text,
  at: moment,
  direction: oneOfShape(['received', 'sent']),
  from: text,
  to: text,
  body: text,
  mediaUrls: listOf(text),
  actions: listOf(text),
  messageSid: orNull(text),
})

type Medium = { url: string } | { contentType: string; base64: string }

const medium: Kind<Medium> = kind<Medium>(
  {
    anyOf: [
      { type: 'object', properties: { url: { type: 'string', format: 'uri' } }, required: ['url'] },
      {
        type: 'object',
        properties: { contentType: { type: 'string' }, base64: { type: 'string', contentEncoding: 'base64' } },
        required: ['contentType', 'base64'],
      },
    ],
  },
  'a medium',
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined
    const { url, contentType, base64, ...others } = value as Record<string, unknown>
    if (Object.keys(others).length > 0) return undefined
    if (typeof url === 'string' && contentType === undefined && base64 === undefined) return { url }
    const isFile = typeof contentType === 'string' && typeof base64 === 'string' && url === undefined
    return isFile && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64) ? { contentType, base64 } : undefined
  },
)
const media = listUpTo(
  medium,
  mostMedia,
  `a list of at most ${mostMedia} media: {"url": "http://..."} or {"contentType": "image/png", "base64": "..."}`,
)

/** What reached a phone, and what is sent from it. */
export const phoneMessageRoutes = [
  route({
    method: 'GET',
    at: '/phones/{number}/messages',
    words: 'The newest texts that reached a phone, oldest of them first.',
    modes: 'development',
    path: phonePath,
    query: {
      limit: optional(numberFrom(1, 1000), `How many at most; ${inboxPage} unless said.`),
      after: optional(anyText, 'The id of the last one seen, for those after it.'),
      direction: optional(oneOf(['received', 'all']), '`all` for those that it sent, too.'),
      wait: optional(numberFrom(0, 60), 'How many seconds to wait until there is one at least.'),
    },
    answer: object({ messages: listOf(phoneMessage) }),
    async deed({ path, query: { limit = inboxPage, after, direction = 'received', wait = 0 } }, has, turn) {
      const look = () => has.ledger.phones.inbox(path.number, limit, after, direction)
      const messages = await awaited(look, (found) => found.length > 0, wait, has, turn)
      return { messages: messages.map((message) => ({ ...message, at: momentView(message.at) })) }
    },
  }),
  route({
    method: 'POST',
    at: '/phones/{number}/messages',
    words: 'Sends a text from a phone, or a message with media. It is kept and on its way when this is answered.',
    modes: 'development',
    path: phonePath,
    body: {
      to: required(address, 'A number, a short code, or an address of a channel such as `whatsapp:+14155238886`.'),
      body: optional(textUpTo(1600), 'The text.'),
      media: optional(
        media,
        `Up to ${mostMedia}, 5 MB together: \`{"url"}\`, which is fetched, or \`{"contentType", "base64"}\`.`,
      ),
      lostSegment: optional(numberFrom(1, 255), 'Which segment of a long text gets lost on the way, from 1.'),
    },
    maxBody: mostBody,
    status: 201,
    answer: object({ id: text, from: text, to: text }),
    async deed({ path, body: { to, body = '', media = [], lostSegment } }, has, { signal }) {
      if (!has.texts) throw new ControlProblem(404, 'phones send no texts here')
      if (body === '' && media.length === 0) throw new ControlProblem(400, 'send body, media, or both')
      const colon = to.indexOf(':')
      const from = colon === -1 ? path.number : `${to.slice(0, colon)}:${path.number}`
      const files = await filesOf(media, has, signal)
      const { id } = await has.texts.send({ from, to, body, media: files, ...(lostSegment && { lostSegment }) })
      return { id, from, to }
    },
  }),
]

async function filesOf(media: readonly Medium[], has: ControlContext, signal: AbortSignal): Promise<InboundMedium[]> {
  const files: InboundMedium[] = []
  let left = mostMediaBytes
  for (const one of media) {
    const file = 'url' in one ? await fetched(one.url, left, has, signal) : decoded(one)
    left -= file.bytes.length
    if (left < 0) throw new ControlProblem(400, 'the media have 5 MB at most together')
    files.push(file)
  }
  return files
}

async function fetched(
  url: string,
  maxBytes: number,
  { webhooks }: ControlContext,
  signal: AbortSignal,
): Promise<InboundMedium> {
  const { ok, attempts, contentType, bytes, tooLarge } = await webhooks.fetchFile({ url, maxBytes }, signal)
  if (!ok) throw new ControlProblem(400, `the medium at ${url} cannot be had: ${attempts.at(-1)?.error ?? 'no answer'}`)
  if (tooLarge) throw new ControlProblem(400, 'the media have 5 MB at most together')
  return { contentType: typeOf(contentType), bytes }
}

const decoded = ({ contentType, base64 }: Extract<Medium, { base64: string }>): InboundMedium => ({
  contentType: typeOf(contentType),
  bytes: Buffer.from(base64, 'base64'),
})

function typeOf(given: string | undefined): string {
  const type = mediaTypeOf(given)
  if (type === null)
    throw new ControlProblem(400, `media of the type ${given ?? 'that is not said'} do not travel: try image/png`)
  return type
}
