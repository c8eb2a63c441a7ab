import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { askJson } from '../../test/api-client.ts'
import { openReceiver, type Receiver, twiml } from '../../test/receiver.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { program } from './main.ts'

// Commands for what the console shows and does; those that have been there longer are in server-command.test.ts.

let server: TestServer
let receiver: Receiver
let folder: string
let own: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-as-in-console-'))
  receiver = await openReceiver(() => twiml('<Message>Yes</Message>'))
  server = await startTestServer()
  own = server.numbers[0]
  await run('numbers', 'set', own, '--sms-url', `${receiver.url}/sms`, '--voice-url', `${receiver.url}/voice`)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command within this process; answers with the lines that it printed. */
async function run(...words: string[]): Promise<string[]> {
  const printed: string[] = []
  using _spy = vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  await program().parseAsync([...words, '--server', server.url], { from: 'user' })
  return printed
}

const phone = '+15558672001'

test('a phone is opened in a browser, or only its address printed', async () => {
  const url = `${server.url}/_trunkline/phones/${encodeURIComponent(phone)}?frame=1`
  expect(await run('phone', 'open', phone, '--print')).toEqual([url])
  await expect(run('phone', 'open', 'Ann')).rejects.toThrow('"Ann" is not a phone number')
})

test.skipIf(process.platform !== 'linux')('where there is a browser it is given the address', async () => {
  const opened = join(folder, 'opened')
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${opened}.new && mv ${opened}.new ${opened}\n`, {
    mode: 0o755,
  })
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  const [url] = await run('phone', 'open', phone)
  await expect.poll(() => readFileSync(opened, 'utf8')).toBe(url)
  vi.stubEnv('PATH', join(folder, 'empty'))
  expect(await run('phone', 'open', phone)).toEqual([url])
  vi.unstubAllEnvs()
})

test('a phone sends a file', async () => {
  const path = join(folder, 'photo.PNG')
  writeFileSync(path, 'a picture')
  await run('inbound', '--from', phone, '--to', own, '--file', path, '--wait')
  const [found = ''] = await run('messages', 'list', '-q', `from:${phone}`)
  const whole = await run('messages', 'get', found.split('  ')[1] ?? '')
  expect(whole).toContainEqual(expect.stringMatching(/^ {2}ME[\da-f]{32} {2}image\/png {2}9 bytes$/))
  await expect(run('phone', 'send', phone, own, '--file', join(folder, 'a.exe'))).rejects.toMatchObject({ exitCode: 2 })
  await expect(run('phone', 'send', phone, own, '--file', join(folder, 'none.png'))).rejects.toThrow('cannot be read')
})

test('what was said in a call is printed', async () => {
  const [sid = ''] = await run('phone', 'ring', phone, own)
  await expect
    .poll(() => run('phone', 'transcript', sid))
    .toContainEqual(expect.stringMatching(/^20\S+Z {2}asked {2}url=http/))
})

test('numbers are shown, and those for sale listed', async () => {
  expect(await run('numbers', 'get', own)).toContain(`smsUrl=${receiver.url}/sms`)
  const offers = await run('numbers', 'for-sale', '--area-code', '503')
  expect(offers.length).toBeGreaterThan(3)
  for (const offer of offers) expect(offer).toMatch(/^\+1503\d{7} {2}local {2}US$/)
})

test('what is due, what is let go of, and whose server it is are listed', async () => {
  const To = '+15558672009'
  await run('phone', 'set', To, '--behaviour', 'slow')
  await run('clock', 'freeze')
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { To, From: own, Body: 'Hello' } })
  await expect
    .poll(() => run('clock', 'due', '--account', server.account.sid))
    .toContainEqual(expect.stringMatching(/^20\S+Z {2}simulate-receipt {2}SM[\da-f]{32} {2}waits$/))
  await run('clock', 'resume')
  expect(await run('retention')).toEqual(['texts  never  0 have gone', 'numbers  never  0 have gone'])
  expect(await run('accounts', 'list')).toContainEqual(expect.stringMatching(`^${server.account.sid} {2}active`))
})

test('messages and usage are printed as tables', async () => {
  await run('inbound', '--from', phone, '--to', own, '--body', 'a "quoted" text', '--wait')
  const [messages = ''] = await run('messages', 'list', '--csv', '-q', 'quoted')
  expect(messages.split('\r\n')).toEqual([
    expect.stringMatching(/^sid,accountSid,direction,from,to,status,/),
    expect.stringContaining(',"a ""quoted"" text",'),
  ])
  const [usage = ''] = await run('usage', '--days', '1', '--csv')
  expect(usage).toMatch(/^date,category,count,usage,price\r\n20\d\d-/)
})

test('of refused requests, those for which nothing is here are told apart', async () => {
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { Body: 'x' } })
  await askJson(server, { method: 'GET', path: '/Unheard.json' })
  await expect
    .poll(() => run('requests', 'list', '--not-implemented'))
    .toEqual([expect.stringMatching(/ {2}GET {2}\S+\/Unheard\.json {2}/)])
})

test('all requests that are found are made again, the oldest first', async () => {
  const from = '+15558672002'
  for (const body of ['first', 'second']) await run('inbound', '--from', from, '--to', own, '--body', body, '--wait')
  const asked = () => receiver.received.filter(({ parameters }) => parameters.From === from)
  expect(asked()).toHaveLength(2)
  const lines = await run('webhooks', 'replay-all', '--kind', 'message', '--limit', '2')
  expect(lines).toEqual([expect.stringContaining('  replay  '), expect.stringContaining('  replay  ')])
  expect(asked().map(({ parameters }) => parameters.Body)).toEqual(['first', 'second', 'first', 'second'])
})
