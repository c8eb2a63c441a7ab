import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../control.ts'
import { useSpoken, useWords } from '../i18n/words.ts'
import { useHappenings } from '../live.ts'
import { momentOf } from '../parts/moment.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { Explained } from '../parts/explained.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'
import { useIsProduction } from '../session.ts'

/** What went wrong, by its code, each with why and what to do; and what this server does not have. */
export function Debugger() {
  const {
    words: { errors: words },
    language,
  } = useSpoken()
  const queries = useQueryClient()
  const isProduction = useIsProduction()
  const codes = useQuery({ queryKey: ['codes'], queryFn: ({ signal }) => ask('GET /alert-codes', {}, signal) })
  const missing = useQuery({
    queryKey: ['missing'],
    queryFn: ({ signal }) => ask('GET /requests', { query: { notImplemented: true, limit: 20 } }, signal),
    retry: false,
    enabled: !isProduction,
  })
  useHappenings(() => {
    void queries.invalidateQueries({ queryKey: ['codes'] })
    void queries.invalidateQueries({ queryKey: ['missing'] })
  })
  if (!codes.data) return <NotYet of={codes} title={words.title} />
  const groups = codes.data.codes
  const requests = missing.data?.requests ?? []
  return (
    <div className="mx-auto max-w-5xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      {groups.length === 0 && requests.length === 0 && (
        <Teaching
          title={words.empty}
          lines={[
            'trunkline send --from $TWILIO_PHONE_NUMBER --to +15005530003 --body "Not delivered: 30003"',
            'trunkline phone set +15558675310 --behaviour offline',
          ]}
        >
          {words.emptyHint}
        </Teaching>
      )}
      {groups.map((group) => (
        <Group key={group.errorCode} {...group} />
      ))}
      {requests.length > 0 && (
        <section className={`${look.panel} p-3`}>
          <h2 className="font-semibold">{words.missing}</h2>
          <p className="text-muted">{words.missingHint}</p>
          <ul className="mt-2 space-y-0.5 font-mono text-xs">
            {requests.map(({ id, at, method, path }) => (
              <li key={id} className="break-all">
                <time dateTime={at} className="text-muted">
                  {momentOf(at, language)}
                </time>{' '}
                {method} {path}
              </li>
            ))}
          </ul>
        </section>
      )}
      <SameBy
        deeds={{
          [words.title]: {
            curl: controlCurl('GET /alert-codes'),
            CLI: cliLine('alerts codes'),
            test: 'await account.alerts()',
          },
          [words.missing]: isProduction
            ? null
            : {
                curl: controlCurl('GET /requests', { query: { notImplemented: true } }),
                CLI: cliLine('requests list', [], { 'not-implemented': true }),
                test: 'await account.verify()',
              },
        }}
      />
    </div>
  )
}

interface GroupOfAlerts {
  errorCode: number
  level: string
  count: number
  first: string
  last: string
}

function Group({ errorCode, level, count, first, last }: GroupOfAlerts) {
  const { errors: words } = useWords()
  const { language } = useSpoken()
  const told = words.codes[errorCode]
  return (
    <section data-row className={`${look.panel} p-3`}>
      <h2 className="flex flex-wrap items-baseline gap-x-3">
        <Link
          to="/debugger/$code"
          params={{ code: String(errorCode) }}
          className={`font-mono font-semibold underline ${level === 'error' ? 'text-bad' : 'text-warn'}`}
        >
          {errorCode}
        </Link>
        <span>{words.count(count)}</span>
        <span className="text-xs text-muted">
          {words.first} {momentOf(first, language)} · {words.last} {momentOf(last, language)}
        </span>
      </h2>
      <Explained told={told} code={errorCode} />
    </section>
  )
}
