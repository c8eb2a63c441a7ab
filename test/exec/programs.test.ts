import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { type Ran, runCli } from '../cli.ts'
import { type Runtime, runtime } from '../runtimes.ts'
import { type TestServer, startTestServer } from '../server.ts'
import { type Witness, startWitness } from './witness.ts'

const programs = fileURLToPath(new URL('programs/', import.meta.url))

let server: TestServer
let witness: Witness
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  witness = await startWitness()
  folder = mkdtempSync(join(tmpdir(), 'trunkline-programs-'))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await witness[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a program unchanged, where the only way out of the machine is the witness. */
function run(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  return runCli(folder, ['exec', '--server', server.url, '--expect-calls', '--', ...words], {
    HTTPS_PROXY: witness.url,
    HTTP_PROXY: witness.url,
    // As somebody has it who uses the real service: none of it reaches the program.
    TWILIO_ACCOUNT_SID: `AC${'f'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'f'.repeat(32),
    ...env,
  })
}

/** Runs a program that sends a message, and looks for it at the server. */
async function sends(
  words: readonly string[],
  options: { calls?: number; env?: Record<string, string> } = {},
): Promise<Ran> {
  const { calls = 1, env = {} } = options
  const body = `from ${words.join(' ')}`
  const ran = await run(words, { ...env, BODY: body })
  expect(ran.error).toContain(
    `trunkline: ${calls} call${calls === 1 ? '' : 's'} intercepted (api.twilio.com: POST Messages 201`,
  )
  expect(ran.code).toBe(0)
  const { json } = await askJson(server, { method: 'GET', path: '/Messages.json', parameters: { PageSize: '1000' } })
  const messages = (json.messages as { body: string; from: string }[]).filter((message) => message.body === body)
  expect(messages).toHaveLength(calls)
  expect(messages[0]?.from).toBe(server.numbers[0])
  expect(witness.asked).toEqual([])
  return ran
}

/** Tests that need something which not every machine has. */
const withRuntime = (name: Runtime, tests: (program: string) => void) => {
  const program = runtime(name)
  describe.skipIf(program === null)(`by ${name},`, () => {
    tests(program ?? name)
  })
}

const within = (name: string) => join(programs, name)

const nodes = (node: string) => {
  test.each(['twilio3', 'twilio4', 'twilio5', 'twilio'])('the SDK %s', async (sdk) => {
    await sends([node, within('node-sdk.cjs'), sdk])
  })
  test('the SDK twilio2', async () => {
    await sends([node, within('node-2.cjs')])
  })
  test.each(['fetch', 'https', 'own-agent', 'tls'])('%s', async (way) => {
    await sends([node, within('node-plain.mjs'), way])
  })
}

// Some SDKs take seconds to load where others work, too.
describe('a program sends a message and is not changed for it:', { timeout: 60_000 }, () => {
  describe('by this Node,', () => {
    nodes(process.execPath)
  })
  withRuntime('node20', nodes)

  withRuntime('curl', (curl) => {
    test('with its own options', async () => {
      const script = `exec ${curl} -fsS -u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json --data-urlencode To=+15558675310 --data-urlencode From=$TWILIO_PHONE_NUMBER --data-urlencode "Body=$BODY"`
      await sends(['sh', '-c', script])
    })
  })

  withRuntime('python-twilio', (python) => {
    test('the SDK', async () => {
      await sends([python, within('sdk.py')])
    })
    test.each(['urllib', 'requests', 'http.client', 'asyncio'])('%s', async (way) => {
      await sends([python, within('plain.py'), way])
    })
  })

  withRuntime('ruby', (ruby) => {
    test('net/http', async () => {
      await sends([ruby, within('net_http.rb')])
    })
  })

  withRuntime('php', (php) => {
    test.each(['curl', 'streams'])('%s', async (way) => {
      await sends([php, within('plain.php'), way])
    })
  })

  withRuntime('java', (java) => {
    test('HttpURLConnection and java.net.http', async () => {
      await sends([java, within('Plain.java')], { calls: 2 })
    })
  })

  withRuntime('go', (go) => {
    test('net/http', { timeout: 120_000 }, async () => {
      const env = {
        GOCACHE: join(folder, 'go'),
        GOPATH: join(folder, 'gopath'),
        GO111MODULE: 'off',
        GOTOOLCHAIN: 'local',
      }
      const built = join(folder, 'sends')
      execFileSync(go, ['build', '-o', built, within('plain.go')], { env: { PATH: process.env.PATH, ...env } })
      await sends([built])
    })
  })
})

describe('a connection to any port of the service ends at the proxy', () => {
  const viaNode = (node: string) => [
    node,
    '-e',
    `const to = require('net').connect(8443, 'api.twilio.com', () => {
       console.log('http://' + to.remoteAddress + ':' + to.remotePort === process.env.TRUNKLINE_PROXY)
       process.exit()
     })`,
  ]
  const python = `import os, socket
print(os.environ["TRUNKLINE_PROXY"] == "http://%s:%d" % socket.create_connection(("API.Twilio.com", 8443)).getpeername())`

  const ends = async (words: readonly string[]) => {
    const ran = await runCli(folder, ['exec', '--server', server.url, '--', ...words])
    expect(ran.output.toLowerCase()).toBe('true')
  }
  test('by this Node', () => ends(viaNode(process.execPath)))
  withRuntime('node20', (node) => {
    test('by sockets', () => ends(viaNode(node)))
  })
  withRuntime('python-twilio', (program) => {
    test('by sockets', () => ends([program, '-c', python]))
  })
})

describe('what else a program does goes as it would have gone:', () => {
  test('to this machine directly, to others by the proxy of the user', async () => {
    const script = `
      const outcome = (url) => fetch(url).then((answer) => answer.status, () => 'failed')
      const inside = await outcome(process.env.TRUNKLINE_URL + '/readyz')
      const outside = await outcome('https://shop.example/')
      const service = await outcome('https://api.twilio.com/2010-04-01/Accounts.json')
      console.log(JSON.stringify([inside, service, outside]))
    `
    const ran = await run([process.execPath, '--input-type=module', '-e', script], {})
    expect(JSON.parse(ran.output)).toEqual([200, 401, 'failed'])
    expect(witness.asked.splice(0)).toEqual(['CONNECT shop.example:443'])
  })
})
