import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Json, askJson } from '../../test/api-client.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { addKeyCommands } from './keys.ts'
import { addSendCommands } from './send.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** Runs a command as the account; answers with the lines that it printed. */
async function run(words: readonly string[], { sid, token } = server.account): Promise<string[]> {
  const printed: string[] = []
  const program = new Command('trunkline').exitOverride().configureOutput({ writeErr: () => {} })
  for (const add of [addSendCommands, addKeyCommands]) add(program, (text) => void printed.push(text))
  const as = ['--server', server.url, '--account-sid', sid, '--auth-token', token]
  await program.parseAsync([...words, ...as], { from: 'user' })
  return printed
}

test('a key is made, its secret told once, opens the account, and is deleted', async () => {
  const [made = ''] = await run(['keys', 'create', '--name', 'Shop'])
  expect(made).toMatch(/^SK[\da-f]{32} {2}\w+$/)
  const [sid = '', secret = ''] = made.split('  ')
  const as = { sid, token: secret }
  const look = () =>
    askJson(server, { method: 'GET', path: `/2010-04-01/Accounts/${server.account.sid}/Messages.json`, as })
  expect((await look()).status).toBe(200)

  const listed = await run(['keys', 'list'])
  expect(listed).toEqual([expect.stringMatching(new RegExp(`^${sid} {2}.+ {2}Shop$`))])
  expect(listed.join()).not.toContain(secret)
  const [json = ''] = await run(['keys', 'list', '--output', 'json'])
  expect(JSON.parse(json)).toMatchObject([{ sid, friendly_name: 'Shop' }])
  expect(json).not.toContain(secret)

  expect(await run(['keys', 'delete', sid])).toEqual([])
  expect((await look()).status).toBe(401)
  expect(await run(['keys', 'list'])).toEqual([])
  await expect(run(['keys', 'delete', sid])).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^The server refused: .*\(20404\)\. Try: http:\S+\/docs\/errors\/20404$/) as string,
  })
})

test('who has the wrong token makes no key', async () => {
  await expect(run(['keys', 'create'], { ...server.account, token: 'wrong' })).rejects.toThrow(/refused: .*20003/)
})

test('a message is sent by a messaging service, and a call is made', async () => {
  const service = await askJson(server, {
    method: 'POST',
    path: '/v1/Services',
    parameters: { FriendlyName: 'Shop' },
  })
  const found = await askJson(server, {
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    parameters: { PhoneNumber: server.numbers[0] },
  })
  const [number] = found.json.incoming_phone_numbers as Json[]
  const sid = String(service.json.sid)
  const PhoneNumberSid = String(number?.sid)
  await askJson(server, { method: 'POST', path: `/v1/Services/${sid}/PhoneNumbers`, parameters: { PhoneNumberSid } })
  expect(await run(['send', '--service', sid, '--to', '+15558671004', '--body', 'Hello'])).toEqual([
    expect.stringMatching(/^SM[\da-f]{32} {2}accepted$/),
  ])
  await expect(run(['send', '--to', '+15558671004', '--body', 'Hello'])).rejects.toMatchObject({ exitCode: 2 })

  const call = ['call', '--from', server.numbers[0], '--url', 'http://127.0.0.1:9/voice']
  expect(await run([...call, '--to', '+15558671004'])).toEqual([expect.stringMatching(/^CA[\da-f]{32} {2}queued$/)])
  await expect(run([...call, '--to', 'nobody'])).rejects.toThrow(/refused: .*\d{5}/)
})
