import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { secureFront, type SecureFront } from './secure-front.ts'

// The samples for curl of the same documents, as they stand there but for account, token and SIDs, each in JSON and in XML. That
// api.twilio.com is here, and whom to trust, stands in curl's own configuration file.

const samples = new URL('../data/samples/', import.meta.url)
const run = promisify(execFile)

/** What comes of each sample, by its status and what its answer holds in either form. */
const outcomes: Readonly<Record<string, readonly [status: number, ...held: readonly string[]]>> = {
  'messages/fetch': [200, 'MM{sid}', 'Let me show you', 'delivered'],
  'messages/list': [200, 'MM{sid}', 'Let me show you', 'SM{sid}', 'Jenny please'],
  'messages/redact': [200, 'MM{sid}', 'delivered'],
  'sms-messages/fetch': [200, 'SM{sid}', 'Jenny please', 'sent'],
  'sms-messages/list': [200, 'SM{sid}', 'Jenny please', '+14155552345'],
  'test-credentials/buy-15005550006': [201, '+15005550006', 'http://demo.twilio.com/docs/voice.xml'],
  'test-credentials/buy-15005550000': [400, '21422'],
  'test-credentials/buy-33': [400, '21421'],
  'test-credentials/message-14108675309': [201, '+14108675309', 'All in the game, yo'],
  'test-credentials/message-15005550009': [400, '21614'],
  'test-credentials/message-without-body': [400, '21602'],
  'test-credentials/call-14108675309': [201, '+14108675309', 'queued'],
  'test-credentials/call-15005550003': [400, '21215'],
}

const files = (await readdir(samples, { recursive: true })).filter((name) => name.endsWith('.sh')).sort()

describe('the samples for curl', () => {
  let server: TestServer
  let front: SecureFront
  let folder: string
  const sent: Record<'SM' | 'MM', string> = { SM: '', MM: '' }

  beforeAll(async () => {
    server = await startTestServer()
    front = await secureFront(server.url)
    folder = await mkdtemp(join(tmpdir(), 'trunkline-'))
    await writeFile(join(folder, 'ca.pem'), front.certificate)
    const settings = [
      'silent',
      `connect-to = "api.twilio.com:443:127.0.0.1:${front.port}"`,
      `cacert = "${join(folder, 'ca.pem')}"`,
      String.raw`write-out = "\n%{http_code} %{content_type}"`,
    ]
    await writeFile(join(folder, '.curlrc'), settings.join('\n'))
    const send = async (parameters: Readonly<Record<string, string>>) => {
      const form = { From: server.numbers[0], To: '+14155552345', ...parameters }
      const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
      await settled(server, [String(json.sid)])
      return String(json.sid)
    }
    sent.SM = await send({ Body: 'Jenny please' })
    sent.MM = await send({ Body: 'Let me show you', SendAsMms: 'true' })
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await front[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  test('each is there in both forms', () => {
    const named = Object.keys(outcomes).flatMap((name) => [`${name}.curl-json.sh`, `${name}.curl-xml.sh`])
    expect(files).toEqual(named.sort())
  })

  // In this order, in which a message is read before its text is blanked.
  test.each(files)('%s', async (file) => {
    const [, name = '', form = ''] = /^(.+)\.curl-(json|xml)\.sh$/.exec(file) ?? []
    const { sid, token } = name.startsWith('test-credentials/') ? server.test : server.account
    const command = (await readFile(new URL(file, samples), 'utf8'))
      .replaceAll(`AC${'X'.repeat(32)}`, sid)
      .replaceAll('your_auth_token', token)
      .replaceAll(/\b(SM|MM)800f449d0399ed014aae2bcc0cc2f2ec/g, (_, prefix: 'SM' | 'MM') => sent[prefix])
    const env = { ...process.env, CURL_HOME: folder, HOME: folder }
    const { stdout } = await run('sh', ['-c', command], { env, timeout: 20_000 })
    const [, answer = '', told = ''] = /^([\s\S]*)\n(.*)$/.exec(stdout) ?? []
    const [status, ...held] = outcomes[name]!
    expect(told).toBe(`${status} application/${form}`)
    for (const text of held)
      expect(answer).toContain(text.replace(/^(SM|MM)\{sid\}$/, (_, prefix: 'SM') => sent[prefix]))
    if (name === 'messages/redact') expect(answer).toContain(form === 'json' ? '"body": ""' : '<Body></Body>')
    if (form === 'json') expect(JSON.parse(answer)).toBeTypeOf('object')
    else expect(answer).toMatch(/<TwilioResponse>[\s\S]+<\/TwilioResponse>$/)
  })
})
