import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { execServer } from '../../src/cli/exec-server.ts'
import { certificateFor } from '../../src/webhooks/certificate.testing.ts'
import { type Ran, runCli, startCli } from '../cli.ts'
import { compileCache, program } from '../program.ts'
import { runtime } from '../runtimes.ts'
import { type TestServer, startTestServer } from '../server.ts'
import { type Witness, startWitness } from './witness.ts'

let server: TestServer
let witness: Witness
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  witness = await startWitness()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await witness[Symbol.asyncDispose]()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-exec-test-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  const leaked = witness.asked.splice(0).filter((line) => line.includes('twilio.com'))
  if (leaked.length > 0) throw new Error(`left for the service: ${leaked.join(', ')}`)
})

const node = process.execPath
const nobody = 'http://127.0.0.1:1'
const environment = () => ({ HTTPS_PROXY: witness.url, HTTP_PROXY: witness.url, TMPDIR: folder })
/** Options for exec, and behind `--` a program. */
const exec = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runCli(folder, ['exec', ...words], { TRUNKLINE_URL: server.url, ...environment(), ...env })
describe('a program that is run', () => {
  test('has what it is told, its input, its output and its code, and what is behind the dashes is its own', async () => {
    const script = `process.stdin.on('data', (bytes) => process.stdout.write(process.argv.slice(1).join(' ') + bytes)).on('end', () => { console.error('wrong'); process.exit(7) })`
    const { child, said } = open(['exec', '--', node, '-e', script, '--', '--offline', '--help', '-x'])
    child.stdin.end('input')
    expect(await once(child, 'close')).toEqual([7, null])
    expect(said).toEqual({ out: '--offline --help -xinput', err: 'wrong\ntrunkline: 0 calls intercepted\n' })
  })

  test.each([
    [['exec', '--', 'no-such-program'], 127, 'trunkline: no-such-program is not found.'],
    [['exec', '--', '/'], 126, 'trunkline: / cannot be run: EACCES.'],
    [['exec', '--', node, '-e', 'process.kill(process.pid, "SIGKILL")'], 137, ''],
    [['exec'], 2, "missing required argument 'command'"],
    [['exec', '--print-env', '--', 'true'], 2, '--print-env runs no command'],
    [['exec', '--nonsense', '--', 'true'], 2, "unknown option '--nonsense'"],
  ])('%j ends with %d', async (words, code, says) => {
    const ran = await runCli(folder, words, { TRUNKLINE_URL: server.url })
    expect(ran.code).toBe(code)
    expect(ran.error).toContain(says)
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hears %s and may end as it likes', async (signal) => {
    const script = `process.on('${signal}', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready')`
    const { child } = open(['exec', '--', node, '-e', script])
    await once(child.stdout, 'data')
    child.kill(signal)
    expect(await once(child, 'close')).toEqual([5, null])
  })

  test('that a signal ended makes a code of it', async () => {
    const { child } = open(['exec', '--', node, '-e', `setInterval(() => {}, 1000); console.log('ready')`])
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([143, null])
  })

  test('leaves nothing behind', async () => {
    const ran = await exec(['--', node, '-p', 'process.env.TRUNKLINE_CA'])
    expect(ran.output.startsWith(folder)).toBe(true)
    expect(existsSync(join(ran.output, '..'))).toBe(false)
  })
})

