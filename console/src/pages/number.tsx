import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type AnswerOf, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { useIsProduction } from '../session.ts'

type OwnedNumber = AnswerOf<'GET /numbers/{number}'>

/** One number: who is asked what to do with what comes to it. */
export function NumberPage() {
  const { numbers: words } = useWords()
  const isProduction = useIsProduction()
  const { number } = useParams({ from: '/numbers/$number' })
  const found = useQuery({
    queryKey: ['numbers', number],
    queryFn: ({ signal }) => ask('GET /numbers/{number}', { path: { number } }, signal),
  })
  const back = (
    <Link to="/numbers" className={look.back}>
      ‹ {words.back}
    </Link>
  )
  if (!found.data) return <NotYet of={found} back={back} />
  return (
    <article className="mx-auto max-w-3xl space-y-4 p-4">
      {back}
      <h1 className="font-mono text-lg font-semibold">{number}</h1>
      <p className="break-all text-xs text-muted">
        {found.data.sid} · {found.data.accountSid}
      </p>
      {isProduction ? (
        <>
          <Kept owned={found.data} />
          <SameBy lines={looking(found.data)} />
        </>
      ) : (
        <>
          <Settings key={number} owned={found.data} />
          <Test number={number} />
          <Release number={number} sid={found.data.sid} />
        </>
      )}
    </article>
  )
}

const addresses = [
  ['smsUrl', 'smsMethod', 'messages'],
  ['smsFallbackUrl', 'smsFallbackMethod', 'fallback'],
  ['voiceUrl', 'voiceMethod', 'calls'],
  ['voiceFallbackUrl', 'voiceFallbackMethod', 'fallback'],
  ['statusCallback', 'statusCallbackMethod', 'callback'],
] as const

/** The same to be looked at: an operator changes it by the REST API. */
function Kept({ owned }: { owned: OwnedNumber }) {
  const { numbers: words } = useWords()
  return (
    <dl className={`${look.panel} space-y-2 p-3`}>
      <dt className="text-xs text-muted">{words.name}</dt>
      <dd>
        <bdi>{owned.friendlyName}</bdi>
      </dd>
      {addresses.map(([url, method, label]) => (
        <div key={url}>
          <dt className="text-xs text-muted">{words[label]}</dt>
          <dd className="break-all font-mono">{owned[url] === '' ? '—' : `${owned[method]} ${owned[url]}`}</dd>
        </div>
      ))}
    </dl>
  )
}

const looking = ({ phoneNumber: number, sid }: OwnedNumber) => ({
  curl: controlCurl('GET /numbers/{number}', { path: { number } }),
  CLI: cliLine('numbers get', [number]),
  test: `await account.client(twilio).incomingPhoneNumbers(${literal(sid)}).fetch()`,
})

function Settings({ owned }: { owned: OwnedNumber }) {
  const { numbers: words } = useWords()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(owned)
  const { phoneNumber: number } = owned
  const changed = Object.fromEntries(
    (['friendlyName', ...addresses.flatMap(([url, method]) => [url, method] as const)] as const)
      .filter((name) => draft[name] !== owned[name])
      .map((name) => [name, draft[name]]),
  )
  const save = useMutation({
    mutationFn: () => ask('PATCH /numbers/{number}', { path: { number }, body: changed }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['numbers'] }),
  })
  const shown = Object.keys(changed).length > 0 ? changed : { smsUrl: draft.smsUrl }
  return (
    <form
      className={`${look.panel} space-y-3 p-3`}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <label className="block">
        <span className="text-xs text-muted">{words.name}</span>
        <input
          value={draft.friendlyName}
          maxLength={64}
          onChange={({ target }) => setDraft({ ...draft, friendlyName: target.value })}
          className={`${look.field} w-full`}
        />
      </label>
      {addresses.map(([url, method, label]) => (
        <div key={url} className="flex items-end gap-2">
          <label className="min-w-0 flex-1">
            <span className="text-xs text-muted">{words[label]}</span>
            <input
              value={draft[url]}
              type="url"
              placeholder="http://127.0.0.1:3000/…"
              onChange={({ target }) => setDraft({ ...draft, [url]: target.value })}
              className={`${look.field} w-full font-mono`}
            />
          </label>
          <select
            aria-label={`${words[label]} HTTP`}
            value={draft[method]}
            onChange={({ target }) => setDraft({ ...draft, [method]: target.value as 'GET' | 'POST' })}
            className={look.field}
          >
            <option>POST</option>
            <option>GET</option>
          </select>
        </div>
      ))}
      <ShowError error={save.error} />
      <div className="flex items-center gap-3">
        <button type="submit" disabled={save.isPending || Object.keys(changed).length === 0} className={look.primary}>
          {words.save}
        </button>
        {save.isSuccess && <output>{words.saved}</output>}
      </div>
      <SameBy
        deeds={{
          [words.save]: {
            curl: controlCurl('PATCH /numbers/{number}', { path: { number }, body: shown }),
            CLI: settingCommand(number, shown),
            test: `await account.client(twilio).incomingPhoneNumbers(${literal(owned.sid)}).update(${literal(shown)})`,
          },
          [number]: looking(owned),
        }}
      />
    </form>
  )
}

