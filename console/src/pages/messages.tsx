import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useWords } from '../i18n/words.ts'
import { ask } from '../control.ts'
import { useHappenings } from '../live.ts'
import { Status } from '../parts/status.tsx'
import { Teaching } from '../parts/teaching.tsx'
import { Trouble } from '../parts/trouble.tsx'

/** The log of all messages. */
export function Messages() {
  const { messages: words, common } = useWords()
  const queries = useQueryClient()
  const found = useInfiniteQuery({
    queryKey: ['messages'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /messages', { query: { limit: 50, ...(pageParam && { before: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ before }) => before,
  })
  useHappenings((batch) => {
    if (batch.some(({ type }) => type === 'message' || type === 'missed'))
      void queries.invalidateQueries({ queryKey: ['messages'] })
  })
  if (found.error) return <Trouble error={found.error} retry={() => void found.refetch()} />
  const rows = found.data?.pages.flatMap(({ messages }) => messages) ?? []
  if (found.isPending) return <p className="p-4 text-muted">{common.loading}</p>
  return (
    <div className="p-4">
      <h1 className="mb-3 text-lg font-semibold">{words.title}</h1>
      {rows.length === 0 ? (
        <Teaching title={words.empty} lines={['trunkline send --to +15558675310 --body "Hello"']}>
          {words.emptyHint}
        </Teaching>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {rows.map(({ sid, from, to, body, status, errorCode, dateCreated }) => (
            <li key={sid} className="flex gap-3 px-3 py-2">
              <time className="shrink-0 font-mono text-xs text-muted">{dateCreated.slice(11, 19)}</time>
              <span className="shrink-0">
                {from} → {to}
              </span>
              <Status status={status} code={errorCode} />
              <span className="truncate">{body}</span>
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <button type="button" onClick={() => void found.fetchNextPage()} className="mt-3 text-accent underline">
          {common.more}
        </button>
      )}
    </div>
  )
}
