import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Attempt, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { CopyAttempt } from './again.tsx'
import { cliLine, controlCurl } from './counterparts.ts'
import { literal } from './literal.ts'
import { SameBy } from './same-by.tsx'
import { ShowError } from './show-error.tsx'
import { mayBeOfSignature, Signature } from './signature.tsx'
import { look } from './styles.ts'

/** One request to an application with its answer, and ways to make it again. */
export function AttemptDetail({ attempt }: { attempt: Attempt }) {
  const { message: words } = useWords()
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const path = { id: attempt.id }
  const replay = useMutation({
    mutationFn: (body: { url?: string; parameters?: readonly (readonly [string, string])[] }) =>
      ask('POST /webhooks/{id}/replay', { path, body }),
    async onSuccess() {
      setEditing(false)
      await queries.invalidateQueries()
    },
  })
  return (
    <div className="space-y-3 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="button"
          data-replay
          disabled={replay.isPending}
          onClick={() => replay.mutate({})}
          className={look.button}
        >
          {words.replay}
        </button>
        <button type="button" aria-expanded={editing} onClick={() => setEditing(!editing)} className={look.button}>
          {words.edit}
        </button>
        <CopyAttempt attempt={attempt} />
        {replay.isSuccess && (
          <output>
            {words.replayed}: {replay.data.responseStatus ?? words.noAnswer}
          </output>
        )}
      </div>
      <ShowError error={replay.error} />
      {editing && <Edit attempt={attempt} send={replay.mutate} cancel={() => setEditing(false)} />}
      <div className="grid gap-3 lg:grid-cols-2">
        <Side title={`${words.request} ${attempt.method}`} headers={attempt.requestHeaders}>
          <Pairs pairs={attempt.parameters} />
        </Side>
        <Side
          title={`${words.answer} ${attempt.responseStatus ?? words.noAnswer}`}
          headers={attempt.responseHeaders}
          error={attempt.error}
        >
          <pre className="max-h-80 overflow-auto whitespace-pre-wrap break-all rounded bg-raised p-2 font-mono text-xs">
            {attempt.responseBody || words.emptyBody}
          </pre>
        </Side>
      </div>
      {mayBeOfSignature(attempt) && <Signature id={attempt.id} />}
      <SameBy
        deeds={{
          [words.request]: {
            curl: controlCurl('GET /webhooks/{id}', { path }),
            CLI: cliLine('webhooks get', [attempt.id]),
            test: `await account.webhooks.get(${literal(path)})`,
          },
          [words.replay]: {
            curl: controlCurl('POST /webhooks/{id}/replay', { path, body: {} }),
            CLI: cliLine('webhooks replay', [attempt.id]),
            test: `await account.webhooks.replay(${literal(path)})`,
          },
        }}
      />
    </div>
  )
}

function Side({
  title,
  headers,
  error,
  children,
}: {
  title: string
  headers: Readonly<Record<string, string>>
  error?: string | null
  children: React.ReactNode
}) {
  const { message: words } = useWords()
  return (
    <section className="min-w-0 space-y-2">
      <h3 className="font-medium">{title}</h3>
      {error && <p className="text-bad">{error}</p>}
      {children}
      <details>
        <summary className="cursor-pointer text-xs text-muted">{words.headers}</summary>
        <Pairs pairs={Object.entries(headers)} />
      </details>
    </section>
  )
}

function Pairs({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 font-mono text-xs">
      {pairs.map(([name, value], i) => (
        // Names may come twice.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-all">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Edit({
  attempt,
  send,
  cancel,
}: {
  attempt: Attempt
  send(edited: { url: string; parameters: readonly (readonly [string, string])[] }): void
  cancel(): void
}) {
  const { message: words } = useWords()
  const [url, setUrl] = useState(attempt.url)
  const [pairs, setPairs] = useState(attempt.parameters.map((pair, id) => ({ id, name: pair[0], value: pair[1] })))
  const edited = { url, parameters: pairs.map(({ name, value }) => [name, value] as const) }
  const change = (id: number, values: { name?: string; value?: string }) =>
    setPairs(pairs.map((pair) => (pair.id === id ? { ...pair, ...values } : pair)))
  return (
    <form
      className={`${look.panel} space-y-2 p-3`}
      onSubmit={(event) => {
        event.preventDefault()
        send(edited)
      }}
    >
      <label className="block">
        <span className="text-xs text-muted">{words.address}</span>
        <input
          value={url}
          onChange={({ target }) => setUrl(target.value)}
          className={`${look.field} w-full font-mono`}
        />
      </label>
      {pairs.map(({ id, name, value }) => (
        <div key={id} className="flex flex-wrap gap-2 max-md:gap-1">
          <input
            aria-label={words.name}
            value={name}
            onChange={({ target }) => change(id, { name: target.value })}
            className={`${look.field} w-40 min-w-0 font-mono max-md:w-full`}
          />
          <input
            aria-label={`${words.value} ${name}`}
            value={value}
            onChange={({ target }) => change(id, { value: target.value })}
            className={`${look.field} min-w-0 flex-1 font-mono`}
          />
          <button
            type="button"
            aria-label={words.remove(name)}
            onClick={() => setPairs(pairs.filter((pair) => pair.id !== id))}
            className={look.button}
          >
            ✕
          </button>
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          onClick={() => setPairs([...pairs, { id: (pairs.at(-1)?.id ?? 0) + 1, name: '', value: '' }])}
          className={look.button}
        >
          {words.add}
        </button>
        <span className="flex-1" />
        <button type="button" onClick={cancel} className={look.button}>
          {words.cancel}
        </button>
        <button type="submit" className={look.primary}>
          {words.send}
        </button>
      </div>
      <SameBy
        lines={{
          curl: controlCurl('POST /webhooks/{id}/replay', { path: { id: attempt.id }, body: edited }),
          CLI: cliLine('webhooks replay', [attempt.id], {
            url,
            parameter: edited.parameters.filter(([name]) => name !== '').map(([name, value]) => `${name}=${value}`),
          }),
          test: `await account.webhooks.replay(${literal({ id: attempt.id })}, ${literal(edited)})`,
        }}
      />
    </form>
  )
}
