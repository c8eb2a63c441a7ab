import { expect } from 'vitest'
import { type Ask, ask, askJson, type Credentials, type Json, type Parameters } from '../api-client.ts'
import type { TestServer } from '../server.ts'

/** A messaging service with a number in its pool. */
export interface Shop {
  sid: string
  number: string
  numberSid: string
}

/** What tests of messaging services ask of a server, over and over. */
export function shopsOf(server: () => TestServer) {
  const get = async (path: string, parameters: Parameters = {}): Promise<Json> =>
    (await askJson(server(), { method: 'GET', path, parameters })).json
  /** Answers with what was made. */
  const post = async (path: string, parameters: Parameters, as?: Credentials): Promise<Json> => {
    const answer = await askJson(server(), { method: 'POST', path, parameters, ...(as && { as }) })
    expect(answer.status, answer.text).toBeLessThan(202)
    return answer.json
  }
  const aService = async (parameters: Parameters = {}) =>
    String((await post('/v1/Services', { FriendlyName: 'Shop', ...parameters })).sid)
  const aNumber = (parameters: Parameters = { AreaCode: '415' }, as?: Credentials) =>
    post('/IncomingPhoneNumbers.json', parameters, as)
  return {
    get,
    post,
    aService,
    aNumber,
    remove: async (path: string) => (await ask(server(), { method: 'DELETE', path })).status,
    refused: async (request: Ask) => {
      const { status, json } = await askJson(server(), request)
      return { status, code: json.code, message: json.message }
    },
    async aShop(parameters: Parameters = {}): Promise<Shop> {
      const [sid, number] = await Promise.all([aService(parameters), aNumber()])
      await post(`/v1/Services/${sid}/PhoneNumbers`, { PhoneNumberSid: String(number.sid) })
      return { sid, number: String(number.phone_number), numberSid: String(number.sid) }
    },
    async openSubaccount(): Promise<Credentials> {
      const { sid, auth_token } = await post('/2010-04-01/Accounts.json', { FriendlyName: 'Tenant' })
      return { sid: String(sid), token: String(auth_token) }
    },
  }
}
