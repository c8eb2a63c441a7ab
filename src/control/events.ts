import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type FeedPlace, feedStart } from '../domain/feed.ts'
import { messageSearch } from '../domain/search/message-search.ts'
import { fits } from '../domain/search/search.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, kind } from './kinds.ts'
import { type LiveEvent, type LiveType, liveTypes } from './live-events.ts'
import type { Follower } from './live.ts'
import { optional, route } from './route.ts'
import { searchField, searchOf } from './search.ts'

const types = kind<readonly LiveType[]>(
  { type: 'string' },
  `one or more of ${liveTypes.join(', ')}, with commas between them`,
  (value) => {
    const words = typeof value === 'string' ? value.split(',') : []
    const known = liveTypes.filter((type) => words.includes(type))
    return known.length === words.length ? known : undefined
  },
)

/** What happens, as it happens. */
export const eventRoutes = [
  route({
    method: 'GET',
    at: '/events',
    words:
      'What happens, as Server-Sent Events: `message` (a step in the life of a message), `transcript` (a line of a call’s), `webhook` (an attempt), `phone` (a text that a phone got or sent). A client that comes again with the `Last-Event-ID` header misses nothing of the last 24 hours; `missed` tells that it did.',
    modes: 'both',
    query: {
      types: optional(types, 'Only these types, with commas between them.'),
      account: optional(anyText, 'Only what belongs to this account.'),
      subject: optional(
        anyText,
        'Only what is about this SID of a message, a call or an attempt, or this number of a phone.',
      ),
      q: optional(
        searchField.q.kind,
        'Only steps of messages that this query finds as they are by then ([how](search.md)).',
      ),
      after: optional(anyText, 'What `Last-Event-ID` would say, for clients that cannot send headers.'),
    },
    answer: 'text/event-stream',
    async deed({ query }, has, turn) {
      const search = searchOf(query.q, messageSearch, has.clock.now())
      const asked = turn.header('last-event-id') ?? query.after
      using follower = has.live.follow()
      if (!follower) throw new ControlProblem(503, `${has.live.most} follow already: try again later`)
      const known = asked === undefined || (await has.ledger.feed.reachesBack(asked))
      const from = !known ? feedStart : (asked ?? (await has.ledger.feed.end()))
      const { signal } = turn
      const response = turn.stream()
      try {
        open(response, from)
        if (!known) response.write(missedSome)
        const isWanted = ({ type, accountSid, subjects, message }: LiveEvent) =>
          (query.types?.includes(type) ?? true) &&
          (query.account === undefined || query.account === accountSid) &&
          (query.subject === undefined || subjects.includes(query.subject)) &&
          (search === undefined || (message !== undefined && fits(search, message)))
        await tell(response, from, isWanted, follower, has, signal)
        response.end()
      } catch {
        // It broke off in the middle: the client comes again from where it was.
        response.destroy()
      }
    },
  }),
]

function open(response: ServerResponse, from: FeedPlace) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
    // Nothing follows a stream: a server that closes waits for no connection of its.
    Connection: 'close',
  })
  // An id by itself is remembered by the client, and shown to nobody.
  response.write(`retry: 1000\nid: ${from}\n\n`)
}

/** Tells until the client has gone, or the server closes. What waits to be sent is never more than was read at once. */
async function tell(
  response: ServerResponse,
  from: FeedPlace,
  isWanted: (event: LiveEvent) => boolean,
  follower: Follower,
  { live }: ControlContext,
  signal: AbortSignal,
): Promise<void> {
  let place = from
  let spoken = performance.now()
  while (!signal.aborted) {
    const next = await live.after(place)
    const text = (next.missed ? missedSome : '') + next.events.filter(isWanted).map(written).join('')
    const isSilent = text === '' && performance.now() - spoken >= live.heartbeat
    if (text !== '' || isSilent) {
      spoken = performance.now()
      const flows = response.write(isSilent ? `: still here\nid: ${next.place}\n\n` : text)
      if (!flows) await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(live.drain)]) })
    }
    const isAtEnd = next.place === place
    place = next.place
    if (isAtEnd) await follower.next(Math.max(0, spoken + live.heartbeat - performance.now()), signal)
  }
}

const missedSome = 'event: missed\ndata: {}\n\n'

const written = ({ place, type, data }: LiveEvent): string =>
  `id: ${place}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`
