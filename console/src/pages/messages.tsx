import { useVirtualizer } from '@tanstack/react-virtual'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { memo, useEffect, useRef, useState } from 'react'
import { useSpoken } from '../i18n/words.ts'
import { useIsNarrow } from '../parts/is-narrow.ts'
import { timeInList } from '../parts/moment.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { SearchField } from './messages/search-field.tsx'
import { look } from '../parts/styles.ts'
import { Status } from '../parts/status.tsx'
import { Teaching } from '../parts/teaching.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useIsProduction } from '../session.ts'
import type { LoggedMessage } from './messages/kept-log.ts'
import { useLog } from './messages/use-log.ts'

/** In one line, and in two where there is no room for one. */
const rowHeights = { wide: 36, narrow: 56 }

/** What people look for most. */
const views = { all: '', failed: 'status:failed status:undelivered', inbound: 'direction:inbound' } as const

/** The log of all messages, live. While somebody points at a row, is in one, or looks at older ones, no row moves. */
export function Messages() {
  const { q = '' } = useSearch({ from: '/messages' })
  const navigate = useNavigate()
  const asked = q === '' ? {} : { q }
  const search = (wanted: string) => void navigate({ to: '/messages', search: wanted === '' ? {} : { q: wanted } })
  const { words: all, language } = useSpoken()
  const { messages: words, common } = all
  const isProduction = useIsProduction()
  const [pointed, setPointed] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const [within, setWithin] = useState(false)
  const log = useLog(pointed || scrolled || within, q)
  const rowHeight = rowHeights[useIsNarrow() ? 'narrow' : 'wide']
  const count = log.rows.length
  const rows = useVirtualizer({
    count: count + (log.hasOlder ? 1 : 0),
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => log.rows[i]?.sid ?? 'older',
    overscan: 12,
  })
  useEffect(() => rows.measure(), [rows, rowHeight])
  return (
    <div className="flex h-full flex-col p-4">
      <div className="mb-3 flex items-center gap-3">
        <h1 className="text-lg font-semibold">{words.title}</h1>
        {log.fresh > 0 && (
          <button
            type="button"
            onClick={() => {
              list.current?.scrollTo({ top: 0 })
              log.showFresh()
            }}
            className="rounded-full bg-accent px-3 py-0.5 text-xs font-medium text-on-accent"
          >
            ▲ {words.fresh(log.fresh)}
          </button>
        )}
      </div>
      <div className="mb-3">
        <SearchField q={q} search={search}>
          {Object.entries(views).map(([name, query]) => (
            <button
              key={name}
              type="button"
              aria-pressed={q === query}
              onClick={() => search(query)}
              className={`${look.chip} aria-pressed:bg-accent-soft aria-pressed:text-accent`}
            >
              {words.views[name as keyof typeof views]}
            </button>
          ))}
          {!isProduction && (
            <Link to="/requests" className={look.chip}>
              {words.refused}
            </Link>
          )}
        </SearchField>
      </div>
      {log.error ? (
        <Trouble error={log.error} retry={log.retry} />
      ) : log.isPending ? (
        <p className="text-muted">{common.loading}</p>
      ) : count === 0 && q !== '' ? (
        <div className="p-8 text-center text-muted">
          <p>{log.hasOlder ? words.nothingSofar : words.nothing}</p>
          {log.hasOlder && (
            <button type="button" onClick={log.showOlder} className="mt-2 text-accent underline">
              {common.more}
            </button>
          )}
        </div>
      ) : count === 0 ? (
        <Teaching
          title={words.empty}
          lines={['trunkline send --from $TWILIO_PHONE_NUMBER --to +15558675310 --body "Hello"']}
        >
          {words.emptyHint}
        </Teaching>
      ) : (
        <div
          role="grid"
          aria-label={words.title}
          aria-rowcount={log.hasOlder ? -1 : count + 1}
          className="flex min-h-0 flex-1 flex-col rounded-md border border-line bg-surface"
        >
          <div
            role="row"
            aria-rowindex={1}
            className={`${columns} border-b border-line py-1.5 text-xs text-muted max-md:sr-only`}
          >
            <span role="columnheader">{words.time}</span>
            <span role="columnheader">{words.from}</span>
            <span role="columnheader">{words.to}</span>
            <span role="columnheader">{words.status}</span>
            <span role="columnheader">{words.body}</span>
          </div>
          <div
            ref={list}
            data-rows
            className="min-h-0 flex-1 overflow-auto"
            onPointerEnter={() => setPointed(true)}
            onPointerLeave={() => setPointed(false)}
            onFocus={() => setWithin(true)}
            onBlur={() => setWithin(false)}
            onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop > rowHeight)}
          >
            <div className="relative" style={{ height: rows.getTotalSize() }}>
              {rows.getVirtualItems().map(({ index, key, start }) => {
                const message = log.rows[index]
                return (
                  <div
                    key={key}
                    role="row"
                    data-row
                    aria-rowindex={index + 2}
                    className={`${columns} absolute inset-x-0 top-0 content-center border-b border-line hover:bg-raised focus-within:bg-raised`}
                    style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                  >
                    {message ? (
                      <Cells
                        message={message}
                        time={timeInList(message.dateCreated, log.rows[0]?.dateCreated ?? '', language)}
                      />
                    ) : (
                      <span role="gridcell">
                        <button type="button" onClick={log.showOlder} className="p-2 text-accent underline">
                          {common.more}
                        </button>
                      </span>
                    )}
                  </div>
                )
              })}
            </div>
          </div>
        </div>
      )}
      <div className="pt-2">
        <SameBy
          deeds={{
            [words.search]: {
              curl: controlCurl('GET /messages', { query: asked }),
              CLI: cliLine('messages list', [], { query: asked.q }),
              test: `await account.messages(${q === '' ? '' : literal(asked)})`,
            },
            [words.follow]: {
              curl: controlCurl('GET /events', { query: { types: 'message', ...asked } }),
              CLI: cliLine('messages tail', [], { query: asked.q }),
              test: 'await account.timeline()',
            },
          }}
        />
      </div>
    </div>
  )
}

const columns =
  'grid grid-cols-[5rem_3.25rem_3.5rem_minmax(0,1fr)] gap-x-2 gap-y-0.5 px-3 items-center md:grid-cols-[5.5rem_11rem_11rem_9.5rem_minmax(0,1fr)] md:gap-x-3'

interface CellsProps {
  message: LoggedMessage
  /** When it came, as a list says it. */
  time: string
}

/** The cells of a row; the link in the first covers them all. They are drawn anew when something about the message is new, not when its row moves. */
const Cells = memo(function Cells({ message, time }: CellsProps) {
  const { sid, direction, from, to, status, errorCode, body, dateCreated } = message
  return (
    <>
      <span role="gridcell" className="font-mono text-xs text-muted">
        <Link to="/messages/$sid" params={{ sid }} className="after:absolute after:inset-0 after:content-['']">
          <time dateTime={dateCreated}>{time}</time>
        </Link>
      </span>
      <bdi role="gridcell" className="truncate max-md:col-span-2 max-md:text-xs">
        {direction === 'inbound' ? '↘' : '↗'} {from ?? '—'}
      </bdi>
      <bdi role="gridcell" className="truncate max-md:text-xs">
        {to}
      </bdi>
      <span role="gridcell" className="max-md:col-span-2">
        <Status status={status} code={errorCode} />
      </span>
      <bdi role="gridcell" className="truncate max-md:col-span-2">
        {body}
      </bdi>
    </>
  )
})
