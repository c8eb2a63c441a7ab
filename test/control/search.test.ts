import { afterAll, beforeAll, expect, test } from 'vitest'
import { blockSize } from '../../src/domain/search/text-block.ts'
import { mintSid } from '../../src/domain/sid.ts'
import { add, outcome } from '../../src/domain/write.ts'
import { aMessage } from '../../src/store/records.testing.ts'
import { openStore } from '../../src/store/store.ts'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type TestDatabase, databases } from '../databases.ts'
import { type TestServer, settled, startTestServer } from '../server.ts'

let database: TestDatabase
let server: TestServer
let ahead = 0
beforeAll(async () => {
  database = await databases[0]!.open()
  server = await startTestServer({
    env: { TRUNKLINE_DATABASE: database.url },
    clock: { now: () => Date.now() + ahead },
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const found = async (q: string) => {
  const { json } = await askControl(server, 'GET', `/messages?q=${encodeURIComponent(q)}`)
  return (json.messages as { sid: string }[]).map(({ sid }) => sid)
}
const progress = async () => (await askControl(server, 'GET', '/search/index')).json

test(
  'what was sent is found at once, also when many messages have come since; redacted or deleted, it is not',
  { timeout: 30_000 },
  async () => {
    const send = async (Body: string) => {
      const parameters = { To: '+15558675310', From: server.numbers[0], Body }
      const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
      return String(json.sid)
    }
    const [redacted, deleted, kept] = [await send('hush hush'), await send('Hush, too'), await send('No hushing')]
    await settled(server, [redacted, deleted, kept])
    expect(await found('hush')).toEqual([kept, deleted, redacted])
    expect(await progress()).toEqual({ upTo: null, waiting: 3, behind: 0 })

    const store = await openStore(database.url)
    const now = Date.now()
    const many = Array.from({ length: blockSize }, () => aMessage({ sid: mintSid('SM', now), status: 'delivered' }))
    await store.keep(outcome(many.map((one) => add('message', one))))
    await store[Symbol.asyncDispose]()
    ahead = 3_600_000
    await expect.poll(async () => (await progress()).waiting, { timeout: 20_000 }).toBe(3)
    expect(await found('hush')).toEqual([kept, deleted, redacted])

    const path = (sid: string) => `/Messages/${sid}.json`
    await askJson(server, { method: 'POST', path: path(redacted), parameters: { Body: '' } })
    await askJson(server, { method: 'DELETE', path: path(deleted) })
    expect(await found('hush')).toEqual([kept])
  },
)
