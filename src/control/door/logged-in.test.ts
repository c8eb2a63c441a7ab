import { expect, test } from 'vitest'
import { theDoor } from '../../domain/console-door.ts'
import { change, outcome } from '../../domain/write.ts'
import { nearOnly, now, runningControl } from '../running-control.testing.ts'

const token = 'a-token-of-more-than-32-characters'
const access = { ...nearOnly, token, tokenAlways: true }

/** The cookie of somebody who logged in at this address. */
async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/_trunkline/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  expect(answer.status).toBe(200)
  return /^[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? ''
}

test('who follows by a login is told what happens until the login is over', { timeout: 10_000 }, async () => {
  await using control = await runningControl({}, access, { loginCheck: 10 })
  const url = await control.listen()
  const headers = { cookie: await logIn(url) }
  const stream = await fetch(`${url}/_trunkline/v1/events`, { headers })
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  await control.store.keep(outcome([change('consoleDoor', theDoor, { epoch: 1 })]))
  // It comes to its end.
  expect(await stream.text()).toMatch(/^retry: 1000\n/)
  expect((await fetch(`${url}/_trunkline/v1/events`, { headers })).status).toBe(401)
})

test('a hundred logins are kept, and the one longest unused gives way', { timeout: 20_000 }, async () => {
  await using control = await runningControl({}, access)
  const url = await control.listen()
  const cookies: string[] = []
  for (let i = 0; i < 100; i++) cookies.push(await logIn(url))
  const isIn = async (cookie = '') => (await fetch(`${url}/_trunkline/v1/retention`, { headers: { cookie } })).ok
  const [oldest] = await control.store.consoleDoor.sessions(1)
  await control.store.keep(outcome([change('consoleSession', oldest!.key, { seen: now - 1 })]))
  expect((await Promise.all(cookies.map(isIn))).filter(Boolean)).toHaveLength(100)
  cookies.push(await logIn(url))
  expect((await Promise.all(cookies.map(isIn))).filter(Boolean)).toHaveLength(100)
  expect(await control.store.consoleDoor.session(oldest!.key)).toBeNull()
})