describe('the server', () => {
  test('is the one that runs, whose first account the program gets', async () => {
    const ran = await exec(['--', ...asks()], { TWILIO_ACCOUNT_SID: 'AClive', TWILIO_AUTH_TOKEN: 'live' })
    expect(ran).toEqual({
      code: 0,
      output: `200 ${server.account.sid}`,
      error: 'trunkline: 1 call intercepted (api.twilio.com: GET Accounts/… 200)',
    })
  })

  test('is one of its own where none runs, with nothing of it kept', async () => {
    const ran = await exec(
      ['--', ...asks({ last: 'console.log(process.env.TWILIO_PHONE_NUMBER, process.env.TRUNKLINE_URL)' })],
      {
        TRUNKLINE_URL: nobody,
      },
    )
    expect(ran.output).toMatch(/^200 AC[\da-f]{32}\n\+1415\d{7} http:\/\/127.0.0.1:\d+$/)
    expect(ran.error).toContain(`trunkline: no Trunkline answers at ${nobody}: one runs at http://127.0.0.1:`)
    expect(ran.code).toBe(0)
    expect(existsSync(join(folder, '.trunkline'))).toBe(false)
  })

  test('that was named has to be there: 3', async () => {
    const ran = await exec(['--server', nobody, '--', node, '-e', 'console.log("ran")'])
    expect(ran).toEqual({
      code: 3,
      output: '',
      error: `trunkline: No server answers at ${nobody}. Try: \`trunkline start\` in another terminal, or exec without --server, which starts one of its own`,
    })
  })

  test.each([
    ['answers pages to all that it is asked', '<html>'],
    ['answers other JSON', '{"name": "shop"}'],
    ['answers nothing in JSON', 'null'],
  ])('is none where what was named %s', async (_what, text) => {
    const other = createServer((_request, response) => response.end(text))
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const told = { code: 1, output: '', error: expect.stringContaining(`What answers at ${url} is no Trunkline.`) }
    expect(await exec(['--', node, '-e', ''], { TRUNKLINE_URL: url })).toMatchObject(told)
    expect(await exec(['--server', url, '--', node, '-e', ''])).toMatchObject(told)
    other.close()
    await using own = await execServer({ server: url }, 'default')
    expect(own).toMatchObject({ own: true, account: { phoneNumbers: [expect.any(String), expect.any(String)] } })
  })

  test('that ends while the program runs is not replaced by the real service: 502', async () => {
    const ending = await startCli(folder, ['start', '--port', '0', '--database', 'sqlite::memory:'])
    const waits = `console.log('ready'); await new Promise((go) => process.stdin.resume().once('end', go))`
    const { child, said } = open(['exec', '--server', ending.url, '--', ...asks({ first: waits })])
    await once(child.stdout, 'data')
    await ending.end('SIGKILL')
    child.stdin.end()
    await once(child, 'close')
    expect(said).toEqual({
      out: 'ready\n502 undefined\n',
      err: 'trunkline: 1 call intercepted (api.twilio.com: GET Accounts/… not answered)\n',
    })
  })
})

describe('credentials that are not of this server', () => {
  const live = { SID: `AC${'f'.repeat(32)}`, TOKEN: 'e'.repeat(32) }

  test('are refused by it, never leave, and are explained once', async () => {
    const twice = asks({ last: `await fetch('https://api.twilio.com/', { headers: { authorization } })` })
    const ran = await exec(['--', ...twice], live)
    expect(ran.output).toBe('401 undefined')
    expect(ran.error.split('\n')).toEqual([
      `trunkline: the program uses account ${live.SID}, which this server does not know, or not with that auth token: use TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the environment, or start the server with TRUNKLINE_ACCOUNT_SID=${live.SID} and TRUNKLINE_AUTH_TOKEN`,
      expect.stringMatching(/^trunkline: 2 calls intercepted/),
    ])
    expect(ran.error).not.toContain(live.TOKEN)
  })

  test.each([
    [() => ({ SID: server.account.sid, TOKEN: live.TOKEN }), "with another auth token than the server's"],
    [() => ({ USERNAME: `SK${'f'.repeat(32)}`, TOKEN: live.TOKEN }), 'or make a key at the server'],
  ])('%#: a known account with another token, or a key, is explained as such', async (credentials, says) => {
    const ran = await exec(['--', ...asks()], credentials())
    expect(ran.output).toBe('401 undefined')
    expect(ran.error).toContain(says)
  })

  test('are those of a server that was started with them', async () => {
    const known = { TRUNKLINE_URL: nobody, TRUNKLINE_ACCOUNT_SID: live.SID, TRUNKLINE_AUTH_TOKEN: live.TOKEN }
    expect(await exec(['--', ...asks()], { ...live, ...known })).toMatchObject({ code: 0, output: `200 ${live.SID}` })
  })
})

