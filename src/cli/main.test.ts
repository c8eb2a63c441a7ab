import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compileCache, program } from '../../test/program.ts'

let cwd: string
const running = new Set<ChildProcess>()
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'trunkline-cli-'))
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(cwd, { recursive: true, force: true })
})

/** Starts the program as a shell would, in a folder of its own and with no settings but these. */
function launch(words: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, words, { cwd, env: { ...compileCache, PATH: process.env.PATH, ...env } })
  running.add(child)
  child.once('close', () => running.delete(child))
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
  return { child, said }
}

async function run(words: readonly string[], env: Record<string, string> = {}) {
  const { child, said } = launch([program, ...words], env)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

/** Starts a server on a free port and resolves when it has printed its welcome. */
async function started(words: readonly string[], env: Record<string, string> = {}) {
  const { child, said } = launch([program, 'start', '--port', '0', '--log', 'info', ...words], env)
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => /TWILIO_AUTH_TOKEN=\S+\n/.test(said.out) && resolve())
    child.once('close', (code) => reject(new Error(`It ended with ${code}: ${said.err}`)))
  })
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  return { child, said, ended, url: /http:\/\/\S+/.exec(said.out)?.[0] ?? '' }
}

const valueOf = (name: string, text: string) => new RegExp(`^  ${name}=(\\S+)$`, 'm').exec(text)?.[1]

describe('help and mistakes', () => {
  test('--version and --help are answered with 0, and help has an example', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    for (const words of [['--help'], ['start', '--help'], ['serve', '--help'], ['accounts', 'create', '--help']]) {
      expect(await run(words)).toMatchObject({ code: 0, out: expect.stringContaining('Example:\n') })
    }
  })

  test.each([
    [['--prot', '1'], '(Did you mean --port?)'],
    [['frobnicate'], 'too many arguments'],
    [['accounts'], 'Usage: trunkline accounts'],
    [['accounts', 'create'], "required option '--name <name>'"],
    [['phone', 'set'], "missing required argument 'number'"],
    [['webhooks', 'list', '--output', 'xml'], 'Allowed choices are text, json'],
    [['start', '--auth-token', 'x'], "unknown option '--auth-token'"],
  ])('%j is not understood: 2', async (words, says) => {
    expect(await run(words)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) })
  })
})

describe('what cannot start says why in one line, and ends with 1:', () => {
  const oneLine = (says: string) => ({
    code: 1,
    out: '',
    err: expect.stringMatching(new RegExp(`^trunkline: .*${says}.* Try: .+\n$`)),
  })

  test('a bad setting', async () => {
    expect(await run(['start'], { TRUNKLINE_PORT: 'x' })).toMatchObject(
      oneLine('TRUNKLINE_PORT: "x" is not a whole number'),
    )
  })

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await run(['start', '--port', String(port), '--log', 'silent'])).toMatchObject(
      oneLine(`Port ${port} .*in use`),
    )
    other.close()
  })

  test('a database that cannot be opened', async () => {
    writeFileSync(join(cwd, 'file'), 'this is no database, and it is longer than the header of one. '.repeat(4))
    for (const words of [
      ['start', '--port', '0'],
      ['accounts', 'create', '--name', 'A'],
    ]) {
      const silent = words[0] === 'start' ? ['--log', 'silent'] : []
      expect(await run([...words, ...silent, '--database', 'sqlite:file'])).toMatchObject(
        oneLine('file cannot be opened'),
      )
    }
  })

  test('production without a carrier', async () => {
    expect(await run(['serve', '--port', '0'])).toMatchObject(oneLine('no carrier'))
  })

  test('an account in memory, and one whose name is refused', async () => {
    expect(await run(['accounts', 'create', '--name', 'A', '--database', 'sqlite::memory:'])).toMatchObject(
      oneLine('gone at once'),
    )
    expect(await run(['accounts', 'create', '--name', 'x'.repeat(65)])).toMatchObject(oneLine('No account was made'))
    expect(await run(['accounts', 'create', '--name', 'A', '--error-era', 'old'])).toMatchObject(
      oneLine('--error-era: "old" is not one of classic, current'),
    )
  })

  test('production whose control API has no token', async () => {
    expect(await run(['serve', '--port', '0', '--control-api', 'on'])).toMatchObject(oneLine('needs a token'))
  })
})

test('a command that finds no server says so in one line, too, and ends with 3', async () => {
  expect(await run(['phone', 'list'], { TRUNKLINE_URL: 'http://127.0.0.1:1' })).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringMatching(/^trunkline: No server answers at http:\/\/127\.0\.0\.1:1: .* Try: .+\n$/),
  })
})

test('a program that starts a server reads in one line where it is, and the server ends with its input', async () => {
  const words = ['start', '--port', '0', '--database', 'sqlite::memory:', '--output', 'json', '--stop-with-input']
  const { child, said } = launch([program, ...words])
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  const { url, accountSid, authToken, testAccountSid, testAuthToken, phoneNumbers } = JSON.parse(said.out) as Record<
    string,
    string
  >
  for (const [sid, token] of [
    [accountSid, authToken],
    [testAccountSid, testAuthToken],
  ]) {
    const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
    const answer = await fetch(`${url}/2010-04-01/Accounts/${sid}.json`, { headers: { authorization } })
    // Test credentials are known, and may not look.
    expect(answer.status).toBe(sid === accountSid ? 200 : 403)
  }
  expect(phoneNumbers).toEqual([expect.stringMatching(/^\+1\d{10}$/), expect.stringMatching(/^\+1\d{10}$/)])
  child.stdin.end()
  expect(await ended).toEqual([0, null])
  expect(said.out.trim().split('\n')).toHaveLength(1)
})

