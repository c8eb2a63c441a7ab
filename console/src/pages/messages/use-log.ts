import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { messageStatuses } from '../../../../src/domain/message.ts'
import { type AnswerOf, ask } from '../../control.ts'
import { type Happening, useHappenings } from '../../live.ts'

export type LoggedMessage = AnswerOf<'GET /messages'>['messages'][number]
type Page = AnswerOf<'GET /messages'>

const perPage = 100
/** So many are kept in the page at most; what is older is loaded anew when somebody looks for it. */
const mostKept = 10_000

export interface Log {
  rows: readonly LoggedMessage[]
  /** How many came since that are not shown, while somebody points at a row. */
  fresh: number
  isPending: boolean
  error: Error | null
  hasOlder: boolean
  showOlder(): void
  showFresh(): void
  retry(): void
}

/** The log of messages that fit a query, live: statuses change where they stand, and new rows come on top unless `held` says that rows must not move. */
export function useLog(held: () => boolean, q: string): Log {
  const queries = useQueryClient()
  const key = ['messages', q]
  const wanted = { limit: perPage, ...(q !== '' && { q }) }
  const [newest, setNewest] = useState<readonly LoggedMessage[]>([])
  const [statuses, setStatuses] = useState<ReadonlyMap<string, LoggedMessage['status']>>(new Map())
  const unseen = useRef(new Set<string>())
  const [fresh, setFresh] = useState(0)
  const loading = useRef(false)
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      ask('GET /messages', { query: { ...wanted, ...(pageParam && { before: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    retry: false,
    getNextPageParam: ({ before }: Page) => before,
  })
  const older = useMemo(() => found.data?.pages.flatMap(({ messages }) => messages) ?? [], [found.data])
  const rows = useMemo(() => {
    const all = merged(newest, older).slice(0, mostKept)
    return all.map((row) => ({ ...row, status: statuses.get(row.sid) ?? row.status }))
  }, [newest, older, statuses])

  async function showFresh(): Promise<void> {
    if (loading.current) return
    loading.current = true
    unseen.current.clear()
    setFresh(0)
    try {
      const { messages } = await ask('GET /messages', { query: wanted })
      setNewest((before) => merged(messages, before).slice(0, mostKept))
    } finally {
      loading.current = false
    }
  }

  useHappenings((batch) => {
    if (batch.some(({ type }) => type === 'missed')) return void queries.invalidateQueries({ queryKey: key })
    const steps = batch.filter(({ type }) => type === 'message')
    if (steps.length === 0) return undefined
    const known = new Set(rows.map(({ sid }) => sid))
    setStatuses((before) => withSteps(before, steps))
    for (const { data } of steps) if (!known.has(String(data.messageSid))) unseen.current.add(String(data.messageSid))
    setFresh(unseen.current.size)
    if (unseen.current.size > 0 && !held()) void showFresh()
    return undefined
  })

  return {
    rows,
    fresh,
    isPending: found.isPending,
    error: found.error,
    hasOlder: found.hasNextPage,
    showOlder: () => void (found.isFetchingNextPage || found.fetchNextPage()),
    showFresh: () => void showFresh(),
    retry: () => void found.refetch(),
  }
}

/** Those of both, each once, the first list's before the other's. */
function merged(first: readonly LoggedMessage[], second: readonly LoggedMessage[]): LoggedMessage[] {
  const seen = new Set(first.map(({ sid }) => sid))
  return [...first, ...second.filter(({ sid }) => !seen.has(sid))].toSorted((a, b) => (a.sid < b.sid ? 1 : -1))
}

const steps: ReadonlySet<unknown> = new Set(messageStatuses)

const mostSteps = 20_000

/** The latest status of each message that the batch tells of. */
function withSteps(
  before: ReadonlyMap<string, LoggedMessage['status']>,
  batch: readonly Happening[],
): ReadonlyMap<string, LoggedMessage['status']> {
  const after = new Map(before.size > mostSteps ? [] : before)
  for (const { data } of batch)
    if (steps.has(data.kind)) after.set(String(data.messageSid), data.kind as LoggedMessage['status'])
  return after
}
