import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type AnswerOf, ask, controlAddress } from '../../control.ts'
import { useCredentials } from '../../credentials.ts'
import { useWords } from '../../i18n/words.ts'
import { Copy } from '../../parts/copy.tsx'
import { type SendingAgain, sendingAgain, sendingCurl } from '../../parts/message-curl.ts'
import { cliLine } from '../../parts/counterparts.ts'
import { literal } from '../../parts/literal.ts'
import { SameBy } from '../../parts/same-by.tsx'
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
      <SameBy lines={{ curl: sendingCurl(again, location.origin, controlAddress, user), ...counterparts(again) }} />
    </div>
  )
}

function counterparts(again: SendingAgain): { CLI: string; test: string } {
  if (again.by === 'phone') {
    const { to, body, media = [] } = again.body
    return {
      CLI: cliLine('phone send', [again.phone, to, ...(body === undefined ? [] : [body])], {
        media: media.map(({ url }) => url),
      }),
      test: `await phone.send(${literal(body ?? '')}, ${literal({ to, ...(media.length > 0 && { media }) })})`,
    }
  }
  const { To: to, From: from, MessagingServiceSid, Body: body } = Object.fromEntries(again.parameters)
  const media = again.parameters.filter(([name]) => name === 'MediaUrl').map(([, url]) => url)
  const asked = {
    to,
    from,
    messagingServiceSid: MessagingServiceSid,
    body,
    ...(media.length > 0 && { mediaUrl: media }),
  }
  return {
    CLI: cliLine('send', [], { to, from, service: MessagingServiceSid, body, media }),
    test: `await account.client(twilio).messages.create(${literal(asked)})`,
  }
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
