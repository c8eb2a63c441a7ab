import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { compileCache } from '../program.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { secureFront, type SecureFront } from './secure-front.ts'

// The samples for Node of the Messages document, of that on SMS/Messages and of the page on test credentials, as they stand
// there, each run by a Node of its own with the major of the SDK for which it was written. Account, token and SIDs are filled in.

const samples = new URL('../data/samples/', import.meta.url)
const preload = fileURLToPath(new URL('./as-in-the-documents.cjs', import.meta.url))
const { resolve } = createRequire(import.meta.url)
const packages = { 2: resolve('twilio2'), 3: resolve('twilio3') }

interface Outcome {
  status: number
  /** What the answer holds, where the sample prints nothing. */
  says?: object
  /** What the sample prints: nothing unless it is said. */
  prints?: RegExp
}

const sidPrinted = (prefix: string) => new RegExp(`^${prefix}[0-9a-f]{32}$`)
const failing = (code: number): Outcome => ({ status: 400, says: { status: 400, code } })

/** What comes of each sample, whatever the major. */
const outcomes: Readonly<Record<string, Outcome>> = {
  'messages/fetch': { status: 200, prints: /^(Let me show you|\+14155552345)\n$/ },
  'messages/list': { status: 200, prints: /^(Let me show you|MM[0-9a-f]{32})\n(Jenny please|SM[0-9a-f]{32})\n$/ },
  'messages/redact': { status: 200, says: { body: '' } },
  'sms-messages/fetch': { status: 200, prints: /^Jenny please\n$/ },
  'sms-messages/list': { status: 200, prints: /^(\+14155552345\n){2}$/ },
  'test-credentials/buy-15005550006': { status: 201, prints: sidPrinted('PN') },
  'test-credentials/buy-15005550000': failing(21422),
  'test-credentials/buy-33': failing(21421),
  'test-credentials/message-14108675309': { status: 201, prints: sidPrinted('SM') },
  'test-credentials/message-15005550009': failing(21614),
  'test-credentials/message-without-body': failing(21602),
  'test-credentials/call-14108675309': { status: 201, prints: sidPrinted('CA') },
  'test-credentials/call-15005550003': failing(21215),
}

const files = (await readdir(samples, { recursive: true })).filter((name) => name.endsWith('.js')).sort()
const runs = files.map((file) => {
  const [, name = '', major = ''] = /^(.+)\.node([23])\.js$/.exec(file) ?? []
  return { file, name, major: Number(major) as 2 | 3 }
})

describe('the samples of the documents', () => {
  let server: TestServer
  let front: SecureFront
  let folder: string
  const filledIn: Record<string, string> = {}

  beforeAll(async () => {
    server = await startTestServer()
    front = await secureFront(server.url)
    folder = await mkdtemp(fileURLToPath(new URL('./.samples-', import.meta.url)))
    await writeFile(join(folder, 'ca.pem'), front.certificate)
    const send = async (parameters: Readonly<Record<string, string>>) => {
      const form = { From: server.numbers[0], To: '+14155552345', ...parameters }
      const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
      return String(json.sid)
    }
    filledIn.SM800f449d0399ed014aae2bcc0cc2f2ec = await send({ Body: 'Jenny please' })
    await settled(server, [filledIn.SM800f449d0399ed014aae2bcc0cc2f2ec])
    filledIn.MM800f449d0399ed014aae2bcc0cc2f2ec = await send({ Body: 'Let me show you', SendAsMms: 'true' })
    await settled(server, [filledIn.MM800f449d0399ed014aae2bcc0cc2f2ec])
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await front[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const run = async ({ file, name, major }: (typeof runs)[number]) => {
    const { sid, token } = name.startsWith('test-credentials/') ? server.test : server.account
    let source = await readFile(new URL(file, samples), 'utf8')
    const values = { ...filledIn, [`AC${'X'.repeat(32)}`]: sid, your_auth_token: token }
    for (const [placeholder, value] of Object.entries(values)) source = source.replaceAll(placeholder, value)
    const path = join(folder, file.replaceAll('/', '-').replace(/js$/, 'cjs'))
    await writeFile(path, source)
    const env = {
      ...compileCache,
      SAMPLE_SDK: packages[major],
      SAMPLE_PORT: String(front.port),
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    }
    front.answers()
    const ended = await new Promise<{ failed: boolean; printed: string }>((done) => {
      execFile(process.execPath, ['--require', preload, path], { env, timeout: 20_000 }, (error, printed) =>
        done({ failed: error !== null, printed }),
      )
    })
    return { ...ended, answers: front.answers() }
  }

  test('each has its outcome', () => {
    expect(runs).toHaveLength(2 * Object.keys(outcomes).length)
    expect([...new Set(runs.map(({ name }) => name))].sort()).toEqual(Object.keys(outcomes).sort())
  })

  // In this order, in which a message is read before its text is blanked.
  test.each(runs)('$file', async (one) => {
    const { status, says, prints } = outcomes[one.name]!
    const { failed, printed, answers } = await run(one)
    expect(answers.map((answer) => answer.status)).toEqual([status])
    if (says) expect(JSON.parse(answers[0]!.body)).toMatchObject(says)
    // Those that are refused fail with some majors only.
    if (status < 400) expect(failed).toBe(false)
    expect(printed).toMatch(prints ?? /^$/)
  })
})
