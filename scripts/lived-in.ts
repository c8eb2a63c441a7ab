import { askJson, type Json } from '../test/api-client.ts'
import { askControl } from '../test/control-client.ts'
import { type Received, twiml } from '../test/receiver.ts'
import type { TestServer } from '../test/server.ts'

/** What happened at a server that was used for some days: conversations, failures, and faults that are set. */
export interface LivedIn {
  /** The shop's number. */
  own: string
  /** A text that was delivered, of which one request to the application failed. */
  message: string
  /** The request that failed. */
  webhook: string
  phones: { aiko: string; ben: string }
}

/** Settings under which two servers differ in little: what is random otherwise is said, and the clock stands. */
export const sameEachTime = {
  TRUNKLINE_CLOCK: 'frozen@2030-04-01T00:00:00Z',
  TRUNKLINE_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  TRUNKLINE_AUTH_TOKEN: 'fedcba9876543210fedcba9876543210',
  TRUNKLINE_TEST_ACCOUNT_SID: 'ACfedcba9876543210fedcba9876543210',
  TRUNKLINE_TEST_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
}

const aiko = '+819012345678'
const ben = '+15558675310'
const chen = '+447700900123'
const dana = '+15558675399'
/** How many orders went out on each day before today. */
const earlier = [3, 8, 5, 11, 2, 7]

const answers: Readonly<Record<string, string>> = {
  'Is my order on its way?': '<Message>Yes! It left the shop this morning and arrives by 6 pm.</Message>',
  'Great, thanks': '<Message>You are welcome, Ben. Reply HELP whenever you need us.</Message>',
  予約を変更できますか: '<Message>はい、できます。ご希望の日時を返信してください。</Message>',
  明日の15時でお願いします: '<Message>明日15:00に変更しました。お待ちしています。</Message>',
  'Cancel it': '<Massage>Canceled</Massage>',
}

/** The shop's application: it answers what it knows, breaks at one text, and loses one status. */
export function shop({ parameters: { MessageStatus, Body = '', To } }: Received) {
  if (MessageStatus !== undefined) return MessageStatus === 'sent' && To === ben ? { status: 500 } : { status: 204 }
  return Body === 'Where is my refund?' ? { status: 503, body: 'Bad gateway' } : twiml(answers[Body] ?? '')
}

/** Asks the control API; throws what it refuses. */
export const askerOf =
  (server: TestServer) =>
  async (method: 'POST' | 'PATCH' | 'PUT', path: string, values: object): Promise<Json> => {
    const { status, json } = await askControl(server, method, path, values)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
    return json
  }

/** Lets go wrong some of what comes from now on. */
export async function setFaults(server: TestServer): Promise<void> {
  const asked = askerOf(server)
  await asked('POST', '/fault-presets/flaky-webhook', {})
  await asked('POST', '/faults', {
    name: 'no texts to the UK',
    on: 'carrier',
    match: { to: '+44*' },
    effect: { do: 'fail', code: 30_003 },
  })
}

/** Fills a server that just started. `application` is where its shop listens. */
export async function liveIn(server: TestServer, application: string): Promise<LivedIn> {
  const own = server.numbers[0]
  const advance = (moved: { by: string } | { to: string }) => asked('POST', '/clock/advance', moved)
  const asked = askerOf(server)
  const send = async (To: string, Body: string) => {
    const parameters = { To, From: own, Body, StatusCallback: `${application}/status` }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
    await advance({ by: '7s' })
    return String(json.sid)
  }
  const write = async (from: string, body: string) => {
    await asked('POST', `/phones/${from}/messages`, { to: own, body })
    await advance({ by: '31s' })
  }
  await asked('POST', '/phones', { number: aiko, name: 'Aiko' })
  await asked('POST', '/phones', { number: ben, name: 'Ben' })
  await asked('POST', '/phones', { number: chen, name: 'Chen', behaviour: 'offline' })
  await asked('POST', '/phones', { number: dana, name: 'Dana', behaviour: 'rejects' })
  await asked('PATCH', `/numbers/${own}`, { friendlyName: 'Acme orders', smsUrl: `${application}/sms` })

  for (const [day, orders] of earlier.entries()) {
    await advance({ to: `2030-04-0${day + 1}T09:00:00Z` })
    for (let order = 1; order <= orders; order++) await send(`+1555867${5400 + order}`, `Order ${order} is on its way.`)
  }
  await advance({ to: `2030-04-0${earlier.length + 1}T09:30:00Z` })
  await send(aiko, '【Acme】認証コードは 482913 です。')
  await write(aiko, '予約を変更できますか')
  await write(aiko, '明日の15時でお願いします')
  await send(chen, 'Your table is ready.')
  await send(dana, 'Ten percent off this week.')
  await write(ben, 'Where is my refund?')
  const message = await send(ben, 'Your Acme code is 739204. It is good for ten minutes.')
  await write(ben, 'Is my order on its way?')
  await write(ben, 'Cancel it')
  await write(ben, 'Great, thanks')
  for (const To of ['5551234', '+1555']) await send(To, 'This number cannot be.')
  await askJson(server, { method: 'GET', path: '/Fleets.json' })
  const { json } = await askControl(server, 'GET', `/webhooks?subject=${message}&failed=true`)
  const [failed] = json.webhooks as { id: string }[]
  if (!failed) throw new Error('No request to the application failed.')
  return { own, message, webhook: failed.id, phones: { aiko, ben } }
}
