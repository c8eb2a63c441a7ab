import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Copy } from '../../parts/copy.tsx'
import { cliLine, restCurl } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'

interface Credentials {
  accountSid: string
  authToken: string
}

interface Key {
  sid: string
  friendly_name: string
  secret?: string
}

/** The API keys of an account: made and deleted by the REST API, as a program would. */
export function Keys({ accountSid, authToken }: Credentials) {
  const { settings: words, common } = useWords()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const ask = async (method: string, path: string, form?: Record<string, string>): Promise<unknown> => {
    const response = await fetch(`/2010-04-01/Accounts/${accountSid}/Keys${path}.json`, {
      method,
      headers: { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      ...(form && { body: new URLSearchParams(form) }),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    if (!response.ok) throw new Error((answer as { message?: string } | undefined)?.message ?? String(response.status))
    return answer
  }
  const again = () => queries.invalidateQueries({ queryKey: ['keys', accountSid] })
  const found = useQuery({
    queryKey: ['keys', accountSid],
    queryFn: async () => ((await ask('GET', '')) as { keys: readonly Key[] }).keys,
  })
  const make = useMutation({
    mutationFn: async () => (await ask('POST', '', name === '' ? {} : { FriendlyName: name })) as Key,
    onSuccess() {
      setName('')
      return again()
    },
  })
  const [last] = found.data ?? []
  const shown = name || 'Shop'
  // The token stands in the environment: it is no word for a shell's history.
  const as = { 'account-sid': accountSid }
  const remove = useMutation({ mutationFn: (sid: string) => ask('DELETE', `/${sid}`), onSuccess: again })
  return (
    <section className={`${look.panel} space-y-2 p-3`}>
      <h2 className="font-semibold">{words.keys}</h2>
      <p className="text-muted">{words.keysHint}</p>
      <ShowError error={found.error ?? make.error ?? remove.error} />
      {found.isPending && <p className="text-muted">{common.loading}</p>}
      {found.data?.length === 0 && <p>{words.noKeys}</p>}
      <ul className="divide-y divide-line">
        {found.data?.map(({ sid, friendly_name: friendlyName }) => (
          <li key={sid} className="flex flex-wrap items-center gap-2 py-1">
            <bdi>{friendlyName}</bdi>
            <span className="min-w-0 flex-1 break-all font-mono text-xs text-muted">{sid}</span>
            <button
              type="button"
              aria-label={words.deleteKey(friendlyName || sid)}
              onClick={() => window.confirm(words.deleteKeySure(friendlyName || sid)) && remove.mutate(sid)}
              className={`${look.button} text-bad`}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      {make.data?.secret !== undefined && (
        <output className="flex flex-wrap items-center gap-2 rounded bg-good-soft p-2">
          <span>{words.secret}</span>
          <code className="min-w-0 break-all font-mono text-xs">{make.data.secret}</code>
          <Copy text={make.data.secret} />
        </output>
      )}
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate()
        }}
      >
        <input
          aria-label={words.keyName}
          placeholder={words.keyName}
          value={name}
          maxLength={64}
          onChange={({ target }) => setName(target.value)}
          className={`${look.field} min-w-0 flex-1`}
        />
        <button type="submit" disabled={make.isPending} className={look.button}>
          {words.makeKey}
        </button>
      </form>
      <SameBy
        deeds={{
          [words.keys]: {
            curl: restCurl(accountSid, '/Keys.json'),
            CLI: cliLine('keys list', [], as),
            test: 'await account.client(twilio).keys.list()',
          },
          [words.makeKey]: {
            curl: restCurl(accountSid, '/Keys.json', { form: [['FriendlyName', shown]] }),
            CLI: cliLine('keys create', [], { name: shown, ...as }),
            test: `await account.client(twilio).newKeys.create(${literal({ friendlyName: shown })})`,
          },
          ...(last && {
            [words.deleteKey(last.friendly_name || last.sid)]: {
              curl: restCurl(accountSid, `/Keys/${last.sid}.json`, { method: 'DELETE' }),
              CLI: cliLine('keys delete', [last.sid], as),
              test: `await account.client(twilio).keys(${literal(last.sid)}).remove()`,
            },
          }),
        }}
      />
    </section>
  )
}
