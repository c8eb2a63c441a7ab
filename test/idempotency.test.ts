import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { askJson } from './api-client.ts'
import { listMessages } from './crash/aftermath.ts'
import { chance } from './crash/chance.ts'
import { openLedger } from './crash/ledger.ts'
import { ownedNumbers, startProcess } from './crash/start-process.ts'
import { databases, sharedDatabases } from './databases.ts'
import { startTestServer } from './server.ts'

const to = '+14155552345'

describe.each(sharedDatabases)('two servers on one $name', ({ open }) => {
  test('do a creation once that comes to both at once, and answer it alike', async () => {
    await using database = await open()
    const env = { TRUNKLINE_DATABASE: database.url, TRUNKLINE_ROLE: 'api' }
    await using one = await startTestServer({ env })
    await using other = await startTestServer({ env })
    const send = async (server: typeof one, key: string, body: string) => {
      const parameters = { To: to, From: one.numbers[0], Body: body }
      const headers = { 'idempotency-key': key }
      return askJson(server, { method: 'POST', path: '/Messages.json', parameters, headers, as: one.account })
    }
    const keys = Array.from({ length: 10 }, (_, i) => `key ${i}`)
    const answers = await Promise.all(
      keys.map((key) => Promise.all([send(one, key, key), send(other, key, key), send(one, key, key)])),
    )
    const texts = answers.map((same) => new Set(same.map(({ status, text }) => `${status} ${text}`)))
    expect(texts.map(({ size }) => size)).toEqual(keys.map(() => 1))
    const { json } = await askJson(other, { method: 'GET', path: '/Messages.json', as: one.account })
    expect((json.messages as { body: string }[]).map(({ body }) => body).sort()).toEqual(keys.toSorted())
    expect((await send(other, 'key 0', 'something else')).status).toBe(409)
    expect((await send(other, 'key 0', 'key 0')).headers.get('idempotent-replayed')).toBe('true')
  })
})

describe('two processes on one PostgreSQL, one of them killed', () => {
  const postgres = databases.filter(({ name }) => name === 'PostgreSQL')

  const many = { timeout: 60_000 }
  test.each(postgres)(
    'a client that asks again until it is answered sends each message once',
    many,
    async ({ open }) => {
      await using database = await open()
      await using ledger = await openLedger(chance(4))
      const account = { sid: `AC${'4'.repeat(32)}`, token: 'a-token-for-idempotency' }
      const start = (name: string) =>
        startProcess({ name, database: database.url, account, ledgerPort: ledger.port, inDoubt: 'park' })
      const [one, two] = await Promise.all([start('one'), start('two')])
      try {
        const [from = ''] = await ownedNumbers(one.url, account)
        /** Goes to the one and the other in turn, and gives up no sooner than it is answered. */
        const insist = async (body: string) => {
          const parameters = { To: to, From: from, Body: body }
          const headers = { 'idempotency-key': body }
          for (let turn = 0; ; turn++) {
            const url = turn % 2 === 0 ? two.url : one.url
            const request = { method: 'POST', path: '/Messages.json', parameters, headers } as const
            const answer = await askJson({ url, account }, request).catch(() => null)
            if (answer?.status === 201) return String(answer.json.sid)
            if (turn > 100) throw new Error(`no answer but ${answer?.text}`)
            await pause(10)
          }
        }
        const sids = new Map<string, string>()
        const clients = Array.from({ length: 8 }, async (_, client) => {
          for (let i = 0; i < 25; i++) {
            const body = `message ${i} of ${client}`
            sids.set(body, await insist(body))
            if (sids.size === 60) await two.kill()
          }
        })
        await Promise.all(clients)
        const kept = [...(await listMessages(one.url, account)).values()].map(({ sid, body }) => `${sid} ${body}`)
        expect(kept.toSorted()).toEqual([...sids].map(([body, sid]) => `${sid} ${body}`).toSorted())
      } finally {
        await Promise.all([one.kill(), two.kill()])
      }
    },
  )
})
