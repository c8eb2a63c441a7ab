import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { answering } from '../../test/answering.ts'
import { askJson } from '../../test/api-client.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { keptAuthority } from '../intercept/kept-authority.ts'
import { checkCredentials } from './checks/account.ts'
import { checkAuthority } from './checks/authority.ts'
import { checkClock } from './checks/clock.ts'
import { checkDatabase } from './checks/database.ts'
import type { Finding } from './checks/finding.ts'
import { checkPort } from './checks/listening.ts'
import { checkNodeVersion } from './checks/node-version.ts'
import { checkProxies } from './checks/proxies.ts'
import { checkWebhooks } from './checks/webhooks.ts'
import { controlClient } from './control-client.ts'
import { askCredentials } from './credentials.ts'
import { addDoctorCommand } from './doctor.ts'

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  folder = mkdtempSync(join(tmpdir(), 'trunkline-doctor-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

afterEach(() => vi.unstubAllEnvs())

const client = () => controlClient({ server: server.url })
const found = ({ level, words }: Finding) => `${level}: ${words}`

test('a Node that is too old is a problem', () => {
  expect(found(checkNodeVersion('24.1.0', '>=24'))).toBe('ok: Node 24.1.0')
  expect(checkNodeVersion('22.9.0', '>=24')).toMatchObject({ level: 'problem', attempt: 'npm install -D node@24' })
})

describe('the port', () => {
  test('is free, or ours', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    other.close()
    await once(other, 'close')
    expect(found(await checkPort('127.0.0.1', port))).toBe(`ok: Port ${port} of 127.0.0.1 is free.`)
    expect(found(await checkPort('127.0.0.1', Number(new URL(server.url).port)))).toMatch(
      /^ok: A Trunkline server serves/,
    )
  })

  test('is of another program, which is named where the system tells', async () => {
    const other = createHttpServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const finding = await checkPort('127.0.0.1', port)
    expect(found(finding)).toMatch(/^problem: Port \d+ of 127\.0\.0\.1 is taken by /)
    if (platform() === 'linux') expect(finding.words).toContain(`(process ${process.pid})`)
    expect(finding.attempt).toContain('--port 0')
    other.close()
  })

  test('is at an address that is not of this machine', async () => {
    expect(found(await checkPort('192.0.2.1', 4010))).toMatch(/^problem: .*EADDRNOTAVAIL/)
  })
})

describe('the database', () => {
  test('can be made, or written to, and nothing is made by looking', async () => {
    expect(found(await checkDatabase('sqlite:deep/below/db', folder))).toBe(
      `ok: ${join(folder, 'deep/below/db')} can be written to.`,
    )
    expect(found(await checkDatabase('sqlite::memory:', folder))).toMatch(/^ok: .*in memory/)
    writeFileSync(join(folder, 'there'), '')
    expect(found(await checkDatabase('sqlite:there', folder))).toMatch(/^ok/)
  })

  test('cannot be where a folder is, or below a file', async () => {
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'file'), '')
    expect(found(await checkDatabase('sqlite:folder', folder))).toMatch(/^problem: .*is no file/)
    expect(found(await checkDatabase('sqlite:file/db', folder))).toMatch(/^problem: .*is no folder/)
  })

  test('on PostgreSQL listens, or does not', async () => {
    const other = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const url = `postgres://me:secret@127.0.0.1:${port}/db`
    expect(found(await checkDatabase(url, folder))).toMatch(/^ok: A server listens/)
    other.close()
    await once(other, 'close')
    const gone = await checkDatabase(url, folder)
    expect(found(gone)).toMatch(/^problem: .*nothing listens there/)
    expect(JSON.stringify(gone)).not.toContain('secret')
  })
})

