import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type AnswerOf, ask } from '../control.ts'
import { useSpoken, useWords } from '../i18n/words.ts'
import { useHappenings } from '../live.ts'
import { timeInList } from '../parts/moment.ts'
import { More } from '../parts/more.tsx'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { Teaching } from '../parts/teaching.tsx'

type Summary = AnswerOf<'GET /webhooks'>['webhooks'][number]

const kinds = ['message', 'status', 'voice', 'media', 'usage-trigger', 'caller-id', 'replay'] as const
type Kind = (typeof kinds)[number]

/** So many are made again at once at most. */
const mostReplayed = 100
const atOnce = 4

/** Every request to applications, live, by kind and by failure. */
export function Webhooks() {
  const { webhooks: words, common } = useWords()
  const { failed, kind } = useSearch({ from: '/webhooks' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const query = { limit: 50, ...(failed && { failed: true as const }), ...(kind && { kind: kind as Kind }) }
  const found = useInfiniteQuery({
    queryKey: ['webhooks', failed, kind],
    queryFn: ({ pageParam, signal }) =>
      ask('GET /webhooks', { query: { ...query, ...(pageParam && { before: pageParam }) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ before }: AnswerOf<'GET /webhooks'>) => before,
  })
  useHappenings((batch) => {
    if (batch.some(({ type }) => type === 'webhook' || type === 'missed'))
      void queries.invalidateQueries({ queryKey: ['webhooks'] })
  })
  const rows = found.data?.pages.flatMap(({ webhooks }) => webhooks) ?? []
  const many = { ...query, limit: Math.min(rows.length, mostReplayed) }
  const replay = useMutation({ mutationFn: () => replayAll(rows.slice(0, mostReplayed)) })
  const choose = (chosen: { failed?: true; kind?: string }) => void navigate({ to: '/webhooks', search: chosen })
  if (found.error) return <NotYet of={found} title={words.title} />
  return (
    <div className="space-y-3 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      <div className="flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={failed === true}
            onChange={({ target }) => choose({ ...(kind && { kind }), ...(target.checked && { failed: true }) })}
          />
          {words.onlyFailed}
        </label>
        <label className="flex items-center gap-1.5 text-muted">
          {words.kind}
          <select
            value={kind ?? ''}
            onChange={({ target }) =>
              choose({ ...(failed && { failed }), ...(target.value !== '' && { kind: target.value }) })
            }
            className={look.field}
          >
            <option value="">{words.every}</option>
            {kinds.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        {rows.length > 0 && (
          <button type="button" disabled={replay.isPending} onClick={() => replay.mutate()} className={look.button}>
            {words.replayShown(Math.min(rows.length, mostReplayed))}
          </button>
        )}
        {replay.data && <output>{words.replayed(replay.data.done, replay.data.failed)}</output>}
        <ShowError error={replay.error} />
      </div>
      {found.isPending ? (
        <p className="text-muted">{common.loading}</p>
      ) : rows.length > 0 ? (
        <List rows={rows} />
      ) : failed || kind ? (
        <p className="p-8 text-center text-muted">{words.nothing}</p>
      ) : (
        <Teaching
          title={words.empty}
          lines={[
            'trunkline inbound --from +15558675310 --to $TWILIO_PHONE_NUMBER --body "Hello"',
            'trunkline webhooks list',
          ]}
        >
          {words.emptyHint}
        </Teaching>
      )}
      <More found={found} />
      <SameBy
        deeds={{
          [words.title]: {
            curl: controlCurl('GET /webhooks', { query }),
            CLI: cliLine('webhooks list', [], query),
            test: `await account.webhooks.history(${literal(query)})`,
          },
          ...(rows.length > 0 && {
            [words.replayShown(Math.min(rows.length, mostReplayed))]: {
              curl: replayingAll(controlCurl('GET /webhooks', { query: many })),
              CLI: cliLine('webhooks replay-all', [], many),
              test: `for (const one of (await account.webhooks.history(${literal(many)})).toReversed()) await account.webhooks.replay(one)`,
            },
          }),
        }}
      />
    </div>
  )
}

function List({ rows }: { rows: readonly Summary[] }) {
  const { webhooks: words, message } = useWords()
  const { language } = useSpoken()
  return (
    <div className={`${look.panel} overflow-x-auto`}>
      <table className="w-full">
        <thead className="text-left text-xs text-muted">
          <tr className="border-b border-line">
            <th className="px-3 py-1.5 font-normal">{words.time}</th>
            <th className="px-3 font-normal">{words.status}</th>
            <th className="px-3 font-normal max-md:hidden">{words.kind}</th>
            <th className="px-3 font-normal">{words.request}</th>
            <th className="px-3 text-right font-normal max-md:hidden">{words.duration}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ id, at, kind, method, url, responseStatus, duration, errorCode, error }) => (
            <tr key={id} data-row className="hover:bg-raised">
              <td className="whitespace-nowrap px-3 py-1.5 font-mono text-xs text-muted">
                <time dateTime={at}>{timeInList(at, rows[0]?.at ?? at, language)}</time>
              </td>
              <td className={`whitespace-nowrap px-3 ${errorCode === null ? 'text-good' : 'text-bad'}`}>
                {errorCode === null ? '✓' : '✕'} {responseStatus ?? message.noAnswer}
              </td>
              <td className="px-3 max-md:hidden">{kind}</td>
              <td className="w-full max-w-0 px-3">
                <Link to="/webhooks/$id" params={{ id }} className="flex font-mono text-xs hover:underline">
                  <Address method={method} url={url} />
                  {error !== null && <span className="ml-3 truncate text-bad max-md:hidden">{error}</span>}
                </Link>
              </td>
              <td className="whitespace-nowrap px-3 text-right text-muted max-md:hidden">{message.ms(duration)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Where there is no room for all of it, its end is seen: that tells requests apart. */
function Address({ method, url }: { method: string; url: string }) {
  const [, server, path] = /^([^:]*:\/\/[^/]*)(.*)$/.exec(url) ?? ['', '', url]
  return (
    <>
      <span className="shrink-0">{method}&nbsp;</span>
      <span className="truncate max-md:hidden">{server}</span>
      <span className="truncate md:max-w-3/4 md:shrink-0">{path}</span>
    </>
  )
}

/** For all that a list has; `$id` is put in by the shell. */
const replayingAll = (list: string): string =>
  [
    `${list} |`,
    `  jq -r '.webhooks | reverse[].id' |`,
    `  while read -r id; do ${controlCurl('POST /webhooks/{id}/replay', { path: { id: 'ID' }, body: {} }).replace('/ID/', '/$id/')}; done`,
  ].join('\n')

/** Makes them again, oldest first, some at a time. */
async function replayAll(rows: readonly Summary[]): Promise<{ done: number; failed: number }> {
  const waiting = rows.toReversed()
  let done = 0
  let failed = 0
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { errorCode } = await ask('POST /webhooks/{id}/replay', { path: { id: next.id }, body: {} })
      done++
      if (errorCode !== null) failed++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { done, failed }
}
