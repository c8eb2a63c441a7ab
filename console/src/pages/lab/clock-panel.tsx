import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { lengthOf, useClock } from '../../clock.ts'
import { ask } from '../../control.ts'
import { useSpoken } from '../../i18n/words.ts'
import { cliLine, controlCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'
import { Trouble } from '../../parts/trouble.tsx'

const steps = ['1m', '1h', '1d', '7d', '35d'] as const

/** The server's clock: stopped, moved on, let go. */
export function ClockPanel() {
  const {
    words: { lab: words, common },
    language,
  } = useSpoken()
  const queries = useQueryClient()
  const clock = useClock()
  const [by, setBy] = useState('1h')
  const again = () => queries.invalidateQueries()
  const freeze = useMutation({ mutationFn: () => ask('POST /clock/freeze', { body: {} }), onSuccess: again })
  const resume = useMutation({ mutationFn: () => ask('POST /clock/resume'), onSuccess: again })
  const advance = useMutation({
    mutationFn: (length: string) => ask('POST /clock/advance', { body: { by: length } }),
    onSuccess: again,
  })
  if (clock.error) return <Trouble error={clock.error} retry={() => void clock.refetch()} />
  const told = clock.data
  const isBusy = freeze.isPending || resume.isPending || advance.isPending
  return (
    <section className={`${look.panel} space-y-3 p-3`}>
      <h2 className="font-semibold">{words.clock}</h2>
      {told ? (
        <p>
          <time dateTime={told.now} className="font-mono">
            {new Date(told.now).toLocaleString(language)}
          </time>{' '}
          <strong>{told.state === 'frozen' ? words.frozen : words.running}</strong>{' '}
          <span className="text-muted">
            {told.offset >= 1 && words.ahead(lengthOf(told.offset))}
            {told.offset <= -1 && words.behind(lengthOf(told.offset))}
          </span>
        </p>
      ) : (
        <p className="text-muted">{common.loading}</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {told?.state === 'frozen' ? (
          <button type="button" disabled={isBusy} onClick={() => resume.mutate()} className={look.button}>
            {words.resume}
          </button>
        ) : (
          <button type="button" disabled={!told || isBusy} onClick={() => freeze.mutate()} className={look.button}>
            {words.freeze}
          </button>
        )}
        {steps.map((step) => (
          <button key={step} type="button" disabled={isBusy} onClick={() => advance.mutate(step)} className={look.chip}>
            +{step}
          </button>
        ))}
        <form
          className="flex items-center gap-1.5"
          onSubmit={(event) => {
            event.preventDefault()
            advance.mutate(by)
          }}
        >
          <input
            aria-label={words.by}
            value={by}
            onChange={({ target }) => setBy(target.value)}
            className={`${look.field} w-20 font-mono`}
          />
          <button type="submit" disabled={isBusy} className={look.button}>
            {words.advance}
          </button>
        </form>
      </div>
      <ShowError error={freeze.error ?? resume.error ?? advance.error} />
      {advance.data && <output>{words.done(advance.data.done, advance.data.settled)}</output>}
      <Due />
      <SameBy
        deeds={{
          [words.now]: {
            curl: controlCurl('GET /clock'),
            CLI: cliLine('clock now'),
            test: 'await trunkline.clock.now()',
          },
          [words.freeze]: {
            curl: controlCurl('POST /clock/freeze', { body: {} }),
            CLI: cliLine('clock freeze'),
            test: 'await trunkline.clock.freeze()',
          },
          [words.advance]: {
            curl: controlCurl('POST /clock/advance', { body: { by } }),
            CLI: cliLine('clock advance', [by]),
            test: `await trunkline.clock.advance(${literal(by)})`,
          },
          [words.resume]: {
            curl: controlCurl('POST /clock/resume'),
            CLI: cliLine('clock resume'),
            test: 'await trunkline.clock.resume()',
          },
          [words.due]: {
            curl: controlCurl('GET /jobs'),
            CLI: cliLine('clock due'),
            test: 'await trunkline.settle()',
          },
        }}
      />
    </section>
  )
}

const shown = 20

function Due() {
  const {
    words: { lab: words },
    language,
  } = useSpoken()
  const jobs = useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => ask('GET /jobs', { query: { limit: shown } }, signal),
    refetchInterval: 5000,
  })
  if (!jobs.data) return null
  return (
    <details>
      <summary className="cursor-pointer text-muted">
        {words.due}: {jobs.data.total === 0 ? words.noJobs : words.jobs(jobs.data.total)}
      </summary>
      <ul className="mt-1 space-y-0.5 text-xs">
        {jobs.data.jobs.map(({ id, deed, subject, due }) => (
          <li key={id} className="break-all">
            <time dateTime={due} className="font-mono text-muted">
              {new Date(due).toLocaleString(language)}
            </time>{' '}
            {deed} <span className="font-mono">{subject}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