/** What has a flag of its own is set by it. */
const flags: Readonly<Record<string, string>> = { friendlyName: 'name', smsUrl: 'sms-url', voiceUrl: 'voice-url' }

function settingCommand(number: string, settings: Readonly<Record<string, string>>): string {
  const all = Object.entries(settings)
  const own = all.flatMap(([name, value]): [string, string][] =>
    flags[name] === undefined ? [] : [[flags[name], value]],
  )
  const others = all.filter(([name]) => flags[name] === undefined).map(([name, value]) => `${name}=${value}`)
  return cliLine('numbers set', [number], { ...Object.fromEntries(own), set: others })
}

/** From where the test text comes: a number that films use. */
const tester = '+15555550199'

function Test({ number }: { number: string }) {
  const { numbers: words } = useWords()
  const test = useMutation({
    async mutationFn() {
      const path = { number: tester }
      const { id } = await ask('POST /phones/{number}/messages', { path, body: { to: number, body: words.testBody } })
      return ask('GET /phones/{number}/messages/{id}/outcome', { path: { ...path, id }, query: { wait: 30 } })
    },
  })
  const outcome = test.data
  const last = outcome?.webhooks.at(-1)
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <p className="text-muted">{words.testWords}</p>
      <button type="button" disabled={test.isPending} onClick={() => test.mutate()} className={look.button}>
        {words.test}
      </button>
      <ShowError error={test.error} />
      {outcome && (
        <output className="block space-y-1">
          <p className={last?.errorCode ? 'text-bad' : ''}>
            {!outcome.settled
              ? words.notSettled
              : last
                ? words.answered(String(last.responseStatus ?? last.error ?? words.noAnswer), outcome.replies.length)
                : words.notAsked}
          </p>
          {outcome.replies.map(({ sid, body }) => (
            <bdi key={sid} className="block whitespace-pre-wrap break-words rounded bg-raised px-2 py-1">
              {body}
            </bdi>
          ))}
        </output>
      )}
      <SameBy
        lines={{
          curl: controlCurl('POST /phones/{number}/messages', {
            path: { number: tester },
            body: { to: number, body: words.testBody },
          }),
          CLI: cliLine('inbound', [], { from: tester, to: number, body: words.testBody, wait: true }),
          test: `await phone.send(${literal(words.testBody)}, { to: ${literal(number)} })`,
        }}
      />
    </section>
  )
}

function Release({ number, sid }: { number: string; sid: string }) {
  const { numbers: words } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const release = useMutation({
    mutationFn: () => ask('DELETE /numbers/{number}', { path: { number } }),
    async onSuccess() {
      await navigate({ to: '/numbers' })
      await queries.invalidateQueries({ queryKey: ['numbers'] })
    },
  })
  return (
    <section>
      <button
        type="button"
        disabled={release.isPending}
        onClick={() => window.confirm(words.releaseSure(number)) && release.mutate()}
        className={`${look.button} text-bad`}
      >
        {words.release}
      </button>
      <ShowError error={release.error} />
      <SameBy
        lines={{
          curl: controlCurl('DELETE /numbers/{number}', { path: { number } }),
          CLI: cliLine('numbers release', [number]),
          test: `await account.client(twilio).incomingPhoneNumbers(${literal(sid)}).remove()`,
        }}
      />
    </section>
  )
}
