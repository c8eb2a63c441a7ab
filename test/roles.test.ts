import { describe, expect, test } from 'vitest'
import { ask, askJson } from './api-client.ts'
import { sharedDatabases } from './databases.ts'
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
})