describe('proxies', () => {
  test.each([
    [{}, ['ok: None are set.']],
    [
      { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'localhost 127.0.0.1,::1' },
      ['ok: HTTPS_PROXY leaves this machine alone.'],
    ],
    [
      { http_proxy: 'http://proxy:3128', NO_PROXY: 'localhost' },
      [
        'warning: HTTP_PROXY is set, and NO_PROXY does not exempt 127.0.0.1, ::1: some programs would ask the proxy for this machine.',
      ],
    ],
    [{ NO_PROXY: '.twilio.com' }, [expect.stringMatching(/^warning: NO_PROXY exempts \.twilio\.com/)]],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: '*' }, [expect.stringMatching(/^warning: NO_PROXY exempts \*/)]],
    [{ NO_PROXY: 'nottwilio.com' }, ['ok: None are set.']],
  ])('%j', (env, findings) => {
    expect(checkProxies(env).map(found)).toEqual(findings)
  })
})

describe('certificates', () => {
  test('can be made, and those that are kept last and are private', async () => {
    const now = Date.UTC(2026, 0, 1)
    const kept = join(folder, 'tls')
    expect((await checkAuthority(kept, now)).map(({ level }) => level)).toEqual(['ok'])
    const { path } = await keptAuthority(kept, now)
    expect((await checkAuthority(kept, now)).map(found)[1]).toMatch(/^ok: .*ca\.pem lasts until 2027-/)
    const later = now + 380 * 86_400_000
    expect((await checkAuthority(kept, later)).map(found)[1]).toMatch(/^warning: .*ca\.pem lasts until 2027-/)
    chmodSync(path.replace('ca.pem', 'ca-key.pem'), 0o644)
    if (platform() !== 'win32')
      expect((await checkAuthority(kept, now)).map(found)[1]).toMatch(/^problem: .*can be read by others/)
  })
})

describe('credentials of the environment', () => {
  const running = async () => ({ client: client(), credentials: await askCredentials(client()) })
  const stranger = `AC${'5'.repeat(32)}`

  test('are those of the server, live or for tests', async () => {
    const { sid, token } = server.account
    const live = await checkCredentials({ TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token }, await running())
    expect(live.map(({ level }) => level)).toEqual(['ok'])
    const rehearsing = { TWILIO_ACCOUNT_SID: server.test.sid, TWILIO_AUTH_TOKEN: server.test.token }
    expect((await checkCredentials(rehearsing, await running())).map(({ level }) => level)).toEqual(['ok'])
    const made = await client().ask<{ sid: string }>('POST', '/accounts', {})
    const own = await checkCredentials({ TWILIO_ACCOUNT_SID: made.sid }, await running())
    expect(own.map(({ level }) => level)).toEqual(['ok'])
  })

  test('are strange to it: then they may be real, and are not shown', async () => {
    const env = { TWILIO_ACCOUNT_SID: stranger, TWILIO_AUTH_TOKEN: 'hidden', TWILIO_API_KEY: 'SK1' }
    for (const at of [await running(), null]) {
      const findings = await checkCredentials(env, at)
      expect(findings.map(({ level }) => level)).toEqual(['warning', 'warning'])
      expect(findings.at(-1)?.words).toMatch(/looks like a real account/)
      expect(JSON.stringify(findings)).not.toMatch(/hidden|5555555/)
    }
    const wrong = { TWILIO_ACCOUNT_SID: server.account.sid, TWILIO_AUTH_TOKEN: 'hidden' }
    expect((await checkCredentials(wrong, await running())).map(found)).toEqual([
      expect.stringMatching(/^warning: TWILIO_AUTH_TOKEN is not the token of/),
    ])
    expect((await checkCredentials({ ...env, TRUNKLINE_ACCOUNT_SID: stranger }, null)).at(-1)?.level).toBe('ok')
  })
})

