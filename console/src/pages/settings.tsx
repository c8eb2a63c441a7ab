import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCredentials } from '../credentials.ts'
import { type AnswerOf, ask } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { Copy } from '../parts/copy.tsx'
import { cliLine, controlCurl } from '../parts/counterparts.ts'
import { SameBy } from '../parts/same-by.tsx'
import { look } from '../parts/styles.ts'
import { Trouble } from '../parts/trouble.tsx'
import { LanguageChoice, ThemeChoice } from '../shell/choices.tsx'
import { sessionQuery } from '../session.ts'
import { LoginForm } from './login-form.tsx'
import { Export } from './settings/export.tsx'
import { Keys } from './settings/keys.tsx'
import { WorldPanel } from './settings/world.tsx'

/** What belongs to the server and to this browser. */
export function Settings() {
  const { settings: words } = useWords()
  const credentials = useCredentials()
  return (
    <div className="mx-auto max-w-3xl space-y-4 p-4">
      <h1 className="text-lg font-semibold">{words.title}</h1>
      {credentials.data && <Credentials credentials={credentials.data} />}
      {credentials.data && <Keys accountSid={credentials.data.accountSid} authToken={credentials.data.authToken} />}
      <Retention />
      <Export />
      <WorldPanel />
      <Password />
      <section className={`${look.panel} flex flex-wrap items-center gap-3 p-3`}>
        <h2 className="font-semibold">{words.look}</h2>
        <LanguageChoice />
        <ThemeChoice />
      </section>
    </div>
  )
}

function Credentials({ credentials }: { credentials: AnswerOf<'GET /credentials'> }) {
  const { settings: words } = useWords()
  const [shown, setShown] = useState(false)
  const { accountSid, authToken, testAccountSid, testAuthToken, phoneNumbers } = credentials
  const variables: readonly (readonly [string, string])[] = [
    ['TWILIO_ACCOUNT_SID', accountSid],
    ['TWILIO_AUTH_TOKEN', authToken],
    ['TWILIO_PHONE_NUMBER', phoneNumbers[0] ?? ''],
    ['TWILIO_TEST_ACCOUNT_SID', testAccountSid ?? ''],
    ['TWILIO_TEST_AUTH_TOKEN', testAuthToken ?? ''],
    ['TRUNKLINE_URL', location.origin],
  ]
  const given = variables.filter(([, value]) => value !== '')
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.credentials}</h2>
      <p className="text-muted">{words.credentialsHint}</p>
      <dl className="grid grid-cols-1 gap-x-3 font-mono text-xs md:grid-cols-[auto_1fr]">
        {given.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-all">{name.includes('TOKEN') && !shown ? '••••••••' : value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)} className={look.button}>
          {shown ? words.hide : words.show}
        </button>
        <Copy text={given.map(([name, value]) => `${name}=${value}\n`).join('')} label={words.copyEnv} />
      </div>
      <SameBy
        lines={{
          curl: controlCurl('GET /credentials'),
          CLI: cliLine('env', [], { format: 'dotenv' }),
          test: 'account.env()',
        }}
      />
    </section>
  )
}

/** Where somebody came in by a password: another one, for whoever knows it. */
function Password() {
  const { login: words } = useWords()
  const { data } = useQuery(sessionQuery)
  if (data?.login !== 'in' || !data.passwordSet) return null
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.change}</h2>
      <p className="text-muted">{words.changeHint}</p>
      <LoginForm needs={['password', 'newPassword']} submit={words.change} />
    </section>
  )
}

function Retention() {
  const { settings: words } = useWords()
  const found = useQuery({ queryKey: ['retention'], queryFn: ({ signal }) => ask('GET /retention', {}, signal) })
  if (found.error) return <Trouble error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return null
  const { body, address } = found.data
  return (
    <section className={`${look.panel} space-y-1 p-3`}>
      <h2 className="font-semibold">{words.retention}</h2>
      <p>{words.retentionBody(body.after, body.changed)}</p>
      <p>{words.retentionAddress(address.after, address.changed)}</p>
      <p className="text-muted">{words.retentionHint}</p>
      <SameBy lines={{ curl: controlCurl('GET /retention'), CLI: cliLine('retention') }} />
    </section>
  )
}
