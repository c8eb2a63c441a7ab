import { useEffect, useState } from 'react'
import { useWords } from '../i18n/words.ts'
import { Copy } from '../parts/copy.tsx'
import type { Session } from '../session.ts'
import { LoginForm } from './login-form.tsx'

const reset = 'trunkline console reset'

/** Where people log in: with the address that the first start printed, and later with their password. */
export function Login({ passwordSet }: Pick<Session, 'passwordSet'>) {
  const { login: words } = useWords()
  const [printed] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'))
  const [isByToken, setIsByToken] = useState(!passwordSet && printed === null)
  // The token stays in no history.
  useEffect(() => {
    if (printed !== null) history.replaceState(history.state, '', location.pathname)
  }, [printed])
  return (
    <div className="mx-auto w-full max-w-md space-y-4 p-6">
      <h1 className="text-lg font-semibold">{printed === null ? words.title : words.first}</h1>
      {printed !== null ? (
        <>
          <p className="text-muted">{words.firstHint}</p>
          <LoginForm key="first" token={printed} needs={['newPassword']} submit={words.choose} />
        </>
      ) : isByToken ? (
        <LoginForm key="token" needs={['token', 'newPassword']} submit={words.enter} />
      ) : (
        <LoginForm key="password" needs={['password']} submit={words.enter} />
      )}
      {printed === null && (
        <>
          <button type="button" onClick={() => setIsByToken(!isByToken)} className="text-accent underline">
            {isByToken ? words.byPassword : words.byToken}
          </button>
          <div className="space-y-1 text-muted">
            <p>{passwordSet ? words.lost : words.none}</p>
            <p className="flex items-center gap-2">
              <code className="rounded bg-raised px-2 py-1 font-mono text-ink">{reset}</code>
              <Copy text={reset} />
            </p>
          </div>
        </>
      )}
    </div>
  )
}
