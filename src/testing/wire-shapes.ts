/** What the control API answers, as far as the kit reads it. */

/** A text as a phone shows it. */
export interface PhoneText {
  id: string
  at: string
  direction: 'received' | 'sent'
  from: string
  to: string
  body: string
  mediaUrls: readonly string[]
  actions: readonly string[]
  messageSid: string | null
}

/** A message as it is kept. */
export interface MessageRecord {
  sid: string
  accountSid: string
  from: string | null
  to: string
  body: string
  status: string
  direction: string
  encoding: string
  numSegments: number
  mediaUrls: readonly string[]
  errorCode: number | null
  dateCreated: string
}

/** A request to the application in short, as lists show it. */
export interface WebhookSummary {
  id: string
  at: string
  kind: string
  accountSid: string
  subject: string
  method: string
  url: string
  responseStatus: number | null
  duration: number
  errorCode: number | null
  error: string | null
}

/** A request to the application with what it answered. */
export interface WebhookAttempt {
  id: string
  at: string
  kind: string
  duration: number
  method: string
  url: string
  parameters: readonly (readonly [string, string])[]
  requestHeaders: Readonly<Record<string, string>>
  responseStatus: number | null
  responseHeaders: Readonly<Record<string, string>>
  responseBody: string
  errorCode: number | null
  error: string | null
}

/** That something went wrong between the application and the server. */
export interface AlertRecord {
  sid: string
  at: string
  level: 'error' | 'warning'
  errorCode: number
  message: string
  requestUrl: string
}

/** A mistake that comes to another signature. */
export interface MistakeRecord {
  mistake: string
  words: string
  fix: string
}

/** What was signed of a request. */
export interface SignatureRecord {
  signed: string
  /** As the account's token signs it now, and as it was sent. */
  signature: string | null
  header: string
  likely: MistakeRecord | null
}

export interface DiagnosisRecord {
  likely: MistakeRecord | null
  words: string
  tried: readonly { mistake: string | null; status: number | null }[]
}

export interface MessageStory {
  message: MessageRecord
  events: readonly { at: string; kind: string; detail: Readonly<Record<string, unknown>> }[]
  webhooks: readonly WebhookAttempt[]
  alerts: readonly AlertRecord[]
}

/** Something that is still to be done. */
export interface JobRecord {
  id: string
  deed: string
  accountSid: string
  subject: string
  due: string
  attempts: number
  leased: boolean
}

/** A request to the REST API that was refused. */
export interface RefusedRequest {
  id: string
  at: string
  accountSid: string | null
  method: string
  path: string
  status: number
  code: number | null
  message: string | null
  notImplemented: boolean
}

/** A call as phones show it. */
export interface CallRecord {
  sid: string
  accountSid: string
  from: string
  to: string
  status: string
  direction: string
}

export interface TranscriptLine {
  id: string
  at: string
  kind: string
  detail: Readonly<Record<string, unknown>>
}

/** What became of a text that a phone sent. */
export interface OutcomeRecord {
  settled: boolean
  messageSid: string | null
  stray: boolean
  webhooks: readonly WebhookAttempt[]
  replies: readonly MessageRecord[]
  alerts: readonly AlertRecord[]
}

export interface AccountRecord {
  sid: string
  authToken: string
  friendlyName: string
  phoneNumbers: readonly string[]
}
