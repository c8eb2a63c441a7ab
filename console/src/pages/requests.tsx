import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type AnswerOf, ask } from '../control.ts'
import { useSpoken } from '../i18n/words.ts'
import { momentOf } from '../parts/moment.ts'
import { More } from '../parts/more.tsx'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'

/** Requests to the REST API that were refused: of these no message came, so that no log shows them. */
export function Requests() {
  const {
    words: { messages: words, message, common },
    language,
  } = useSpoken()
  const found = useInfiniteQuery({
    queryKey: ['requests'],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /requests', { query: { limit: 50, ...(pageParam && { before: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ before }: AnswerOf<'GET /requests'>) => before,
    retry: false,
    refetchInterval: 5000,
  })
  if (found.error) return <NotYet of={found} title={words.refused} />
  const requests = found.data?.pages.flatMap((page) => page.requests) ?? []
  return (
    <div className="mx-auto max-w-5xl space-y-3 p-4">
      <Link to="/messages" className={look.back}>
        ‹ {message.back}
      </Link>
      <h1 className="text-lg font-semibold">{words.refused}</h1>
      <p className="text-muted">{words.refusedHint}</p>
      {found.isPending && <p className="text-muted">{common.loading}</p>}
      {found.data && requests.length === 0 && (
        <Teaching
          title={words.noneRefused}
          lines={['trunkline send --from $TWILIO_PHONE_NUMBER --to nobody --body "Hello"']}
        >
          {words.noneRefusedHint}
        </Teaching>
      )}
      {requests.length > 0 && (
        <ul className={`${look.panel} divide-y divide-line`}>
          {requests.map(({ id, at, method, path, status, code, message: why, accountSid }) => (
            <li key={id} data-row tabIndex={-1} className="px-3 py-1.5">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <time dateTime={at} className="font-mono text-xs text-muted">
                  {momentOf(at, language)}
                </time>
                <strong className="text-bad">{status}</strong>
                {code !== null && (
                  <Link
                    to="/debugger/$code"
                    params={{ code: String(code) }}
                    className="font-mono text-accent underline"
                  >
                    {code}
                  </Link>
                )}
                <span className="min-w-0 break-all font-mono text-xs">
                  {method} {path}
                </span>
              </p>
              <bdi className="break-words">{why}</bdi>
              <p className="break-all font-mono text-xs text-muted">{accountSid}</p>
            </li>
          ))}
        </ul>
      )}
      <More found={found} />
      <SameBy
        lines={{
          curl: controlCurl('GET /requests'),
          CLI: cliLine('requests list'),
          test: 'await account.refused()',
        }}
      />
    </div>
  )
}