describe('the clock', () => {
  const clock = async (answer: object) => {
    await using other = await answering((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    return found(await checkClock(controlClient({ server: other.url }), () => Date.UTC(2026, 0, 1)))
  }
  const now = '2026-01-01T00:00:00.000Z'

  test('of a real server is read', async () => {
    expect(found(await checkClock(client(), Date.now))).toBe('ok: The clock of the server runs, and shows the time.')
    await client().ask('POST', '/clock/freeze')
    expect(found(await checkClock(client(), Date.now))).toMatch(/^warning: The clock of the server stands at/)
    await client().ask('POST', '/clock/resume')
  })

  test('runs, stands, was moved, or is another one', async () => {
    expect(await clock({ now, state: 'running', offset: 0 })).toMatch(/^ok/)
    expect(await clock({ now, state: 'frozen', offset: 0 })).toBe(`warning: The clock of the server stands at ${now}.`)
    expect(await clock({ now, state: 'running', offset: 86_400 })).toMatch(/^warning: .*moved by 86400 seconds/)
    expect(await clock({ now: '2026-01-01T00:01:00.000Z', state: 'running', offset: 0 })).toMatch(
      /^warning: .*60 seconds ahead of/,
    )
  })
})

test('webhooks are connected to, and asked nothing', async () => {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const application = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (data) => heard.push(data.toString())).on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(application, 'listening')
  const place = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
  const credentials = await askCredentials(client())
  expect((await checkWebhooks(server.url, credentials)).map(({ level }) => level)).toEqual(['ok'])

  const listed = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json' })
  const [number] = listed.json.incoming_phone_numbers as { sid: string; phone_number: string }[]
  const path = `/IncomingPhoneNumbers/${number?.sid}.json`
  await askJson(server, {
    method: 'POST',
    path,
    parameters: { SmsUrl: `${place}/sms?secret=1`, VoiceUrl: `${place}/voice` },
  })
  expect((await checkWebhooks(server.url, credentials)).map(found)).toEqual([
    `ok: ${place} listens (SmsUrl of ${number?.phone_number}, VoiceUrl of ${number?.phone_number}).`,
  ])
  expect(sockets.size).toBe(1)
  for (const socket of sockets) socket.destroy()
  application.close()
  await once(application, 'close')
  expect(heard).toEqual([])
  const [gone] = await checkWebhooks(server.url, credentials)
  expect(gone).toMatchObject({ level: 'problem', words: expect.stringContaining('nothing listens there') })
  await askJson(server, { method: 'POST', path, parameters: { SmsUrl: 'https://127.0.0.1:1/', VoiceUrl: '' } })
  expect((await checkWebhooks(server.url, credentials)).map(({ level }) => level)).toEqual(['problem'])
  await askJson(server, { method: 'POST', path, parameters: { SmsUrl: '' } })
})

describe('the command', () => {
  const run = async (words: readonly string[]) => {
    const printed: string[] = []
    const program = new Command('trunkline').exitOverride()
    addDoctorCommand(program, (text) => printed.push(text))
    const ended = await program.parseAsync(['doctor', ...words], { from: 'user' }).catch((error: unknown) => error)
    return { printed, ended }
  }
  const surroundings = {
    TRUNKLINE_PORT: '0',
    TRUNKLINE_DATABASE: 'sqlite::memory:',
    TWILIO_ACCOUNT_SID: '',
    NO_PROXY: '',
  }

  test('prints every finding, and ends well without a problem', async () => {
    for (const [name, value] of Object.entries(surroundings)) vi.stubEnv(name, value)
    const { printed, ended } = await run(['--server', server.url])
    expect(ended).not.toBeInstanceOf(Error)
    expect(printed).toContain(`ok       server       A development server answers at ${server.url}.`)
    expect(printed.map((line) => line.split(/ +/)[1])).toEqual(
      expect.arrayContaining([
        'node',
        'port',
        'database',
        'server',
        'clock',
        'webhooks',
        'proxies',
        'authority',
        'credentials',
      ]),
    )
  })

  test('ends with 1 where something stands in the way', async () => {
    const unset = Object.keys(process.env).filter((name) => name.startsWith('TRUNKLINE_'))
    const given = { ...Object.fromEntries(unset.map((name) => [name, undefined])), ...surroundings }
    for (const [name, value] of Object.entries({ ...given, TRUNKLINE_PORT: 'x', TRUNKLINE_PROT: '1' }))
      vi.stubEnv(name, value)
    const { printed, ended } = await run(['--server', server.url, '--output', 'json'])
    expect(ended).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^One problem was found\. Try: TRUNKLINE_PORT=/),
    })
    const { findings } = JSON.parse(printed.join('')) as { findings: Finding[] }
    expect(findings.filter(({ check }) => check === 'settings').map(({ level }) => level)).toEqual([
      'warning',
      'problem',
    ])
  })
})
