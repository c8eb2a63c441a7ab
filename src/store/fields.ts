import type { Noun, Records } from '../domain/records.ts'

/** How a field is stored: `whole` for counts and moments, `flag` as 0 or 1, `json` as JSON text. */
export type Kind = 'text' | 'whole' | 'flag' | 'json'
type KindOf<T> = [T] extends [string | null]
  ? 'text'
  : [T] extends [number | null]
    ? 'whole'
    : [T] extends [boolean]
      ? 'flag'
      : 'json'
type Fields<N extends Noun> = { readonly [F in keyof Required<Records[N]>]: KindOf<Records[N][F]> }

/** Every field of every noun, in the order in which values are written. */
export const fields: { readonly [N in Noun]: Fields<N> } = {
  account: {
    sid: 'text',
    ownerAccountSid: 'text',
    authToken: 'text',
    friendlyName: 'text',
    status: 'text',
    type: 'text',
    kind: 'text',
    currency: 'text',
    dateCreated: 'whole',
    dateUpdated: 'whole',
  },
  incomingPhoneNumber: {
    sid: 'text',
    accountSid: 'text',
    phoneNumber: 'text',
    type: 'text',
    isoCountry: 'text',
    capabilities: 'json',
    beta: 'flag',
    origin: 'text',
    settings: 'json',
    dateCreated: 'whole',
    dateUpdated: 'whole',
  },
  message: {
    sid: 'text',
    accountSid: 'text',
    to: 'text',
    from: 'text',
    body: 'text',
    status: 'text',
    direction: 'text',
    encoding: 'text',
    numSegments: 'whole',
    mediaUrls: 'json',
    price: 'whole',
    priceUnit: 'text',
    errorCode: 'whole',
    messagingServiceSid: 'text',
    apiVersion: 'text',
    statusCallback: 'text',
    options: 'json',
    dateCreated: 'whole',
    dateUpdated: 'whole',
    dateSent: 'whole',
    dateListed: 'whole',
  },
  messageEvent: { id: 'text', messageSid: 'text', accountSid: 'text', at: 'whole', kind: 'text', detail: 'json' },
  job: {
    id: 'text',
    deed: 'text',
    accountSid: 'text',
    subject: 'text',
    lane: 'text',
    weight: 'whole',
    due: 'whole',
    hiddenUntil: 'whole',
    attempts: 'whole',
    data: 'json',
  },
  handedPart: {
    key: 'text',
    messageSid: 'text',
    part: 'whole',
    parts: 'whole',
    status: 'text',
    code: 'whole',
    at: 'whole',
  },
  earlyReceipt: { key: 'text', status: 'text', code: 'whole', at: 'whole' },
  webhookAttempt: {
    id: 'text',
    accountSid: 'text',
    messageSid: 'text',
    kind: 'text',
    at: 'whole',
    duration: 'whole',
    method: 'text',
    url: 'text',
    parameters: 'json',
    requestHeaders: 'json',
    responseStatus: 'whole',
    responseHeaders: 'json',
    responseBody: 'text',
    errorCode: 'whole',
    error: 'text',
  },
  virtualPhone: { phoneNumber: 'text', name: 'text', behaviour: 'text', dateCreated: 'whole' },
  phoneMessage: {
    id: 'text',
    phoneNumber: 'text',
    from: 'text',
    body: 'text',
    mediaUrls: 'json',
    messageSid: 'text',
    at: 'whole',
  },
}
