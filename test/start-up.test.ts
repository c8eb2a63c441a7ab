import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { basic } from './api-client.ts'
import { runCli, type Running, startCli } from './cli.ts'

let folder: string
const running: Running[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-start-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end('SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

const start = async (...words: string[]): Promise<Running> => {
  const one = await startCli(folder, ['start', '--port', '0', ...words])
  running.push(one)
  return one
}

/** The lines that a user copies. */
const variables = (output: string) =>
  Object.fromEntries(
    [...output.matchAll(/^\s*(TWILIO_\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )

const credentialsIn = (output: string) => {
  const {
    TWILIO_ACCOUNT_SID: sid = '',
    TWILIO_AUTH_TOKEN: token = '',
    TWILIO_PHONE_NUMBER: number = '',
  } = variables(output)
  return { sid, token, number }
}

describe('trunkline start', { timeout: 30_000 }, () => {
  test('prints credentials at the first start, and keeps everything for the next', async () => {
    const first = await start()
    const { sid, token, number } = credentialsIn(first.output())
    expect(sid).toMatch(/^AC[0-9a-f]{32}$/)
    expect(token).toMatch(/^\S{20,}$/)
    expect(number).toMatch(/^\+1\d{10}$/)
    expect(Object.keys(variables(first.output()))).toEqual(
      expect.arrayContaining(['TWILIO_TEST_ACCOUNT_SID', 'TWILIO_TEST_AUTH_TOKEN']),
    )
    const message = await send(first.url, { sid, token }, number, 'kept over a restart')
    expect(await first.end('SIGTERM')).toBe(0)

    const second = await start()
    expect(credentialsIn(second.output())).toEqual({ sid, token, number })
    const answer = await fetch(`${second.url}/2010-04-01/Accounts/${sid}/Messages/${message}.json`, {
      headers: { authorization: basic({ sid, token }) },
    })
    expect(await answer.json()).toMatchObject({ sid: message, body: 'kept over a restart' })
    const numbers = await fetch(`${second.url}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json`, {
      headers: { authorization: basic({ sid, token }) },
    })
    expect(((await numbers.json()) as { incoming_phone_numbers: unknown[] }).incoming_phone_numbers).toHaveLength(2)
  })

  test.skipIf(spawnSync('curl', ['--version']).error)('prints a curl command that sends a first message', async () => {
    const { output } = await start()
    const [command = ''] = /^\s*curl [^]*?[^\\]$/m.exec(output()) ?? []
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    expect(JSON.parse(stdout)).toMatchObject({ status: 'queued', direction: 'outbound-api' })
  })

  test('prints once how to log in to the console, where it listens to others too', async () => {
    const first = await start('--host', '0.0.0.0')
    expect(first.output()).toMatch(/^ {2}http:\/\/localhost:\d+\/_trunkline\/login#token=[\w-]{43}$/m)
    expect(await first.end('SIGTERM')).toBe(0)
    const second = await start('--host', '0.0.0.0')
    expect(second.output()).not.toContain('token=')
    expect(second.output()).toContain('For another address: trunkline console reset')
    expect(await second.end('SIGTERM')).toBe(0)
    expect((await start()).output()).not.toContain('console')
  })

  test('makes the account that the environment names', async () => {
    const env = {
      TRUNKLINE_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
      TRUNKLINE_AUTH_TOKEN: 'the-token',
      TRUNKLINE_TEST_ACCOUNT_SID: `AC${'b'.repeat(32)}`,
      TRUNKLINE_TEST_AUTH_TOKEN: 'the-test-token',
    }
    const one = await startCli(folder, ['start', '--port', '0', '--database', 'sqlite::memory:'], env)
    running.push(one)
    expect(variables(one.output())).toMatchObject({
      TWILIO_ACCOUNT_SID: env.TRUNKLINE_ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: env.TRUNKLINE_AUTH_TOKEN,
      TWILIO_TEST_ACCOUNT_SID: env.TRUNKLINE_TEST_ACCOUNT_SID,
      TWILIO_TEST_AUTH_TOKEN: env.TRUNKLINE_TEST_AUTH_TOKEN,
    })
  })

  test('answers /livez and /readyz', async () => {
    const { url } = await start()
    expect((await fetch(`${url}/livez`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('ends well within ten seconds of a SIGTERM, and what it had accepted is delivered after the next start', async () => {
    const first = await start()
    const { sid, token, number } = credentialsIn(first.output())
    const sids = await Promise.all(
      Array.from({ length: 40 }, (_, i) => send(first.url, { sid, token }, number, `before the end ${i}`)),
    )
    const began = performance.now()
    expect(await first.end('SIGTERM')).toBe(0)
    expect(performance.now() - began).toBeLessThan(10_000)

    const second = await start()
    const headers = { authorization: basic({ sid, token }) }
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${second.url}/2010-04-01/Accounts/${sid}/Messages.json?PageSize=100`, { headers })
          const { messages } = (await answer.json()) as { messages: { sid: string; status: string }[] }
          return messages
            .filter(({ status }) => status === 'delivered')
            .map((message) => message.sid)
            .sort()
        },
        { timeout: 15_000 },
      )
      .toEqual(sids.sort())
  })

  test('logs neither texts nor tokens nor whole numbers', async () => {
    const one = await start('--log', 'trace')
    const { sid, token, number } = credentialsIn(one.output())
    const message = await send(one.url, { sid, token }, number, 'a word that nobody logs')
    await fetch(`${one.url}/2010-04-01/Accounts/${sid}/Messages/${message}.json`, {
      headers: { authorization: basic({ sid, token: 'a-wrong-token' }) },
    })
    await fetch(`${one.url}/2010-04-01/Accounts/${sid}/Nothing.json?To=%2B14155552345`, {
      headers: { authorization: basic({ sid, token }) },
    })
    expect(await one.end('SIGTERM')).toBe(0)
    const log = one.log()
    expect(log.split('\n').filter((line) => line.startsWith('{')).length).toBeGreaterThan(0)
    for (const secret of [
      token,
      'a word that nobody logs',
      'a-wrong-token',
      number,
      '+14155552345',
      '14155552345',
      basic({ sid, token }).slice(6),
    ])
      expect(log).not.toContain(secret)
  })
})

describe('a start that cannot be', { timeout: 30_000 }, () => {
  test('says in one line that the port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { code, error } = await runCli(folder, ['start', '--port', String(port), '--database', 'sqlite::memory:'])
    taken.close()
    expect(error).toMatch(new RegExp(`^trunkline: .*${port}.*in use.*Try: .*$`))
    expect(code).toBe(1)
  })

  test.each([
    ['a folder that is a file', 'sqlite:/dev/null/trunkline.db'],
    ['a PostgreSQL that is not there', 'postgres://nobody:secret@127.0.0.1:1/none'],
    ['a file that is no database', `sqlite:${new URL('server.ts', import.meta.url).pathname}`],
  ])('says in one line that the database cannot be opened: %s', async (_, database) => {
    const { code, error } = await runCli(folder, ['start', '--port', '0', '--database', database])
    expect(error).toMatch(/^trunkline: .*Try: .*$/)
    expect(error).not.toContain('secret')
    expect(code).toBe(1)
  })

  test.each([
    [['start', '--port', 'soon'], {}, /port.*soon/i],
    [['start'], { TRUNKLINE_PORT: '99999' }, /TRUNKLINE_PORT.*99999/],
    [['start'], { TRUNKLINE_SIMULATOR_DELAY: 'long' }, /TRUNKLINE_SIMULATOR_DELAY/],
    [['start'], { TRUNKLINE_AUTH_TOKEN: 'a token' }, /TRUNKLINE_AUTH_TOKEN/],
  ])('says in one line which setting is bad: %j %j', async (words, env, expected) => {
    const { code, error } = await runCli(folder, words, env)
    expect(error).toMatch(expected)
    expect(error.split('\n')).toHaveLength(1)
    expect(error).not.toContain('a token')
    expect(code).toBe(1)
  })

  test('says what a word that it does not know should have been', async () => {
    expect((await runCli(folder, ['begin'])).code).toBe(2)
    expect((await runCli(folder, ['start', '--prot', '1'])).code).toBe(2)
  })
})

describe('trunkline serve', { timeout: 30_000 }, () => {
  test('says in one line what it needs: a carrier, an account', async () => {
    const without = await runCli(folder, ['serve', '--port', '0'])
    expect(without.error).toMatch(/^trunkline: .*(carrier|account).*Try: .*$/)
    expect(without.code).toBe(1)
    const made = await runCli(folder, ['accounts', 'create', '--name', 'Shop'])
    expect(made.code).toBe(0)
    expect(Object.keys(variables(made.output))).toEqual(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'])
    const withoutCarrier = await runCli(folder, ['serve', '--port', '0'])
    expect(withoutCarrier.error).toMatch(/^trunkline: .*carrier.*Try: .*$/)
    expect(withoutCarrier.code).toBe(1)
  })
})

test('--help and --version answer', async () => {
  const [help, version] = await Promise.all([runCli(folder, ['--help']), runCli(folder, ['--version'])])
  expect(help.output).toContain('trunkline')
  expect(help.output).toContain('serve')
  expect(version.output).toMatch(/^\d+\.\d+\.\d+$/)
  expect([help.code, version.code]).toEqual([0, 0])
})

async function send(url: string, account: { sid: string; token: string }, from: string, body: string): Promise<string> {
  const answer = await fetch(`${url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: basic(account) },
    body: new URLSearchParams({ To: '+14155552345', From: from, Body: body }),
  })
  return ((await answer.json()) as { sid: string }).sid
}
