import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { openAccount } from '../../src/accounts/open-account.ts'
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { silentLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { openStore } from '../../src/store/store.ts'
import { sharedDatabases } from '../databases.ts'
import { heldCarrier } from '../held-carrier.ts'

const token = 'a-token-of-more-than-32-characters'

test('a server in production shows what happened to who has the token, and has no phones', async () => {
  await using database = await sharedDatabases[0]!.open()
  const store = await openStore(database.url)
  await openAccount({}, { ledger: store, clock: systemClock })
  await store[Symbol.asyncDispose]()
  const start = (env: Record<string, string>) => {
    const given = { TRUNKLINE_PORT: '0', TRUNKLINE_DATABASE: database.url, ...env }
    const settings = readSettings({ mode: 'production', flags: {}, env: given, cwd: tmpdir() })
    return startServer(settings, silentLog, { carrier: heldCarrier() })
  }
  const ask = (url: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/_trunkline/v1${path}`, { headers })

  await expect(start({ TRUNKLINE_CONTROL_API: 'on' })).rejects.toThrow('needs a token')
  await expect(start({ TRUNKLINE_CLOCK: 'frozen' })).rejects.toThrow('The clock of production is real')

  const without = await start({})
  expect(await (await ask(without.url, '/messages')).json()).toMatchObject({ code: 20404 })
  await without.stop()

  const running = await start({ TRUNKLINE_CONTROL_API: 'on', TRUNKLINE_CONTROL_TOKEN: token })
  const authorization = `Bearer ${token}`
  expect((await ask(running.url, '/messages')).status).toBe(401)
  expect(await (await ask(running.url, '/messages', { authorization })).json()).toEqual({ messages: [], before: null })
  expect((await ask(running.url, '/webhooks', { authorization })).status).toBe(200)
  expect((await ask(running.url, '/phones', { authorization })).status).toBe(404)
  expect(await (await ask(running.url, '/clock', { authorization })).json()).toMatchObject({
    state: 'running',
    offset: 0,
  })
  expect(
    (await fetch(`${running.url}/_trunkline/v1/clock/freeze`, { method: 'POST', headers: { authorization } })).status,
  ).toBe(404)
  const stream = await ask(running.url, '/events', { authorization })
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  // Whoever follows does not keep the server from stopping.
  const begun = performance.now()
  await running.stop()
  expect(performance.now() - begun).toBeLessThan(5000)
  await stream.text().catch(() => {})
})
