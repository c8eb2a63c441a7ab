import { Link } from '@tanstack/react-router'
import type { AnswerOf, Attempt } from '../../control.ts'
import { useSpoken, useWords } from '../../i18n/words.ts'
import { exactTimeOf } from '../../parts/moment.ts'
import { AttemptDetail } from '../../parts/attempt.tsx'

type Whole = AnswerOf<'GET /messages/{sid}'>

type Moment =
  | { at: string; key: string; kind: 'event'; title: string; detail: string }
  | { at: string; key: string; kind: 'webhook'; attempt: Attempt }
  | { at: string; key: string; kind: 'alert'; title: string; detail: string }

/** All that happened to a message, in the order in which it did: what is opened tells all. */
export function Timeline({ events, webhooks, alerts }: Pick<Whole, 'events' | 'webhooks' | 'alerts'>) {
  const { message: words } = useWords()
  const moments: Moment[] = [
    ...events.map(({ at, kind, detail }, i) => ({
      at,
      key: `${kind} ${i}`,
      kind: 'event' as const,
      title: kind,
      detail: told(detail),
    })),
    ...webhooks.map((attempt) => ({ at: attempt.at, key: attempt.id, kind: 'webhook' as const, attempt })),
    ...alerts.map(({ sid, at, errorCode, message }) => ({
      at,
      key: sid,
      kind: 'alert' as const,
      title: String(errorCode),
      detail: message,
    })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return (
    <ol className="divide-y divide-line rounded-md border border-line bg-surface">
      {moments.map((moment) => (
        <li key={moment.key}>
          {moment.kind === 'webhook' ? (
            <details className="group">
              <summary className={`${line} cursor-pointer hover:bg-raised`}>
                <When at={moment.at} kind={words.kinds.webhook} />
                <span className={content}>
                  <strong className={moment.attempt.errorCode === null ? 'text-good' : 'text-bad'}>
                    {moment.attempt.responseStatus ?? words.noAnswer}
                  </strong>
                  <span className="min-w-0 break-all font-mono text-xs">
                    {moment.attempt.kind} {moment.attempt.method} {moment.attempt.url}
                  </span>
                  <span className="text-xs text-muted">{words.ms(moment.attempt.duration)}</span>
                </span>
                <span
                  aria-hidden="true"
                  className="text-muted transition-transform max-md:ml-auto group-open:rotate-90"
                >
                  ▸
                </span>
              </summary>
              <AttemptDetail attempt={moment.attempt} />
            </details>
          ) : (
            <div className={line}>
              <When at={moment.at} kind={words.kinds[moment.kind]} />
              <span className={content}>
                {moment.kind === 'alert' ? (
                  <Link to="/debugger/$code" params={{ code: moment.title }} className="font-bold text-bad underline">
                    {moment.title}
                  </Link>
                ) : (
                  <strong>{moment.title}</strong>
                )}
                <span className="min-w-0 break-words text-muted">{moment.detail}</span>
              </span>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

const line = 'flex flex-wrap items-baseline gap-x-3 px-3 py-1.5 md:flex-nowrap'
const content = 'flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 max-md:order-last max-md:basis-full'

function When({ at, kind }: { at: string; kind: string }) {
  const { language } = useSpoken()
  return (
    <>
      <time dateTime={at} className="font-mono text-xs text-muted">
        {exactTimeOf(at, language)}
      </time>
      <span className="w-24 shrink-0 text-xs text-muted">{kind}</span>
    </>
  )
}

const told = (detail: Readonly<Record<string, unknown>>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(' · ')
