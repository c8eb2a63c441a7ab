import type { AnswerOf } from '../../control.ts'
import { useWords } from '../../i18n/words.ts'
import { AttemptDetail, type Attempt } from '../../parts/attempt.tsx'

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
            <details>
              <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 px-3 py-1.5">
                <When at={moment.at} kind={words.kinds.webhook} />
                <strong className={moment.attempt.errorCode === null ? 'text-good' : 'text-bad'}>
                  {moment.attempt.responseStatus ?? words.noAnswer}
                </strong>
                <span className="min-w-0 break-all font-mono text-xs">
                  {moment.attempt.kind} {moment.attempt.method} {moment.attempt.url}
                </span>
                <span className="text-xs text-muted">{words.ms(moment.attempt.duration)}</span>
              </summary>
              <AttemptDetail attempt={moment.attempt} />
            </details>
          ) : (
            <div className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
              <When at={moment.at} kind={words.kinds[moment.kind]} />
              <strong className={moment.kind === 'alert' ? 'text-bad' : ''}>{moment.title}</strong>
              <span className="min-w-0 break-words text-muted">{moment.detail}</span>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function When({ at, kind }: { at: string; kind: string }) {
  return (
    <>
      <time dateTime={at} className="font-mono text-xs text-muted">
        {at.slice(11, 23)}
      </time>
      <span className="w-24 text-xs text-muted">{kind}</span>
    </>
  )
}

const told = (detail: Readonly<Record<string, unknown>>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(' · ')
