import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { answering } from '../../test/answering.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { addEnvCommand } from './env.ts'
import { addReadyCommand } from './ready.ts'

let server: TestServer
let variables: Record<string, string>
beforeAll(async () => {
  server = await startTestServer()
  variables = {
    TWILIO_ACCOUNT_SID: server.account.sid,
    TWILIO_AUTH_TOKEN: server.account.token,
    TWILIO_PHONE_NUMBER: server.numbers[0],
    TWILIO_TEST_ACCOUNT_SID: server.test.sid,
    TWILIO_TEST_AUTH_TOKEN: server.test.token,
    TRUNKLINE_URL: server.url,
  }
})
afterAll(() => server[Symbol.asyncDispose]())
afterEach(() => vi.unstubAllEnvs())

async function run(words: readonly string[], at = server.url): Promise<string> {
  const printed: string[] = []
  const program = new Command('trunkline').exitOverride().configureOutput({ writeErr: () => {} })
  for (const add of [addEnvCommand, addReadyCommand]) add(program, (text) => printed.push(text))
  await program.parseAsync([...words, '--server', at], { from: 'user' })
  return printed.join('\n')
}

describe('env', () => {
  test('prints the credentials for each reader', async () => {
    expect({ ...parseEnv(await run(['env'])) }).toEqual(variables)
    expect(JSON.parse(await run(['env', '--format', 'json']))).toEqual(variables)
    expect(JSON.parse(await run(['env', '--output', 'json'], `${server.url}/`))).toEqual(variables)
    expect(await run(['env', '--format', 'shell'])).toContain(`export TWILIO_ACCOUNT_SID='${server.account.sid}'\n`)
  })

  test('sets them for the later steps of a job, and keeps the tokens out of its log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trunkline-env-'))
    const file = join(folder, 'env')
    vi.stubEnv('GITHUB_ENV', file)
    expect(await run(['env', '--format', 'github'])).toBe(
      `::add-mask::${server.account.token}\n::add-mask::${server.test.token}`,
    )
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^TWILIO_ACCOUNT_SID<<(trunkline-[\\da-f-]{36})\n${server.account.sid}\n\\1\n`),
    )
    vi.stubEnv('GITHUB_ENV', folder)
    await expect(run(['env', '--format', 'github'])).rejects.toThrow('cannot be written')
    vi.stubEnv('GITHUB_ENV', '')
    await expect(run(['env', '--format', 'github'])).rejects.toThrow('GITHUB_ENV is not set')
    rmSync(folder, { recursive: true })
  })
})

describe('ready', () => {
  test('is done when the server takes requests', async () => {
    expect(await run(['ready'])).toBe(`${server.url} is ready`)
    expect(JSON.parse(await run(['ready', '--output', 'json']))).toMatchObject({ ready: true, url: server.url })
  })

  test('waits until it does, and looks no more often than ten times a second', async () => {
    const looks: number[] = []
    await using slow = await answering((_request, response) => {
      looks.push(performance.now())
      response.writeHead(looks.length > 3 ? 200 : 503).end(looks.length > 3 ? 'ok\n' : 'starting\n')
    })
    await run(['ready', '--wait', '10s'], slow.url)
    expect(looks).toHaveLength(4)
    expect(looks[3]! - looks[0]!).toBeGreaterThan(290)
  })

  test('ends in time with 3 and the reason', async () => {
    await using never = await answering((_request, response) => response.writeHead(503).end('starting\n'))
    await expect(run(['ready', '--wait', '250ms'], never.url)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/is not ready after \d+ ms: starting\. Try: /),
    })
    await using other = await answering((_request, response) => response.writeHead(404).end())
    await expect(run(['ready'], other.url)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('it answers 404 to /readyz'),
    })
    await using silent = await answering(() => {})
    await expect(run(['ready', '--wait', '200ms'], silent.url)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('no answer came'),
    })
    const gone = await answering(() => {})
    await gone[Symbol.asyncDispose]()
    await expect(run(['ready'], gone.url)).rejects.toMatchObject({
      exitCode: 3,
      message: `${gone.url} is not ready: nothing listens there. Try: --wait 30s, or \`trunkline start\``,
    })
  })

  test.each(['soon', '2h', '-1', '3601'])('--wait %s is not understood', async (time) => {
    await expect(run(['ready', '--wait', time])).rejects.toThrow('A time is such as 30s')
  })
})
