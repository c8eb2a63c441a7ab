import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Json } from '../api-client.ts'
import { majors, sdkClient } from '../conformance/sdk.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const post = (path: string, parameters: Readonly<Record<string, string>> = {}) =>
  askJson(server, { method: 'POST', path, parameters })

async function send(parameters: Readonly<Record<string, string>> = { ProvideFeedback: 'true' }) {
  const form = { To: '+14155552345', From: server.numbers[0], Body: 'your code is 123456', ...parameters }
  return (await post('/Messages.json', form)).json as Json & { sid: string; subresource_uris: Json }
}
const heard = async (sid: string) =>
  ((await (await fetch(`${server.url}/_trunkline/v1/messages/${sid}`)).json()) as Json).feedback

describe('feedback on a message', () => {
  test('has an address, and is unconfirmed until something is heard', async () => {
    const { sid, subresource_uris } = await send()
    expect(subresource_uris.feedback).toBe(`/2010-04-01/Accounts/${server.account.sid}/Messages/${sid}/Feedback.json`)
    expect(await heard(sid)).toBe('unconfirmed')
  })

  test('is confirmed unless it says otherwise, and its last word counts', async () => {
    const { sid } = await send()
    const path = `/Messages/${sid}/Feedback`
    const first = await post(`${path}.json`)
    expect(first.status).toBe(200)
    expect(first.json).toEqual({
      account_sid: server.account.sid,
      message_sid: sid,
      outcome: 'confirmed',
      date_created: expect.stringMatching(/ \+0000$/) as string,
      date_updated: first.json.date_created,
      uri: `/2010-04-01/Accounts/${server.account.sid}${path}.json`,
    })
    expect(await heard(sid)).toBe('confirmed')
    expect((await post(`${path}.json`, { Outcome: 'unconfirmed' })).json).toMatchObject({
      outcome: 'unconfirmed',
      date_created: first.json.date_created,
    })
    expect((await post(`${path}.json`, { Outcome: 'confirmed' })).json).toMatchObject({ outcome: 'confirmed' })
    expect(await heard(sid)).toBe('confirmed')
  })

  test('is in XML in the order of its sample', async () => {
    const { sid } = await send()
    const { text, status } = await ask(server, { method: 'POST', path: `/Messages/${sid}/Feedback` })
    expect(status).toBe(200)
    const [feedback] = readXml(text).children
    expect(feedback?.name).toBe('Feedback')
    expect(feedback?.children.map(({ name }) => name)).toEqual([
      'AccountSid',
      'MessageSid',
      'Outcome',
      'DateCreated',
      'DateUpdated',
      'Uri',
    ])
  })

  test('is not there for a message that was sent without it, for none, and for somebody else', async () => {
    const without = await send({})
    expect(without.subresource_uris).not.toHaveProperty('feedback')
    const withIt = await send()
    const sub = (await post('/2010-04-01/Accounts.json')).json
    const as = { sid: String(sub.sid), token: String(sub.auth_token) }
    for (const [sid, who] of [[without.sid], [`SM${'0'.repeat(32)}`], [withIt.sid, as]] as const) {
      const answer = await askJson(server, {
        method: 'POST',
        path: `/Messages/${sid}/Feedback.json`,
        ...(who && { as: who }),
      })
      expect(answer.json).toMatchObject({ code: 20404, status: 404 })
    }
    expect(await heard(without.sid)).toBeNull()
  })

  test('takes no other word, and can only be given', async () => {
    const { sid } = await send()
    const path = `/Messages/${sid}/Feedback.json`
    expect((await post(path, { Outcome: 'perhaps' })).json).toMatchObject({
      code: 20001,
      message: 'Invalid value for Outcome',
    })
    for (const method of ['GET', 'DELETE', 'PUT'] as const)
      expect((await ask(server, { method, path })).status).toBe(405)
  })

  test('goes with its message', async () => {
    const { sid } = await send()
    await settled(server, [sid])
    await post(`/Messages/${sid}/Feedback.json`)
    await ask(server, { method: 'DELETE', path: `/Messages/${sid}.json` })
    expect((await post(`/Messages/${sid}/Feedback.json`)).status).toBe(404)
  })

  test.each(majors)('is given with %s', async (major) => {
    const { sid } = await send()
    const { feedback } = sdkClient(major, server).messages(sid) as unknown as {
      feedback: { create(values: object): Promise<{ messageSid: string; outcome: string; dateCreated: Date }> }
    }
    const given = await feedback.create({ outcome: 'confirmed' })
    expect(given).toMatchObject({ messageSid: sid, outcome: 'confirmed' })
    expect(given.dateCreated).toBeInstanceOf(Date)
  })
})
