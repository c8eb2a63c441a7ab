import { curlLine } from './curl-line.ts'

/** What a message says of how it was sent. */
export interface SentMessage {
  sid: string
  accountSid: string
  from: string | null
  to: string
  body: string
  /** Where each file was got, or the SID of one that is kept here. */
  mediaUrls: readonly string[]
  messagingServiceSid: string | null
  direction: string
}

/** The request to a server that sends a message again: to the REST API, or for one that came in, from its phone. */
export type SendingAgain =
  | { by: 'rest'; path: string; parameters: readonly (readonly [string, string])[] }
  | { by: 'phone'; phone: string; body: { to: string; body?: string; media?: readonly { url: string }[] } }

/** How a message is sent again; null when nothing is left of what it said. */
export function sendingAgain(message: SentMessage, origin: string): SendingAgain | null {
  const { sid, accountSid, from, to, body, messagingServiceSid, direction } = message
  const account = `/2010-04-01/Accounts/${accountSid}`
  const mediaUrls = message.mediaUrls.map((one) =>
    /^ME[\da-f]{32}$/.test(one) ? `${origin}${account}/Messages/${sid}/Media/${one}` : one,
  )
  if (body === '' && mediaUrls.length === 0) return null
  if (direction === 'inbound') {
    if (from === null) return null
    const media = mediaUrls.map((url) => ({ url }))
    return { by: 'phone', phone: from, body: { to, ...(body !== '' && { body }), ...(media.length > 0 && { media }) } }
  }
  const sender =
    messagingServiceSid === null
      ? (['From', from ?? ''] as const)
      : (['MessagingServiceSid', messagingServiceSid] as const)
  const parameters = [
    ['To', to],
    sender,
    ...(body === '' ? [] : ([['Body', body]] as const)),
    ...mediaUrls.map((url) => ['MediaUrl', url] as const),
  ] as const
  return { by: 'rest', path: `${account}/Messages.json`, parameters }
}

/** The same for curl. Whose credentials are not given is asked for by curl, as it asks for passwords. */
export function sendingCurl(again: SendingAgain, origin: string, control: string, user: string): string {
  if (again.by === 'phone')
    return curlLine(`${origin}${control}/phones/${encodeURIComponent(again.phone)}/messages`, [
      ['-H', 'Content-Type: application/json'],
      ['--data-raw', JSON.stringify(again.body)],
    ])
  return curlLine(`${origin}${again.path}`, [
    ['-u', user],
    ...again.parameters.map(([name, value]) => ['--data-urlencode', `${name}=${value}`] as const),
  ])
}
