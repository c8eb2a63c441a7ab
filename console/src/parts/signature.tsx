import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Attempt, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { useIsProduction } from '../session.ts'
import { Copy } from './copy.tsx'
import { cliLine, controlCurl } from './counterparts.ts'
import { literal } from './literal.ts'
import { SameBy } from './same-by.tsx'
import { ShowError } from './show-error.tsx'
import { look } from './styles.ts'

/** Whether an application may have refused a request for its signature. */
export const mayBeOfSignature = ({ responseStatus, requestHeaders }: Attempt): boolean =>
  (responseStatus === 401 || responseStatus === 403) && requestHeaders['X-Twilio-Signature'] !== undefined

/** What was signed of a request, and ways to find the mistake of an application that refuses it. */
export function Signature({ id }: { id: string }) {
  const { signature: words, common } = useWords()
  const found = useQuery({
    queryKey: ['signature', id],
    queryFn: ({ signal }) => ask('GET /webhooks/{id}/signature', { path: { id } }, signal),
  })
  const data = found.data
  return (
    <section aria-label={words.title} className={`${look.panel} space-y-3 p-3`}>
      <h3 className="font-medium">{words.title}</h3>
      <ShowError error={found.error} />
      {found.isPending && <p className="text-muted">{common.loading}</p>}
      {data && (
        <>
          <Literal title={words.signed} text={data.signed} />
          {data.header !== null && <Literal title={words.sent} text={data.header} />}
          {data.header !== data.signature && <p className="text-warn">{words.changed}</p>}
          <Computed id={id} right={data.header} />
          <details>
            <summary className="cursor-pointer text-xs text-muted">{words.guesses(data.guesses.length)}</summary>
            <ul className="mt-1 space-y-2">
              {data.guesses.map((guess) => (
                <li key={`${guess.mistake} ${guess.signature} ${guess.signed}`}>
                  <Mistake {...guess} />
                  <code className="block break-all font-mono text-xs text-muted">{guess.signature}</code>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
      {!useIsProduction() && <Diagnosis id={id} />}
    </section>
  )
}

function Literal({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <p className="flex items-center gap-2 text-xs text-muted">
        {title} <Copy text={text} />
      </p>
      <code className="mt-0.5 block whitespace-pre-wrap break-all rounded bg-raised px-2 py-1 font-mono text-xs">
        {text}
      </code>
    </div>
  )
}

/** A mistake in the words of the server, which are English. */
function Mistake({ words, fix }: { words: string; fix: string }) {
  return (
    <p lang="en" className="break-words">
      {words} <span className="text-muted">{fix}</span>
    </p>
  )
}

/** Names the mistake from the signature that the application computed. */
function Computed({ id, right }: { id: string; right: string | null }) {
  const { signature: words } = useWords()
  const [received, setReceived] = useState('')
  const naming = useMutation({
    mutationFn: (one: string) => ask('GET /webhooks/{id}/signature', { path: { id }, query: { received: one } }),
  })
  const { likely } = naming.data ?? {}
  const computed = received.trim() || (right ?? '')
  return (
    <form
      className="space-y-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (received !== '') naming.mutate(received.trim())
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <label className="min-w-0 flex-1 basis-64">
          <span className="text-xs text-muted">{words.received}</span>
          <input
            value={received}
            onChange={({ target }) => setReceived(target.value)}
            className={`${look.field} w-full font-mono`}
          />
        </label>
        <button type="submit" disabled={received === '' || naming.isPending} className={look.button}>
          {words.find}
        </button>
      </div>
      <ShowError error={naming.error} />
      <output aria-label={words.found} className="block">
        {likely && <Mistake {...likely} />}
        {likely === null && (naming.variables === right ? words.same : words.unknown)}
      </output>
      <SameBy
        deeds={{
          [words.signed]: {
            curl: controlCurl('GET /webhooks/{id}/signature', { path: { id } }),
            CLI: cliLine('webhooks verify', [id]),
            test: `await account.webhooks.signature(${literal({ id })})`,
          },
          [words.find]: {
            curl: controlCurl('GET /webhooks/{id}/signature', { path: { id }, query: { received: computed } }),
            CLI: cliLine('webhooks verify', [id], { received: computed }),
            test: `await account.webhooks.signature(${literal({ id })}, ${literal({ received: computed })})`,
          },
        }}
      />
    </form>
  )
}

/** Makes the request again with each mistake, until one is taken. */
function Diagnosis({ id }: { id: string }) {
  const { signature: words } = useWords()
  const diagnose = useMutation({
    mutationFn: () => ask('POST /webhooks/{id}/diagnosis', { path: { id }, body: {} }),
  })
  return (
    <div className="space-y-1">
      <button type="button" disabled={diagnose.isPending} onClick={() => diagnose.mutate()} className={look.button}>
        {diagnose.isPending ? words.diagnosing : words.diagnose}
      </button>
      <ShowError error={diagnose.error} />
      <output aria-label={words.diagnose} className="block">
        {diagnose.data && (
          <>
            <p lang="en">{diagnose.data.words}</p>
            {diagnose.data.likely && <Mistake {...diagnose.data.likely} />}
            <p className="text-xs text-muted">{words.tried(diagnose.data.tried.length)}</p>
          </>
        )}
      </output>
      <SameBy
        lines={{
          curl: controlCurl('POST /webhooks/{id}/diagnosis', { path: { id }, body: {} }),
          CLI: cliLine('webhooks verify', [id], { try: true }),
          test: `await account.webhooks.diagnose(${literal({ id })})`,
        }}
      />
    </div>
  )
}
