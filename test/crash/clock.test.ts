import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { startCli } from '../cli.ts'
import { askControl } from '../control-client.ts'
import { sharedDatabases } from '../databases.ts'
import { endLeases } from './end-leases.ts'

const account = { sid: `AC${'4'.repeat(32)}`, token: 'a-token-of-a-clock' }

describe.each(sharedDatabases)('a server on $name that is killed while it advances the clock', ({ open }) => {
  test(
    'starts again at the instant that it had reached, says so, and goes on from there',
    { timeout: 60_000 },
    async () => {
      await using database = await open()
      const folder = mkdtempSync(join(tmpdir(), 'trunkline-clock-'))
      // An application that does not answer before it is told to.
      const asked = Promise.withResolvers<void>()
      let isAnswering = false
      const application = createServer((_request, response) => {
        asked.resolve()
        if (isAnswering) response.end()
      }).listen(0, '127.0.0.1')
      await once(application, 'listening')
      const statusCallback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/`
      const env = { TRUNKLINE_ACCOUNT_SID: account.sid, TRUNKLINE_AUTH_TOKEN: account.token }
      const start = () => startCli(folder, ['start', '--port', '0', '--database', database.url], env)
      const first = await start()
      let again: Awaited<ReturnType<typeof start>> | null = null
      try {
        const clock = async (one: { url: string }) => (await askControl(one, 'GET', '/clock')).json
        const { json: owned } = await askJson(
          { url: first.url, account },
          { method: 'GET', path: '/IncomingPhoneNumbers.json' },
        )
        const [{ phone_number: from }] = owned.incoming_phone_numbers as [{ phone_number: string }]
        const send = async (values: Record<string, string>) => {
          const parameters = { To: '+15558675310', From: from, Body: 'hello', ...values }
          const sent = await askJson(
            { url: first.url, account },
            { method: 'POST', path: '/Messages.json', parameters },
          )
          return String(sent.json.sid)
        }
        await askControl(first, 'PUT', '/phones/+15558675310', { behaviour: 'slow' })
        await askControl(first, 'POST', '/clock/freeze')
        const began = Date.parse(String((await clock(first)).now))
        const sid = await send({})
        await askControl(first, 'POST', '/clock/advance', { by: '30s' })
        // Its first callback is due now, and holds the clock up at this instant.
        await send({ StatusCallback: statusCallback })
        const advancing = askControl(first, 'POST', '/clock/advance', { by: '1d' }).catch(() => null)
        await asked.promise
        await first.end('SIGKILL')
        expect(await advancing).toBeNull()

        isAnswering = true
        await endLeases(database.url)
        again = await start()
        const reached = new Date(began + 30_000).toISOString()
        expect(again.output()).toContain(`The clock stands at ${reached}.`)
        expect(await clock(again)).toMatchObject({ state: 'frozen', now: reached })
        const advanced = await askControl(again, 'POST', '/clock/advance', { by: '1d' })
        expect(advanced.json).toMatchObject({ settled: true, now: new Date(began + 30_000 + 86_400_000).toISOString() })
        expect((await askControl(again, 'GET', `/messages/${sid}`)).json).toMatchObject({
          message: { status: 'delivered', dateUpdated: reached },
        })
        expect((await askControl(again, 'GET', `/jobs?account=${account.sid}`)).json.jobs).toEqual([])
      } finally {
        await Promise.all([first.end('SIGKILL'), again?.end('SIGKILL')])
        application.closeAllConnections()
        application.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})
