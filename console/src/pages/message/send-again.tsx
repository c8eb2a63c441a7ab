import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type AnswerOf, ask, controlAddress } from '../../control.ts'
import { useCredentials } from '../../credentials.ts'
import { useWords } from '../../i18n/words.ts'
import { Copy } from '../../parts/copy.tsx'
import { type SendingAgain, sendingAgain, sendingCurl } from '../../parts/message-curl.ts'
import { ShowError } from '../../parts/show-error.tsx'
import { look } from '../../parts/styles.ts'
import { useIsProduction } from '../../session.ts'

type Message = AnswerOf<'GET /messages/{sid}'>['message']

/** Sends a message again: by what the account asked, or from the phone that it came from. Elsewhere that is copied only. */
export function SendAgain({ message }: { message: Message }) {
  const { again: words } = useWords()
  const isProduction = useIsProduction()
  const credentials = useCredentials()
  const send = useMutation({ mutationFn: sendNow })
  const again = sendingAgain(message, location.origin)
  if (again === null || (again.by === 'phone' && isProduction)) return null
  const { accountSid } = message
  const token = credentials.data?.accountSid === accountSid ? credentials.data.authToken : null
  const user = token === null ? accountSid : `${accountSid}:${token}`
  const isSendable = !isProduction && (again.by === 'phone' || token !== null)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isSendable && (
        <button
          type="button"
          disabled={send.isPending}
          onClick={() => send.mutate({ again, user })}
          className={look.button}
        >
          {words.send}
        </button>
      )}
      <Copy text={sendingCurl(again, location.origin, controlAddress, user)} label={words.curl} />
      {!isSendable && (isProduction || credentials.data) && (
        <span className="text-xs text-muted">{words.copyOnly}</span>
      )}
      {send.isSuccess && (
        <output>
          {words.sent}{' '}
          {send.data !== null && (
            <Link to="/messages/$sid" params={{ sid: send.data }} className="break-all font-mono text-accent underline">
              {send.data}
            </Link>
          )}
        </output>
      )}
      <ShowError error={send.error} />
    </div>
  )
}

/** Answers the SID of the message that it became; null where that shows later. Throws with what the server said. */
async function sendNow({ again, user }: { again: SendingAgain; user: string }): Promise<string | null> {
  if (again.by === 'phone') {
    const { phone: number, body } = again
    await ask('POST /phones/{number}/messages', { path: { number }, body })
    return null
  }
  const response = await fetch(again.path, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(user)}` },
    body: new URLSearchParams(again.parameters.map(([name, value]) => [name, value])),
  })
  const { sid, code, message } = (await response.json()) as { sid?: string; code?: number; message?: string }
  if (!response.ok || sid === undefined)
    throw new Error(`${code ?? response.status}: ${message ?? response.statusText}`)
  return sid
}
