import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { Explained } from '../parts/explained.tsx'
import { useHappenings } from '../live.ts'
import { Copy } from '../parts/copy.tsx'
import { Media } from '../parts/media.tsx'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { Status } from '../parts/status.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Encoding } from './message/encoding.tsx'
import { SendAgain } from './message/send-again.tsx'
import { Timeline } from './message/timeline.tsx'

/** All that is known of a message. */
export function Message() {
  const { message: words, errors } = useWords()
  const { sid } = useParams({ from: '/messages/$sid' })
  const queries = useQueryClient()
  const found = useQuery({
    queryKey: ['message', sid],
    queryFn: ({ signal }) => ask('GET /messages/{sid}', { path: { sid } }, signal),
  })
  useHappenings((batch) => {
    if (batch.some(({ type, data }) => type === 'missed' || data.messageSid === sid || data.subject === sid))
      void queries.invalidateQueries({ queryKey: ['message', sid] })
  })
  const back = (
    <Link to="/messages" className={look.back}>
      ‹ {words.back}
    </Link>
  )
  if (!found.data) return <NotYet of={found} back={back} />
  const { message, media, events, webhooks, alerts } = found.data
  return (
    <article className="mx-auto max-w-5xl space-y-4 p-4">
      {back}
      <header className="space-y-2">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="break-all font-mono font-semibold">{sid}</h1>
          <Copy text={sid} />
          <Status status={message.status} code={message.errorCode} />
        </div>
        <p className="text-muted">
          <bdi>{message.from ?? '—'}</bdi> → <bdi>{message.to}</bdi>
        </p>
        {message.errorCode !== null && (
          <div className={`${look.panel} p-3`}>
            <Explained told={errors.codes[message.errorCode]} code={message.errorCode} />
          </div>
        )}
        <bdi className="block whitespace-pre-wrap break-words rounded-md border border-line bg-surface p-3 [overflow-wrap:anywhere]">
          {message.body}
        </bdi>
        <SendAgain message={message} />
        {media.length > 0 && (
          <section aria-label={words.media}>
            <Media sid={sid} media={media} />
          </section>
        )}
      </header>
      <section>
        <h2 className="mb-1 font-semibold">{words.timeline}</h2>
        <Timeline events={events} webhooks={webhooks} alerts={alerts} />
      </section>
      <section>
        <h2 className="mb-1 font-semibold">{words.encoding}</h2>
        <Encoding body={message.body} />
      </section>
      <details>
        <summary className="cursor-pointer font-semibold">{words.record}</summary>
        <pre className="mt-1 overflow-auto whitespace-pre-wrap break-all rounded-md border border-line bg-surface p-3 font-mono text-xs">
          {JSON.stringify(message, null, 2)}
        </pre>
      </details>
      <SameBy
        lines={{
          curl: controlCurl('GET /messages/{sid}', { path: { sid } }),
          CLI: cliLine('messages get', [sid]),
          test: `await account.message(${literal(sid)}).statusHistory()`,
        }}
        deeds={Object.fromEntries(
          media.map((one) => [
            one.contentType,
            { curl: controlCurl('GET /messages/{sid}/media/{mediaSid}', { path: { sid, mediaSid: one.sid } }) },
          ]),
        )}
      />
    </article>
  )
}