describe('--expect-calls', () => {
  test('fails without any, and says why there may be none', async () => {
    const ran = await exec(['--expect-calls', '--', node, '-e', ''])
    expect(ran.code).toBe(1)
    expect(ran.error).toContain('trunkline: 0 calls intercepted\ntrunkline: no call came, and one was expected.')
  })

  test("keeps the program's own code, and is content with one", async () => {
    expect((await exec(['--expect-calls', '--', node, '-e', 'process.exit(9)'])).code).toBe(9)
    expect((await exec(['--expect-calls', '--', ...asks()])).code).toBe(0)
  })
})

describe('--offline lets nothing pass, and the service is answered all the same:', () => {
  const refused = 'shop.example is not reached: trunkline exec runs this program with --offline'

  test('by the proxy', async () => {
    // A request to the proxy itself, as programs make it that no script of ours is in.
    const shop = `const { get } = await import('node:http')
      get(process.env.TRUNKLINE_PROXY, { headers: { host: 'shop.example' } }, async (answer) => console.log(answer.statusCode, JSON.parse((await answer.toArray()).join('')).message))`
    const ran = await exec(['--offline', '--', ...asks({ last: shop })])
    expect(ran.output).toBe(`200 ${server.account.sid}\n403 ${refused}`)
    expect(witness.asked).toEqual([])
  })

  const byScript = [
    [
      'node',
      node,
      ['-e', `require('net').connect(80, 'shop.example').on('error', (error) => console.log(error.message))`],
    ],
    [
      'node20',
      runtime('node20'),
      ['-e', `fetch('http://shop.example').catch((error) => console.log(error.cause.message))`],
    ],
    [
      'python-twilio',
      runtime('python-twilio'),
      [
        '-c',
        `import socket\ntry: socket.create_connection(("shop.example", 80))\nexcept OSError as error: print(error.strerror)`,
      ],
    ],
  ] as const
  for (const [name, path, words] of byScript)
    test.skipIf(path === null)(`by what ${name} loads first`, async () => {
      expect(await exec(['--offline', '--', path ?? '', ...words])).toMatchObject({ code: 0, output: refused })
    })

  test('but for this machine', async () => {
    const near = `fetch(process.env.TRUNKLINE_URL + '/readyz').then((answer) => console.log(answer.status))`
    expect(await exec(['--offline', '--', node, '-e', near])).toMatchObject({ code: 0, output: '200' })
  })
})

test.each(['text', 'json'])(
  '--print-env prints the variables as %s, and another program uses them until Ctrl-C',
  async (output) => {
    const { child, said } = open(['exec', '--print-env', '--output', output], { TMPDIR: join(folder, "a b'c") })
    mkdirSync(join(folder, "a b'c"))
    while (!/TRUNKLINE_CA\W+\S.*\n/.test(said.out)) await once(child.stdout, 'data')
    const file = join(folder, '.env')
    writeFileSync(file, said.out)
    const variables = output === 'json' ? (JSON.parse(said.out) as Record<string, string>) : parseEnv(said.out)
    const ran = await ranWith(asks(), variables)
    expect(ran).toBe(`200 ${server.account.sid}\n`)
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([0, null])
    expect(said.err).toMatch(/^trunkline: 1 call intercepted .*\n$/)
  },
)

