import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli } from '../cli.ts'
import { compileCache, program } from '../program.ts'
import { type TestServer, startTestServer } from '../server.ts'

let server: TestServer
let folder: string
const running = new Set<ChildProcess>()
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-tls-'))
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Told {
  port: number
  authority: string
  until: string
  hosts: string[]
}

/** Starts the command, and waits until it has said where it is. */
async function started() {
  const child = spawn(process.execPath, [program, 'tls', '--port', '0', '--output', 'json'], {
    cwd: folder,
    env: { ...compileCache, PATH: process.env.PATH, TRUNKLINE_URL: server.url },
  })
  running.add(child)
  let error = ''
  child.stderr.on('data', (text: Buffer) => (error += text.toString()))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, told: JSON.parse(line.toString()) as Told, error: () => error }
}

/** Asks for the account at a host of the service, by the name under which it would be found. */
async function ask({ port, authority }: Told, host: string): Promise<{ status: number | undefined; sid: unknown }> {
  const { sid, token } = server.account
  const asked = request({
    host: '127.0.0.1',
    port,
    path: `/2010-04-01/Accounts/${sid}.json`,
    servername: host,
    headers: { host },
    auth: `${sid}:${token}`,
    ca: readFileSync(authority),
    agent: false,
  }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  for await (const bytes of answer) text += String(bytes)
  return { status: answer.statusCode, sid: (JSON.parse(text) as { sid?: unknown }).sid }
}

test('the hosts of the service are served with an authority that stays the same, and no others', async () => {
  const first = await started()
  expect(first.told).toMatchObject({
    authority: join(folder, '.trunkline/tls/ca.pem'),
    hosts: expect.arrayContaining(['api.twilio.com']),
  })
  expect(statSync(join(folder, '.trunkline/tls/ca-key.pem')).mode & 0o777).toBe(0o600)
  expect(await ask(first.told, 'api.twilio.com')).toEqual({ status: 200, sid: server.account.sid })
  await expect(ask(first.told, 'evil.example')).rejects.toThrow(/disconnected|ECONNRESET|alert|hang up/)
  first.child.kill('SIGINT')
  expect(await once(first.child, 'close')).toEqual([0, null])
  expect(first.error()).toBe('trunkline: 1 call intercepted (api.twilio.com: GET Accounts/… 200)\n')

  const kept = readFileSync(first.told.authority, 'utf8')
  const second = await started()
  expect(readFileSync(second.told.authority, 'utf8')).toBe(kept)
  expect((await ask({ ...second.told }, 'api.dublin.ie1.twilio.com')).status).toBe(200)
  second.child.kill('SIGTERM')
  expect(await once(second.child, 'close')).toEqual([0, null])
})

test('a port that is taken, one that is none, and a server that is none are told', async () => {
  const taken = createServer()
  await once(taken.listen(0, '127.0.0.1'), 'listening')
  const { port } = taken.address() as AddressInfo
  const tls = (...words: string[]) => runCli(folder, ['tls', ...words])
  expect(await tls('--port', String(port))).toMatchObject({
    code: 1,
    error: `trunkline: 127.0.0.1:${port} cannot be listened on: somebody listens there already. Try: --port 8443, or another free one`,
  })
  taken.close()
  expect(await tls('--port', 'x')).toMatchObject({ code: 1, error: expect.stringContaining('"x" is no port') })
  expect(await tls('--server', 'x')).toMatchObject({ code: 1, error: expect.stringContaining('"x" is no address') })
})
