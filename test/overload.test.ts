import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { askJson } from './api-client.ts'
import { sharedDatabases } from './databases.ts'
import { type TestServer, startTestServer } from './server.ts'

/** Keeps everybody else from writing to this database until it is let go. */
async function hold(url: string): Promise<() => Promise<void>> {
  if (url.startsWith('sqlite:')) {
    const connection = new DatabaseSync(url.slice('sqlite:'.length))
    connection.exec('begin immediate')
    return async () => connection.close()
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query('lock table message in exclusive mode')
  return () => client.end()
}

const send = (server: TestServer, i: number) =>
  askJson(server, {
    method: 'POST',
    path: '/Messages.json',
    parameters: { To: '+15558675310', From: server.numbers[0], Body: `number ${i}` },
  })

describe.each(sharedDatabases)('on $name', ({ open }) => {
  test('while the database takes no writes, requests are refused with 20429, and none that is accepted is lost', async () => {
    await using database = await open()
    await using server = await startTestServer({ env: { TRUNKLINE_DATABASE: database.url, TRUNKLINE_ROLE: 'api' } })
    const release = await hold(database.url)
    const waiting = Array.from({ length: 20 }, (_, i) => send(server, i))
    // When these have waited for two seconds, a new one is refused at once.
    expect(await firstAnswer(server, waiting)).toBe(429)
    await release()
    const answers = await Promise.all(waiting)
    const refused = answers.filter(({ status, json }) => status === 429 && json['code'] === 20429)
    const accepted = answers.filter(({ status }) => status === 201)
    expect(accepted.length + refused.length).toBe(answers.length)
    for (const { json } of accepted)
      expect((await askJson(server, { method: 'GET', path: `/Messages/${String(json['sid'])}.json` })).status).toBe(200)
    expect((await send(server, -1)).status).toBe(201)
  })
})

/** Sends one more request at a time, beside all that wait, until one is answered. */
async function firstAnswer(server: TestServer, waiting: ReturnType<typeof send>[]): Promise<number> {
  const tick = () => new Promise<null>((resolve) => setTimeout(resolve, 50, null))
  for (let i = 100; i < 200; i++) {
    const answer = send(server, i)
    waiting.push(answer)
    const answered = await Promise.race([answer, tick()])
    if (answered) return answered.status
  }
  throw new Error('nothing was answered')
}