test('a proxy of the user to which TLS is spoken is asked for others', async () => {
  const pair = certificateFor('localhost')
  const asked: string[] = []
  const secure = createSecureServer(pair).on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
    socket.on('error', () => {}).end('HTTP/1.1 403 Not you\r\n\r\n')
  })
  await once(secure.listen(0, '127.0.0.1'), 'listening')
  const { port } = secure.address() as AddressInfo
  writeFileSync(join(folder, 'corp.pem'), pair.cert)
  const shop = `await fetch('https://shop.example/').catch(() => console.log('refused'))`
  const ran = await exec(['--', ...asks({ last: shop })], {
    HTTPS_PROXY: `https://me:secret@localhost:${port}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'corp.pem'),
  })
  expect(ran).toMatchObject({ code: 0, output: `200 ${server.account.sid}\nrefused` })
  expect(asked).toEqual([`shop.example:443 Basic ${btoa('me:secret')}`])
  secure.close()
})

test('within another exec, calls come to the nearest server', { timeout: 60_000 }, async () => {
  const python = runtime('python-twilio')
  const within = [
    'exec',
    '--',
    ...(python === null
      ? asks()
      : [
          python,
          '-c',
          'import ssl, urllib.request\ntry: urllib.request.urlopen("https://api.twilio.com/")\nexcept urllib.error.HTTPError as error: print(error.code)',
        ]),
  ]
  const ran = await exec(['--', node, program, ...within], {})
  expect(ran.code).toBe(0)
  expect(ran.error.split('\n').filter((line) => line.includes('intercepted'))).toEqual([
    expect.stringContaining('1 call intercepted'),
    'trunkline: 0 calls intercepted',
  ])
})

test('--token is for the program, too', async () => {
  const ran = await exec(['--token', 'x'.repeat(32), '--', node, '-p', 'process.env.TRUNKLINE_CONTROL_TOKEN'])
  expect(ran.output).toBe('x'.repeat(32))
})

test("what of the user's own is changed is said", async () => {
  const ran = await exec(['--', node, '-p', 'process.env.NO_PROXY'], {
    NO_PROXY: 'db.internal,*',
    HTTPS_PROXY: 'socks5://corp:1',
  })
  expect(ran.output).toBe('localhost,127.0.0.1,::1,db.internal')
  expect(ran.error.split('\n').slice(0, 2)).toEqual([
    'trunkline: HTTPS_PROXY names no proxy that is understood (http:// and https:// are): others are reached directly',
    'trunkline: NO_PROXY without "*", which exempts hosts of twilio.com',
  ])
})

describe('what programs of the user load first is still loaded:', () => {
  test('by Node', async () => {
    writeFileSync(join(folder, 'own.cjs'), 'globalThis.own = "loaded"')
    const ran = await exec(['--', node, '-p', 'own'], { NODE_OPTIONS: `--require ${join(folder, 'own.cjs')}` })
    expect(ran.output).toBe('loaded')
  })

  const python = runtime('python-twilio')
  test.skipIf(python === null)('by Python', async () => {
    writeFileSync(join(folder, 'sitecustomize.py'), 'import builtins\nbuiltins.own = "loaded"')
    const ran = await exec(['--', python ?? '', '-c', 'print(own)'], { PYTHONPATH: folder })
    expect(ran).toMatchObject({ code: 0, output: 'loaded' })
  })

  const php = runtime('php')
  test.skipIf(php === null)('by PHP', async () => {
    writeFileSync(join(folder, 'own.php'), '<?php $own = "loaded";')
    writeFileSync(join(folder, 'own.ini'), `auto_prepend_file=${join(folder, 'own.php')}\n`)
    const ran = await exec(['--', php ?? '', '-r', 'echo get_cfg_var("curl.cainfo");'], { PHP_INI_SCAN_DIR: folder })
    expect(ran.output.startsWith(folder)).toBe(true)
    writeFileSync(join(folder, 'program.php'), '<?php echo $own ?? "not";')
    const second = await exec(['--', php ?? '', 'program.php'], { PHP_INI_SCAN_DIR: `:${folder}` })
    expect(second).toMatchObject({ code: 0, output: 'loaded' })
  })
})

/** A script for Node that asks for the account, with credentials of its own where it has any. */
function asks({ first = '', last = '' } = {}): string[] {
  const script = `
    ${first}
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, SID = TWILIO_ACCOUNT_SID, USERNAME = SID, TOKEN = TWILIO_AUTH_TOKEN } = process.env
    const authorization = 'Basic ' + btoa(USERNAME + ':' + TOKEN)
    const answer = await fetch('https://api.twilio.com/2010-04-01/Accounts/' + SID + '.json', { headers: { authorization } })
    console.log(answer.status, (await answer.json()).sid)
    ${last}`
  return [node, '--input-type=module', '-e', script]
}

/** Starts the program as a shell would, and collects what it says. */
function open(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(node, [program, ...words], {
    cwd: folder,
    env: { ...compileCache, PATH: process.env.PATH, TRUNKLINE_URL: server.url, ...environment(), ...env },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
  return { child, said }
}

/** Runs a program with other variables, and answers with what it printed. */
async function ranWith([file = '', ...words]: readonly string[], env: NodeJS.Dict<string>): Promise<string> {
  const { stdout } = await promisify(execFile)(file, words, { env })
  return stdout
}
