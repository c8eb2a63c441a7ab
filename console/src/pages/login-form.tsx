import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Refused } from '../control.ts'
import { useWords } from '../i18n/words.ts'
import { look } from '../parts/styles.ts'
import { queries } from '../queries.ts'
import { logIn, sessionQuery } from '../session.ts'

const least = 12

type Field = 'token' | 'password' | 'newPassword'
const kept = { token: 'off', password: 'current-password', newPassword: 'new-password' } as const

/** What is shown at the door, and the password that is to count from then on. */
export function LoginForm({ token, needs, submit }: { token?: string; needs: readonly Field[]; submit: string }) {
  const { login: words } = useWords()
  const [given, setGiven] = useState<Partial<Record<Field | 'again', string>>>({})
  const { newPassword = '', again = '' } = given
  const isOptional = needs.includes('token')
  const isDifferent = newPassword !== '' && again !== '' && again !== newPassword
  const enter = useMutation({
    async mutationFn() {
      await logIn({
        ...(token !== undefined && { token }),
        ...(given.token && { token: given.token.trim() }),
        ...(given.password && { password: given.password }),
        ...(newPassword !== '' && { newPassword }),
      })
      const { login } = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (login === 'needed') throw new NotKept()
      // Begun anew, by whatever page was asked for.
      location.replace(location.pathname.endsWith('/login') ? import.meta.env.BASE_URL : location.href)
    },
  })
  const labels = { token: words.token, password: words.password, newPassword: words.newPassword, again: words.again }
  const fields = [
    ...needs,
    ...(newPassword !== '' || !isOptional ? (needs.includes('newPassword') ? ['again' as const] : []) : []),
  ]
  return (
    <form
      className={`${look.panel} space-y-3 p-4`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!enter.isPending && !(needs.includes('newPassword') && newPassword !== again)) enter.mutate()
      }}
    >
      {/* For what keeps passwords: there is one name. */}
      <input type="text" autoComplete="username" defaultValue="trunkline" hidden />
      {fields.map((field, i) => (
        <label key={field} className="block">
          <span className="text-xs text-muted">
            {labels[field]}
            {field === 'newPassword' && isOptional && ` (${words.optional})`}
          </span>
          <input
            type="password"
            autoComplete={field === 'again' ? kept.newPassword : kept[field]}
            // What the page is there for.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={i === 0}
            required={field !== 'newPassword' || !isOptional}
            minLength={field === 'newPassword' ? least : undefined}
            maxLength={1024}
            aria-describedby={field === 'newPassword' || field === 'token' ? `about-${field}` : undefined}
            value={given[field] ?? ''}
            onChange={({ target }) => setGiven({ ...given, [field]: target.value })}
            className={`${look.field} w-full`}
          />
          {field === 'newPassword' && (
            <span id="about-newPassword" className="mt-1 block text-xs text-muted">
              {words.least}
            </span>
          )}
          {field === 'token' && (
            <span id="about-token" className="mt-1 block text-xs text-muted">
              {words.tokenHint}
            </span>
          )}
        </label>
      ))}
      {isDifferent && <p className="text-warn">{words.different}</p>}
      <Why error={enter.error} />
      <button type="submit" disabled={enter.isPending} className={look.primary}>
        {submit}
      </button>
    </form>
  )
}

class NotKept extends Error {}

/** In the language of the page what is said most often, and all else as the server says it. */
function Why({ error }: { error: Error | null }) {
  const { login: words } = useWords()
  if (!error) return null
  const status = error instanceof Refused ? error.status : 0
  const told =
    error instanceof NotKept
      ? words.notKept
      : status === 401
        ? words.wrong
        : status === 429
          ? words.tooOften
          : error.message
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-2 py-1 text-bad">
      {told}
    </p>
  )
}
