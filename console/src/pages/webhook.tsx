import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ask } from '../control.ts'
import { useSpoken } from '../i18n/words.ts'
import { AttemptDetail } from '../parts/attempt.tsx'
import { momentOf } from '../parts/moment.ts'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'

/** One request to an application. */
export function Webhook() {
  const {
    words: { webhooks: words },
    language,
  } = useSpoken()
  const { id } = useParams({ from: '/webhooks/$id' })
  const found = useQuery({
    queryKey: ['webhook', id],
    queryFn: ({ signal }) => ask('GET /webhooks/{id}', { path: { id } }, signal),
  })
  const back = (
    <Link to="/webhooks" className={look.back}>
      ‹ {words.back}
    </Link>
  )
  if (!found.data) return <NotYet of={found} back={back} />
  const { subject, kind, url, at } = found.data
  return (
    <article className="mx-auto max-w-5xl space-y-3 p-4">
      {back}
      <h1 className="break-all font-mono font-semibold">{id}</h1>
      <p className="break-all text-muted">
        {kind} · <time dateTime={at}>{momentOf(at, language)}</time> · {url}
      </p>
      {/^[SM]M/.test(subject) && (
        <p>
          {words.subject}{' '}
          <Link to="/messages/$sid" params={{ sid: subject }} className="break-all font-mono text-accent underline">
            {subject}
          </Link>
        </p>
      )}
      <div className={look.panel}>
        <AttemptDetail attempt={found.data} />
      </div>
    </article>
  )
}
