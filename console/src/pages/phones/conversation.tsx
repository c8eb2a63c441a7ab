import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type AnswerOf, ask } from '../../control.ts'
import { useSpoken, useWords } from '../../i18n/words.ts'
import { useHappenings } from '../../live.ts'
import { Copy } from '../../parts/copy.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Media } from '../../parts/media.tsx'
import { timeInList } from '../../parts/moment.ts'
import { Status } from '../../parts/status.tsx'
import { findCode } from '../../../../src/domain/find-code.ts'

type PhoneMessage = AnswerOf<'GET /phones/{number}/messages'>['messages'][number]

/** The texts of a phone and one other, as the phone shows them: its own on the right. */
export function Conversation({ number, messages }: { number: string; messages: readonly PhoneMessage[] }) {
  const { phones: words } = useWords()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    place.current?.scrollTo({ top: 0 })
  }, [messages.length])
  return (
    <section
      ref={place}
      aria-label={words.conversation(number)}
      aria-live="polite"
      className="flex min-h-0 flex-1 flex-col-reverse overflow-auto p-4"
    >
      {messages.length === 0 && <p className="text-center text-muted">{words.silent}</p>}
      {/* Turned around: it begins at its end, which stays in sight when what became of a text makes it longer. */}
      <ul className="mx-auto mb-auto flex w-full max-w-3xl flex-col gap-3">
        {messages.map((message) => (
          <Bubble key={message.id} message={message} newest={messages.at(-1)?.at ?? message.at} />
        ))}
      </ul>
    </section>
  )
}

function Bubble({ message, newest }: { message: PhoneMessage; newest: string }) {
  const { phones: words } = useWords()
  const { language } = useSpoken()
  const isOwn = message.direction === 'sent'
  const code = isOwn ? null : findCode(message.body)
  return (
    <li className={`flex max-w-[85%] flex-col gap-1 ${isOwn ? 'items-end self-end' : 'items-start self-start'}`}>
      <div
        className={`rounded-2xl px-3 py-1.5 ${isOwn ? 'rounded-br-sm bg-accent text-on-accent' : 'rounded-bl-sm border border-line bg-surface'}`}
      >
        {/* Text, whatever is in it: isolated, so that it cannot turn around what stands beside it. */}
        <bdi className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">{message.body}</bdi>
        {message.mediaUrls.length > 0 && <Carried message={message} />}
      </div>
      <div className={`flex flex-wrap items-center gap-2 text-xs text-muted ${isOwn ? 'justify-end' : ''}`}>
        <time dateTime={message.at}>{timeInList(message.at, newest, language)}</time>
        {code !== null && <Copy text={code} label={words.copyCode(code)} />}
        {message.messageSid !== null && <Fate sid={message.messageSid} isOwn={isOwn} />}
      </div>
    </li>
  )
}

/** The files of a text: as the message keeps them, and until it does as they were named. */
function Carried({ message: { messageSid, mediaUrls } }: { message: PhoneMessage }) {
  const { data } = useMessage(messageSid)
  if (messageSid !== null && data && data.media.length > 0) return <Media sid={messageSid} media={data.media} />
  return (
    <ul className="mt-1 text-xs">
      {mediaUrls.map((url) => (
        <li key={url} className="flex gap-1 break-all font-mono">
          <Icon name="clip" /> {url}
        </li>
      ))}
    </ul>
  )
}

const useMessage = (sid: string | null) =>
  useQuery({
    queryKey: ['message', sid],
    queryFn: ({ signal }) => ask('GET /messages/{sid}', { path: { sid: sid ?? '' } }, signal),
    enabled: sid !== null,
  })

/** What became of a text at the server: its status, and what the application was asked and answered. */
function Fate({ sid, isOwn }: { sid: string; isOwn: boolean }) {
  const { phones: words } = useWords()
  const queries = useQueryClient()
  const found = useMessage(sid)
  useHappenings((batch) => {
    if (batch.some(({ data }) => data.messageSid === sid || data.subject === sid))
      void queries.invalidateQueries({ queryKey: ['message', sid] })
  })
  if (found.error) return <span>{words.lost}</span>
  if (!found.data) return null
  const { message, webhooks } = found.data
  const last = webhooks.findLast(({ kind }) => (isOwn ? kind === 'message' : kind === 'status'))
  return (
    <>
      <Link to="/messages/$sid" params={{ sid }} title={words.inLog} className="hover:underline">
        <Status status={message.status} code={message.errorCode} />
      </Link>
      {last ? (
        <span className={last.errorCode === null ? '' : 'text-bad'}>
          {words.asked(String(last.responseStatus ?? words.noAnswer), last.duration)}
        </span>
      ) : (
        isOwn && message.status === 'received' && <span>{words.notAsked}</span>
      )}
    </>
  )
}
