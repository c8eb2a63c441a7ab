import type { Credentials } from './rest.ts'
import { type Application, type ServedApplication, serveApplication } from './application.ts'
import { askList, type ListFilter } from './ask-list.ts'
import { TrunklineError, kitError } from './kit-error.ts'
import { askRest } from './rest.ts'
import type { DiagnosisRecord, JobRecord, SignatureRecord, WebhookAttempt, WebhookSummary } from './wire-shapes.ts'
import { pendingWords } from './words.ts'
import type { World } from './world.ts'

/** Which of a number's webhooks are set, and the path of each; both to `/` unless said. */
export interface WebhookPaths {
  sms?: string
  voice?: string
  /** Where the status of calls that come in is told. */
  callStatus?: string
  /** Which number of the account; its first unless said. */
  number?: string
}

/** Which requests are wanted. */
export interface WebhookFilter extends ListFilter {
  kind?: string
  /** Only those about this SID. */
  subject?: string
  failed?: true
}

/** What a request that is made again says instead. */
export interface WebhookEdit {
  url?: string
  method?: 'GET' | 'POST'
  parameters?: Readonly<Record<string, string>> | readonly (readonly [string, string])[]
  json?: object
}

/** The requests to an account's application. */
export interface Webhooks {
  /** Those that were made, newest first. */
  history(filter?: WebhookFilter): Promise<readonly WebhookSummary[]>
  /** One of them, with its whole request and answer. */
  get(one: Pick<WebhookSummary, 'id'>): Promise<WebhookAttempt>
  /** Resolves when all that is due was told to the application. */
  drain(options?: { timeout?: number }): Promise<void>
  /** Makes one again, as it was or edited. */
  replay(one: Pick<WebhookSummary, 'id'>, edit?: WebhookEdit): Promise<WebhookAttempt>
  /** What was signed of one; and of the signature that the application computed, which mistake comes to it. */
  signature(one: Pick<WebhookSummary, 'id'>, computed?: { received?: string }): Promise<SignatureRecord>
  /** Makes one again with each mistake of a signature, until the application takes it. */
  diagnose(one: Pick<WebhookSummary, 'id'>): Promise<DiagnosisRecord>
}

/** So long is tried at most, and a little, in milliseconds. */
const longestDiagnosis = 40_000

export function openWebhooks(sid: string, world: World): Webhooks {
  const { wire } = world
  return {
    history: (filter = {}) => askList(wire, 'webhooks', sid, filter),
    get: ({ id }) => wire.ask('GET', `/webhooks/${id}`),
    drain: ({ timeout } = {}) => settle(world, sid, timeout),
    replay: ({ id }, edit = {}) => wire.ask('POST', `/webhooks/${id}/replay`, edit),
    signature: ({ id }, { received } = {}) =>
      wire.ask(
        'GET',
        `/webhooks/${id}/signature${received === undefined ? '' : `?received=${encodeURIComponent(received)}`}`,
      ),
    diagnose: ({ id }) => wire.ask('POST', `/webhooks/${id}/diagnosis`, {}, longestDiagnosis),
  }
}

/** Waits until nothing that is due is left to do, of an account or of all; throws with what is left when that takes too long. */
export async function settle(world: World, account?: string, timeout = world.timeout): Promise<void> {
  const body = { ...(account !== undefined && { account }), timeout: timeout / 1000 }
  const told = await world.wire.ask<{ settled: boolean; pending: readonly JobRecord[] }>(
    'POST',
    '/settle',
    body,
    timeout + 10_000,
  )
  if (!told.settled)
    throw new TrunklineError(
      ['The server still had things to do that were due.', ...pendingWords(told.pending)].join('\n'),
    )
}

/** Tells the server where the application of a number is; serves it first where it is no address. */
export async function setWebhook(
  application: string | Application,
  paths: WebhookPaths,
  account: Credentials & { phoneNumbers: readonly string[] },
  world: World,
): Promise<ServedApplication> {
  const { number = account.phoneNumbers[0], ...wanted } = paths
  if (number === undefined)
    throw kitError('The account has no number that could have a webhook.', 'trunkline.account({ numbers: 1 })')
  const served =
    typeof application === 'string'
      ? { url: application, thrown: [], close: async () => {} }
      : await serveApplication(application)
  const at = (path: string) => new URL(path, served.url).href
  const { sms = '', voice = '', callStatus } = Object.keys(wanted).length > 0 ? wanted : { sms: '', voice: '' }
  const query = new URLSearchParams({ PhoneNumber: number })
  const { incoming_phone_numbers: found } = await askRest<{ incoming_phone_numbers: { sid: string }[] }>(
    world.wire,
    account,
    'GET',
    `/IncomingPhoneNumbers.json?${query.toString()}`,
  )
  const [owned] = found
  if (!owned) throw kitError(`${number} is no number of the account.`, account.phoneNumbers.join(', '))
  const isAsked = (name: keyof typeof wanted) => Object.keys(wanted).length === 0 || wanted[name] !== undefined
  await askRest(world.wire, account, 'POST', `/IncomingPhoneNumbers/${owned.sid}.json`, {
    ...(isAsked('sms') && { SmsUrl: at(sms) }),
    ...(isAsked('voice') && { VoiceUrl: at(voice) }),
    ...(callStatus !== undefined && { StatusCallback: at(callStatus) }),
  })
  return served
}
