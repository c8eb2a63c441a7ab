import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import twilio from 'twilio'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { startTrunkline } from '../../src/testing/testing.ts'
import { type TestServer, startTestServer } from '../server.ts'

// Where the server of the tests comes from.

async function conversation(trunkline: Awaited<ReturnType<typeof startTrunkline>>): Promise<string> {
  const account = await trunkline.account()
  const phone = await account.phone()
  await account.webhook(() => new Response('pong', { headers: { 'content-type': 'text/plain' } }))
  await phone.send('ping')
  return (await phone.waitForMessage()).body
}

const isThere = async (url: string): Promise<boolean> =>
  fetch(`${url}/livez`).then(
    ({ ok }) => ok,
    () => false,
  )

test('in this process, with settings of its own, and as many as are wanted', async () => {
  await using first = await startTrunkline({ alone: true })
  await using second = await startTrunkline({ settings: { errorEra: 'current', simulatorDelay: '0' } })
  expect([first.runs, second.runs]).toEqual(['here', 'here'])
  expect(second.url).not.toBe(first.url)
  expect(await Promise.all([conversation(first), conversation(second)])).toEqual(['pong', 'pong'])
  const account = await second.account()
  const refused = account.client(twilio).messages.create({ to: '12', from: account.phoneNumber, body: 'x' })
  await expect(refused).rejects.toThrow("Invalid 'To' Phone Number")
})

describe('in a process of its own', () => {
  const children = new Set<ChildProcess>()
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  test('it is used the same, and ends when it is closed', async () => {
    const trunkline = await startTrunkline({ separate: true })
    expect(trunkline.runs).toBe('separate')
    expect(await conversation(trunkline)).toBe('pong')
    await trunkline.close()
    expect(await isThere(trunkline.url)).toBe(false)
  })

  test('it ends with whoever started it, however suddenly', async () => {
    const kit = JSON.stringify(`${inject('program')}/dist/kit/testing.cjs`)
    const program = `require(${kit}).startTrunkline({ separate: true }).then(({ url }) => { console.log(url); setInterval(() => {}, 1000) })`
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.add(child)
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    expect(await isThere(url)).toBe(true)
    child.kill('SIGKILL')
    await expect.poll(() => isThere(url), { timeout: 10_000 }).toBe(false)
  })
})

describe('one that runs already', () => {
  const token = 'a-token-of-32-characters-or-more-12'
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ env: { TRUNKLINE_CONTROL_TOKEN: token } })
  })
  afterAll(() => server[Symbol.asyncDispose]())
  afterEach(() => {
    delete process.env.TRUNKLINE_URL
    delete process.env.TRUNKLINE_CONTROL_TOKEN
  })

  test('is used, and left as it is when all is closed', async () => {
    const trunkline = await startTrunkline({ url: server.url, token })
    expect(trunkline.runs).toBe('before')
    expect(await conversation(trunkline)).toBe('pong')
    await trunkline.close()
    expect(await isThere(server.url)).toBe(true)
  })

  test('is found in the environment, but for who wants one alone or with settings', async () => {
    process.env.TRUNKLINE_URL = server.url
    process.env.TRUNKLINE_CONTROL_TOKEN = token
    await using found = await startTrunkline()
    await using alone = await startTrunkline({ alone: true })
    await using set = await startTrunkline({ settings: { errorEra: 'current' } })
    expect([found, alone, set].map(({ runs }) => runs)).toEqual(['before', 'here', 'here'])
  })

  test('two that use it meet nowhere, at the same phone either', async () => {
    await using one = await startTrunkline({ url: server.url })
    await using other = await startTrunkline({ url: server.url })
    const number = '+15552223333'
    const texts = [one, other].map(async (trunkline, i) => {
      const account = await trunkline.account()
      const message = { to: number, from: account.phoneNumber, body: `from ${i}` }
      await account.client(twilio).messages.create(message)
      await account.settle()
      return (await (await account.phone(number)).messages()).map(({ body }) => body)
    })
    expect(await Promise.all(texts)).toEqual([['from 0'], ['from 1']])
  })

  test('wants its token', async () => {
    await using trunkline = await startTrunkline({ url: server.url, token: 'another-token-of-32-characters-or-more' })
    await expect(trunkline.account()).rejects.toThrow(/wants a token: .*\nTry: TRUNKLINE_CONTROL_TOKEN/)
  })
})
