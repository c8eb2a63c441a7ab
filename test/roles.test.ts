import { describe, expect, test } from 'vitest'
import { ask, askJson } from './api-client.ts'
import { askControl } from './control-client.ts'
import { sharedDatabases } from './databases.ts'
import { openReceiver, twiml } from './receiver.ts'
import { settled, startTestServer } from './server.ts'

describe.each(sharedDatabases)('on $name', ({ open }) => {
  test('one process accepts, and another, which answers no requests, delivers', async () => {
    await using database = await open()
    const env = { TRUNKLINE_DATABASE: database.url }
    await using api = await startTestServer({ env: { ...env, TRUNKLINE_ROLE: 'api' } })
    const parameters = { To: '+15558675310', From: api.numbers[0], Body: 'hello' }
    const { json } = await askJson(api, { method: 'POST', path: '/Messages.json', parameters })
    const sid = String(json['sid'])
    const waiting = await askJson(api, { method: 'GET', path: `/Messages/${sid}.json` })
    expect(waiting.json).toMatchObject({ status: 'queued' })

    await using worker = await startTestServer({ env: { ...env, TRUNKLINE_ROLE: 'worker' } })
    expect((await ask(worker, { method: 'GET', path: '/Messages.json' })).status).toBe(503)
    expect(await settled(api, [sid])).toMatchObject([{ status: 'delivered' }])
  })

  test('one process takes a call from a phone, and another carries out what it is told', async () => {
    await using database = await open()
    await using application = await openReceiver(() => twiml('<Hangup/>'))
    const env = { TRUNKLINE_DATABASE: database.url }
    await using api = await startTestServer({ env: { ...env, TRUNKLINE_ROLE: 'api' } })
    const [number] = api.numbers
    const path = '/IncomingPhoneNumbers.json'
    const listed = await askJson(api, { method: 'GET', path, parameters: { PhoneNumber: number } })
    const [{ sid }] = listed.json['incoming_phone_numbers'] as [{ sid: string }]
    const parameters = { VoiceUrl: application.url }
    await askJson(api, { method: 'POST', path: `/IncomingPhoneNumbers/${sid}.json`, parameters })
    const rung = await askControl(api, 'POST', '/phones/+15558675310/calls', { to: number })
    const call = () => askJson(api, { method: 'GET', path: `/Calls/${String(rung.json['callSid'])}.json` })
    expect((await call()).json).toMatchObject({ status: 'ringing', direction: 'inbound' })

    await using _worker = await startTestServer({ env: { ...env, TRUNKLINE_ROLE: 'worker' } })
    await expect.poll(async () => (await call()).json['status'], { timeout: 10_000 }).toBe('completed')
  })
})
