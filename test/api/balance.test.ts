import { expect, test } from 'vitest'
import twilio from 'twilio'
import { ask, askJson, type Credentials, type Parameters } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

const balanceOf = async (server: TestServer, as: Credentials = server.account) =>
  (await askJson(server, { method: 'GET', path: '/Balance.json', as })).json

async function send(server: TestServer, parameters: Parameters) {
  const form = { From: server.numbers[0], To: '+14155552345', ...parameters }
  const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
  const [message] = await settled(server, [String(json.sid)])
  return String(message?.price)
}

test('the balance is the starting balance less what messages cost, in JSON and XML', async () => {
  await using server = await startTestServer({ env: { TRUNKLINE_STARTING_BALANCE: '20' } })
  const { sid } = server.account
  expect(await balanceOf(server)).toEqual({ account_sid: sid, balance: '20.00', currency: 'USD' })
  expect(await send(server, { Body: 'x'.repeat(161) })).toBe('-0.01500')
  expect(await send(server, { Body: 'hi', To: '+447400123456' })).toBe('-0.04000')
  // What fails costs nothing.
  expect(await send(server, { Body: 'hi', To: '+15005530001' })).toBe('null')
  expect(await balanceOf(server)).toEqual({ account_sid: sid, balance: '19.945', currency: 'USD' })
  const [balance] = readXml((await ask(server, { method: 'GET', path: '/Balance' })).text).children
  expect(balance?.name).toBe('Balance')
  expect(balance?.children.map(({ name, text }) => [name, text])).toEqual([
    ['AccountSid', sid],
    ['Balance', '19.945'],
    ['Currency', 'USD'],
  ])
})

test('a subaccount spends what its parent has', async () => {
  await using server = await startTestServer()
  const { json } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json' })
  const tenant = { sid: String(json.sid), token: String(json.auth_token) }
  await send(server, { Body: 'hi' })
  expect(await balanceOf(server, tenant)).toEqual({ account_sid: tenant.sid, balance: '99.9925', currency: 'USD' })
})

test('the balance can be set, and is read by the SDK; test credentials cannot read it', async () => {
  await using server = await startTestServer()
  await send(server, { Body: 'hi' })
  const { json } = await askControl(server, 'PUT', `/accounts/${server.account.sid}/balance`, { balance: '0.05' })
  expect(json).toEqual({ balance: '0.05', currency: 'USD' })
  await send(server, { Body: 'hi' })
  const client = twilio(server.account.sid, server.account.token)
  client.api.baseUrl = server.url
  expect((await client.balance.fetch()).balance).toBe('0.0425')
  expect(await balanceOf(server, server.test)).toMatchObject({ code: 20008 })
  const posted = await askJson(server, { method: 'POST', path: '/Balance.json' })
  expect([posted.status, posted.json.code]).toEqual([405, 20004])
})
