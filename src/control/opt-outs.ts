import type { MessagingService } from '../domain/messaging-service.ts'
import { type OptOutKind, type OptOutWords, readOptOut } from '../domain/opt-out.ts'
import { changeService } from '../messaging/services/change-service.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, kind, type Kind } from './kinds.ts'
import { required, route } from './route.ts'
import { listOf, object, orNull, text } from './shape.ts'

const servicePath = { sid: required(anyText, 'The SID of the messaging service.') }

async function serviceOf(
  { sid }: { sid: string },
  { ledger }: Pick<ControlContext, 'ledger'>,
): Promise<MessagingService> {
  const service = await ledger.messagingServices.known(sid)
  if (!service) throw new ControlProblem(404, `there is no messaging service ${sid}`)
  return service
}

const words = object({ keywords: listOf(text), reply: text })
const optOuts = object({ optOuts: orNull(object({ stop: words, start: words, help: words })) })

const mostKeywords = 30
const longestReply = 320

/** In capitals, as they are compared. */
const given: Kind<OptOutWords> = kind(
  {
    ...words.schema,
    properties: {
      keywords: { type: 'array', items: { type: 'string' }, maxItems: mostKeywords },
      reply: { type: 'string', maxLength: longestReply },
    },
  },
  `{"keywords": ["ARRET"], "reply": "..."}: at most ${mostKeywords} single words, and a text of at most ${longestReply} characters, empty for no reply`,
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined
    const { keywords, reply, ...others } = value as Record<string, unknown>
    if (Object.keys(others).length > 0 || typeof reply !== 'string' || reply.length > longestReply) return undefined
    if (!Array.isArray(keywords) || keywords.length > mostKeywords || !keywords.every(isKeyword)) return undefined
    return { keywords: keywords.map((keyword) => keyword.toUpperCase()), reply }
  },
)

/** What could never be heard is no keyword. */
function isKeyword(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const keyword = value.toUpperCase()
  const alone = { keywords: [keyword], reply: '' }
  return readOptOut(value, { stop: alone, start: alone, help: alone })?.keyword === keyword
}

/** The words by which people silence a messaging service, where it has its own. */
export const optOutRoutes = [
  route({
    method: 'GET',
    at: '/services/{sid}/opt-outs',
    words:
      'The words for silence, its end and help that a messaging service has of its own, and its replies; null for the usual ones.',
    modes: 'both',
    path: servicePath,
    find: serviceOf,
    answer: optOuts,
    deed: async ({ found }) => ({ optOuts: found.settings.optOuts ?? null }),
  }),
  route({
    method: 'PUT',
    at: '/services/{sid}/opt-outs',
    words: 'Gives it words and replies of its own. Its webhooks are then told `OptOutType`.',
    modes: 'development',
    path: servicePath,
    find: serviceOf,
    body: {
      stop: required(given, 'For silence: `{"keywords", "reply"}`.'),
      start: required(given, 'For its end.'),
      help: required(given, 'For help.'),
    },
    answer: optOuts,
    async deed({ found, body }, has) {
      const twice = doubled(body)
      if (twice !== undefined) throw new ControlProblem(400, `${twice} is there twice: a keyword asks for one thing`)
      return { optOuts: await set(found, body, has) }
    },
  }),
  route({
    method: 'DELETE',
    at: '/services/{sid}/opt-outs',
    words: 'Gives it the usual ones again.',
    modes: 'development',
    path: servicePath,
    find: serviceOf,
    answer: null,
    async deed({ found }, has) {
      await set(found, null, has)
    },
  }),
]

function doubled(wanted: Readonly<Record<OptOutKind, OptOutWords>>): string | undefined {
  const all = [wanted.stop, wanted.start, wanted.help].flatMap(({ keywords }) => keywords)
  return all.find((keyword, i) => all.indexOf(keyword) !== i)
}

async function set(service: MessagingService, wanted: MessagingService['settings']['optOuts'], has: ControlContext) {
  const changed = await changeService(service, { optOuts: wanted ?? null }, has)
  if (!changed) throw new ControlProblem(404, `there is no messaging service ${service.sid} any more`)
  return changed.settings.optOuts ?? null
}
