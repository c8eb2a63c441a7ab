import type { Instant } from '../domain/clock.ts'
import { longestQuery } from '../domain/search/query.ts'
import { type Search, type SearchKey, type SearchList, readSearch } from '../domain/search/search.ts'
import { SearchProblem } from '../domain/search/search-problem.ts'
import { searchLists } from '../domain/search/search-lists.ts'
import { behindAll, blockSize, digitsOf } from '../domain/search/text-block.ts'
import { ControlProblem } from './control-problem.ts'
import { textUpTo } from './kinds.ts'
import { optional, route } from './route.ts'
import { listOf, mapOf, moment, object, oneOf, orNull, text, whole } from './shape.ts'
import { momentView } from './views.ts'

/** How a list is searched. */
export const searchField = {
  q: optional(
    textUpTo(longestQuery),
    'Only what this query finds: `key:value`, words, `"phrases"`, and `-` in front of what must not be ([how](search.md)).',
  ),
}

/** What a query asks for; undefined where there is none. Throws what is wrong with it, and where. */
export function searchOf<T extends object>(
  q: string | undefined,
  list: SearchList<T>,
  now: Instant,
): Search<T> | undefined {
  if (q === undefined) return undefined
  try {
    return readSearch(list, q, now)
  } catch (error) {
    if (error instanceof SearchProblem) throw new ControlProblem(400, `q: ${error.message}`)
    throw error
  }
}

const searchKey = object(
  {
    key: text,
    words: text,
    kind: oneOf(['word', 'text', 'number', 'duration', 'moment']),
    expects: text,
  },
  { values: listOf(text) },
)

/** What lists are searched by, and how far the index of texts has come. */
export const searchRoutes = [
  route({
    method: 'GET',
    at: '/search/keys',
    words: 'The keys that queries of each list have, and the fields in which words are looked for.',
    modes: 'both',
    answer: object({ lists: mapOf(object({ keys: listOf(searchKey), texts: listOf(text) })) }),
    deed: () => ({
      lists: Object.fromEntries(
        Object.entries(searchLists).map(([name, { keys, texts }]) => [name, { keys: keysOf(keys), texts }]),
      ),
    }),
  }),
  route({
    method: 'GET',
    at: '/search/index',
    words:
      'How far the index of what messages say has come: up to messages of which moment, how many wait (100,000 at most are counted), and by how many milliseconds it is behind. Those that wait are found, too.',
    modes: 'both',
    answer: object({ upTo: orNull(moment), waiting: whole, behind: whole }),
    async deed(_given, { ledger: { texts }, clock }) {
      const last = await texts.last()
      const waiting = await texts.count(last, behindAll, mostCounted)
      const [oldest] = await texts.between(last, behindAll, 1)
      return {
        upTo: last === '' ? null : momentView(madeAt(last)),
        waiting,
        // Fewer than a block has are left alone.
        behind: oldest && waiting >= blockSize ? Math.floor(clock.now()) - madeAt(digitsOf(oldest.sid)) : 0,
      }
    },
  }),
]

const keysOf = (keys: Readonly<Record<string, Pick<SearchKey, 'words' | 'kind'>>>) =>
  Object.entries(keys).map(([key, { words, kind }]) => {
    const { name, ...wanted } = kind
    return { key, words, kind: name, ...wanted }
  })

const mostCounted = 100_000

/** When a SID with these digits was made. */
const madeAt = (digits: string) => parseInt(digits.slice(0, 12), 16)
