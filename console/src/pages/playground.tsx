import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../control.ts'
import { useCredentials } from '../credentials.ts'
import { useWords } from '../i18n/words.ts'
import { Copy } from '../parts/copy.tsx'
import { cliLine, restCurl } from '../parts/counterparts.ts'
import { literal } from '../parts/literal.ts'
import { SameBy } from '../parts/same-by.tsx'
import { ShowError } from '../parts/show-error.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { look } from '../parts/styles.ts'
import { type Deed, deeds, inputs, type MagicInput } from './playground/inputs.ts'
import { snippets } from './playground/snippets.ts'

type Credentials = AnswerOf<'GET /credentials'>

/** Every input with a meaning, to be run by one click and copied in eight languages. */
export function Playground() {
  const { playground: words } = useWords()
  const credentials = useCredentials()
  if (!credentials.data) return <NotYet of={credentials} title={words.title} />
  return (
    <div className="mx-auto max-w-5xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      <p className="max-w-3xl text-muted">{words.hint}</p>
      <Try credentials={credentials.data} />
    </div>
  )
}

interface Credential {
  sid: string
  token: string
}

/** With the credentials in it: the test ones are those of no environment. */
function counterparts(deed: Deed, parameters: Readonly<Record<string, string>>, { sid, token }: Credential) {
  const { To: to, From: from, Body: body, Url: url } = parameters
  const as = { 'account-sid': sid, 'auth-token': token }
  const asked = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  )
  const made = { message: 'messages', call: 'calls', number: 'incomingPhoneNumbers' }[deed]
  return {
    curl: restCurl(sid, `/${deeds[deed]}.json`, { form: Object.entries(parameters), user: `${sid}:${token}` }),
    ...(deed === 'message' && { CLI: cliLine('send', [], { to, from, body, ...as }) }),
    ...(deed === 'call' && { CLI: cliLine('call', [], { to, from, url, ...as }) }),
    test: `await account.client(twilio).${made}.create(${literal(asked)})`,
  }
}

interface Answered {
  status: number
  code: number | null
  body: string
}

function Try({ credentials }: { credentials: Credentials }) {
  const { playground: words } = useWords()
  const [deed, setDeed] = useState<Deed>('message')
  const [isLive, setIsLive] = useState(credentials.testAccountSid === null)
  const [parameters, setParameters] = useState<Readonly<Record<string, string>>>(inputs.message[0]?.parameters ?? {})
  const [language, setLanguage] = useState('curl')
  const as = isLive
    ? { sid: credentials.accountSid, token: credentials.authToken }
    : { sid: credentials.testAccountSid ?? '', token: credentials.testAuthToken ?? '' }
  const path = `/2010-04-01/Accounts/${as.sid}/${deeds[deed]}.json`
  const run = useMutation({
    async mutationFn(): Promise<Answered> {
      const response = await fetch(path, {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(`${as.sid}:${as.token}`)}` },
        body: new URLSearchParams(parameters),
      })
      const body = JSON.parse(await response.text()) as { code?: number }
      return { status: response.status, code: body.code ?? null, body: JSON.stringify(body, null, 2) }
    },
  })
  const choose = ({ parameters: chosen, live = false }: MagicInput) => {
    setIsLive(live)
    const [own = ''] = credentials.phoneNumbers
    setParameters(chosen['From'] === '' ? { ...chosen, From: own } : chosen)
    run.reset()
  }
  const begin = (chosen: Deed) => {
    setDeed(chosen)
    const [first] = inputs[chosen]
    if (first) choose(first)
  }
  const snippet = snippets[language]?.({ deed, parameters, ...as, path }) ?? ''
  return (
    <>
      <div role="tablist" aria-label={words.title} className="flex flex-wrap gap-2">
        {(Object.keys(deeds) as Deed[]).map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={deed === one}
            onClick={() => begin(one)}
            className={deed === one ? look.primary : look.button}
          >
            {words.deeds[one]}
          </button>
        ))}
      </div>
      <fieldset aria-label={words.inputs} className="flex flex-wrap gap-2">
        {inputs[deed].map((input) => (
          <button
            key={`${input.about} ${JSON.stringify(input.parameters)}`}
            type="button"
            onClick={() => choose(input)}
            className={look.chip}
          >
            <span className="font-mono">{/\d+$/.exec(input.about)?.[0] ?? words.fine}</span> {words.about[input.about]}
          </button>
        ))}
      </fieldset>
      <form
        className={`${look.panel} space-y-2 p-3`}
        onSubmit={(event) => {
          event.preventDefault()
          run.mutate()
        }}
      >
        <label className="flex items-center gap-2 text-muted">
          {words.as}
          <select
            value={isLive ? 'live' : 'test'}
            onChange={({ target }) => setIsLive(target.value === 'live')}
            className={look.field}
          >
            {credentials.testAccountSid !== null && <option value="test">{words.test}</option>}
            <option value="live">{words.live}</option>
          </select>
        </label>
        <div className="grid gap-2 md:grid-cols-3">
          {Object.entries(parameters).map(([name, value]) => (
            <label key={name}>
              <span className="text-xs text-muted">{name}</span>
              <input
                value={value}
                onChange={({ target }) => setParameters({ ...parameters, [name]: target.value })}
                className={`${look.field} w-full font-mono`}
              />
            </label>
          ))}
        </div>
        <button type="submit" disabled={run.isPending} className={look.primary}>
          {run.isPending ? words.running : words.run}
        </button>
        <ShowError error={run.error} />
        {run.data && (
          <output aria-label={words.answer} className="block">
            <strong className={run.data.status < 300 ? 'text-good' : 'text-bad'}>
              {run.data.status} {run.data.code}
            </strong>
            <pre className="mt-1 max-h-80 overflow-auto whitespace-pre-wrap break-all rounded bg-raised p-2 font-mono text-xs">
              {run.data.body}
            </pre>
          </output>
        )}
        <SameBy lines={counterparts(deed, parameters, as)} />
      </form>
      <section className={`${look.panel} space-y-2 p-3`}>
        <h2 className="font-semibold">{words.snippet}</h2>
        <div className="flex flex-wrap items-center gap-1">
          {Object.keys(snippets).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={language === one}
              onClick={() => setLanguage(one)}
              className={`${look.chip} aria-pressed:bg-accent-soft aria-pressed:text-accent`}
            >
              {one}
            </button>
          ))}
          <span className="flex-1" />
          <Copy text={snippet} />
        </div>
        <pre className="overflow-auto whitespace-pre-wrap break-all rounded bg-raised p-2 font-mono text-xs">
          {snippet}
        </pre>
      </section>
    </>
  )
}
