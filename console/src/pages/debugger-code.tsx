import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type AnswerOf, ask } from '../control.ts'
import { useSpoken } from '../i18n/words.ts'
import { Explained } from '../parts/explained.tsx'
import { momentOf } from '../parts/moment.ts'
import { More } from '../parts/more.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { look } from '../parts/styles.ts'

/** All alerts of one code. */
export function DebuggerCode() {
  const {
    words: { errors: words, common },
    language,
  } = useSpoken()
  const code = Number(useParams({ from: '/debugger/$code' }).code)
  const found = useInfiniteQuery({
    queryKey: ['alerts', code],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /alerts', { query: { code, limit: 50, ...(pageParam && { before: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ before }: AnswerOf<'GET /alerts'>) => before,
  })
  if (found.error) return <NotYet of={found} title={String(code)} />
  const alerts = found.data?.pages.flatMap((page) => page.alerts) ?? []
  return (
    <article className="mx-auto max-w-5xl space-y-3 p-4">
      <Link to="/debugger" className={look.back}>
        ‹ {words.back}
      </Link>
      <h1 className="font-mono text-lg font-semibold">{code}</h1>
      <Explained told={words.codes[code]} code={code} />
      {found.isPending && <p className="text-muted">{common.loading}</p>}
      {found.data && alerts.length === 0 && <p className="text-muted">{words.never}</p>}
      <ul className={`${alerts.length > 0 ? look.panel : ''} divide-y divide-line`}>
        {alerts.map(({ sid, at, message, requestUrl, subject }) => (
          <li key={sid} data-row tabIndex={-1} className="space-y-0.5 px-3 py-1.5">
            <time dateTime={at} className="font-mono text-xs text-muted">
              {momentOf(at, language)}
            </time>{' '}
            <bdi className="break-words">{message}</bdi>
            <p className="break-all font-mono text-xs text-muted">{requestUrl}</p>
            {subject !== null && /^[SM]M/.test(subject) && (
              <p>
                {words.about}{' '}
                <Link
                  to="/messages/$sid"
                  params={{ sid: subject }}
                  className="break-all font-mono text-xs text-accent underline"
                >
                  {subject}
                </Link>
              </p>
            )}
          </li>
        ))}
      </ul>
      <More found={found} />
      <SameBy
        lines={{
          curl: controlCurl('GET /alerts', { query: { code } }),
          CLI: cliLine('alerts list', [], { code }),
          test: `await account.alerts({ code: ${code} })`,
        }}
      />
    </article>
  )
}