test('the first start makes and prints all that a client needs, later ones keep it', async () => {
  const first = await started([])
  const [sid, token] = [valueOf('TWILIO_ACCOUNT_SID', first.said.out), valueOf('TWILIO_AUTH_TOKEN', first.said.out)]
  const number = valueOf('TWILIO_PHONE_NUMBER', first.said.out)
  expect([sid, token, number]).toEqual([
    expect.stringMatching(/^AC[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^\+1\d{10}$/),
  ])
  expect(valueOf('TWILIO_TEST_ACCOUNT_SID', first.said.out)).toMatch(/^AC[0-9a-f]{32}$/)

  // The ready-made curl works as it stands.
  const command = first.said.out.slice(first.said.out.indexOf('  curl ')).trim()
  const curl = spawn('sh', ['-c', command])
  let answer = ''
  curl.stdout.on('data', (text: Buffer) => (answer += text.toString()))
  await once(curl, 'close')
  expect(JSON.parse(answer)).toMatchObject({ account_sid: sid, from: number, body: 'Hello', status: 'queued' })

  first.child.kill('SIGTERM')
  expect(await first.ended).toEqual([0, null])
  // Neither a token nor what was written is in the log.
  expect(first.said.err).toContain('"msg":"stopping"')
  expect(first.said.err).not.toContain(token)
  expect(first.said.err).not.toContain('Hello')

  const second = await started([])
  expect(valueOf('TWILIO_ACCOUNT_SID', second.said.out)).toBe(sid)
  expect(valueOf('TWILIO_AUTH_TOKEN', second.said.out)).toBe(token)
  for (const name of ['TWILIO_TEST_ACCOUNT_SID', 'TWILIO_TEST_AUTH_TOKEN'])
    expect(valueOf(name, second.said.out)).toBe(valueOf(name, first.said.out))
  expect(second.said.out).toContain(`${second.url}/docs\n`)
  expect(second.said.out).not.toContain('curl')
  second.child.kill('SIGINT')
  expect(await second.ended).toEqual([0, null])
})

test('the first account takes the values that the environment gives it, and a variable that means nothing is named', async () => {
  const sid = `AC${'ab'.repeat(16)}`
  const env = { TRUNKLINE_ACCOUNT_SID: sid, TRUNKLINE_AUTH_TOKEN: 'secret', TRUNKLINE_PROT: '1' }
  const server = await started(['--database', 'sqlite::memory:'], env)
  expect(valueOf('TWILIO_ACCOUNT_SID', server.said.out)).toBe(sid)
  expect(valueOf('TWILIO_AUTH_TOKEN', server.said.out)).toBe('secret')
  expect(server.said.err).toContain(
    'trunkline: TRUNKLINE_PROT is not a setting and was ignored. Did you mean TRUNKLINE_PORT?\n',
  )
  server.child.kill('SIGTERM')
  await server.ended
})

test('an account made by command is there for the server', async () => {
  const made = await run(['accounts', 'create', '--name', 'Shop', '--error-era', 'current'])
  expect(made).toMatchObject({ code: 0, err: '' })
  const [, sid, token] =
    /^TWILIO_ACCOUNT_SID=(AC[0-9a-f]{32})\nTWILIO_AUTH_TOKEN=([0-9a-f]{32})\n$/.exec(made.out) ?? []
  const server = await started([])
  const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` }
  const path = `${server.url}/2010-04-01/Accounts/${sid}`
  const answer = await fetch(`${path}.json`, { headers })
  expect(await answer.json()).toMatchObject({ sid, friendly_name: 'Shop', status: 'active' })
  const refused = await fetch(`${path}/Messages.json`, { method: 'POST', headers, body: new URLSearchParams() })
  expect(await refused.json()).toMatchObject({
    message: "The destination 'To' phone number is required to send an SMS",
  })
  server.child.kill('SIGTERM')
  await server.ended
})

test('as JSON a start is one line, for the program that started it, and so is an account', async () => {
  const { child, said } = launch([program, 'start', '--port', '0', '--database', 'sqlite::memory:', '--output', 'json'])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  await once(child, 'close')
  const told = JSON.parse(said.out) as { url: string; port: number }
  expect(told).toEqual({
    version: expect.stringMatching(/^\d/),
    url: `http://127.0.0.1:${told.port}`,
    port: expect.any(Number),
    accountSid: expect.stringMatching(/^AC[\da-f]{32}$/),
    authToken: expect.stringMatching(/^[\da-f]{32}$/),
    testAccountSid: expect.stringMatching(/^AC[\da-f]{32}$/),
    testAuthToken: expect.stringMatching(/^[\da-f]{32}$/),
    phoneNumbers: [expect.stringMatching(/^\+1\d{10}$/), expect.stringMatching(/^\+1\d{10}$/)],
  })
  const made = await run(['accounts', 'create', '--name', 'Shop', '--output', 'json'])
  expect(JSON.parse(made.out)).toEqual({
    accountSid: expect.stringMatching(/^AC[\da-f]{32}$/),
    authToken: expect.stringMatching(/^[\da-f]{32}$/),
  })
})
