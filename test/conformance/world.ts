import { askJson } from '../api-client.ts'
import { heldCarrier } from '../held-carrier.ts'
import { settled, startTestServer, type TestServerOptions } from '../server.ts'
import type { World } from './error-case.ts'

/** A server with all that a request may be wrong about. */
export async function makeWorld(env: TestServerOptions['env'] = {}): Promise<World> {
  const server = await startTestServer({ carrier: heldCarrier(), env })
  const create = async (path: string, parameters: Readonly<Record<string, string>>, as = server.account) => {
    const { status, json, text } = await askJson(server, { method: 'POST', path: `${path}.json`, parameters, as })
    if (status > 201) throw new Error(`${path} answered ${text}`)
    return json as Readonly<Record<string, string>> & { sid: string }
  }
  const open = (friendlyName: string) => create('/2010-04-01/Accounts', { FriendlyName: friendlyName })
  const send = (body: string) => create('/Messages', { To: '+14155552345', From: server.numbers[0], Body: body })

  const [sub, suspended, closed, sent, held] = await Promise.all([
    open('sub'),
    open('suspended'),
    open('closed'),
    send('hi'),
    send('hold'),
  ])
  await create(`/2010-04-01/Accounts/${suspended.sid}`, { Status: 'suspended' })
  await create(`/2010-04-01/Accounts/${closed.sid}`, { Status: 'closed' })
  const subCredentials = { sid: sub.sid, token: sub.auth_token ?? '' }
  const foreign = await create('/IncomingPhoneNumbers', { AreaCode: '415' }, { ...server.account, ...subCredentials })
  const textOnly = await create('/IncomingPhoneNumbers/Mobile', { PhoneNumber: '+447400123456' })
  const numbers = await askJson(server, {
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    parameters: { PhoneNumber: server.numbers[0].slice(1) },
  })
  const [own] = numbers.json.incoming_phone_numbers as { sid: string }[]
  await settled(server, [sent.sid])
  return {
    server,
    own: server.numbers[0],
    textOnly: textOnly.phone_number ?? '',
    ownSid: own?.sid ?? '',
    sent: sent.sid,
    held: held.sid,
    sub: subCredentials,
    foreign: foreign.phone_number ?? '',
    foreignSid: foreign.sid,
    suspended: suspended.sid,
    closed: closed.sid,
  }
}
