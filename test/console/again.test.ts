import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AskedApplication, attemptCurl, missingOf } from '../../console/src/parts/attempt-curl.ts'
import { attemptTest } from '../../console/src/parts/attempt-test.ts'
import { curlLine } from '../../console/src/parts/curl-line.ts'
import { type SentMessage, sendingAgain, sendingCurl } from '../../console/src/parts/message-curl.ts'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { openReceiver, twiml } from '../receiver.ts'
import { runtime } from '../runtimes.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { openProject } from '../testing/project.ts'

// What the console copies, run by what it is made for: a shell, curl, and Vitest.

const curl = runtime('curl')
const hostile = `it's "quoted" \\ $HOME \`id\` %20+& 日本語 😀 {a,b} [1-2] !! ~ #\n line two`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-again-'))
  writeFileSync(join(folder, 'curl'), `#!/bin/sh\nfor word; do printf '%s\\0' "$word"; done\n`, { mode: 0o755 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The words that a real shell gives to curl. */
function wordsOf(line: string): string[] {
  const env = { ...process.env, PATH: `${folder}:/usr/bin:/bin` }
  return execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', env }).split('\0').slice(0, -1)
}

// A text of a shell has no NUL, and a lone half of a character has no bytes.
const texts = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '\n', '$', '`', ' ', '!', '-') }),
  )
  .map((text) => text.replaceAll('\0', ''))

test('a shell reads the words back, whatever is in them', () => {
  fc.assert(
    fc.property(texts, fc.array(texts, { maxLength: 6 }), (url, values) => {
      const line = curlLine(
        url,
        values.map((value) => ['-H', value] as const),
        ['--globoff'],
      )
      expect(wordsOf(line)).toEqual(['--globoff', url, ...values.flatMap((value) => ['-H', value])])
    }),
    { numRuns: 100 },
  )
})

test('a test takes every text as it is', () => {
  fc.assert(
    fc.property(texts, (body) => {
      const code = attemptTest(asked({ MessageSid: 'SM1', Body: body }))
      const [, sent = ''] = /phone\.send\((.*)\)$/m.exec(code ?? '') ?? []
      expect(runInNewContext(sent)).toBe(body)
    }),
  )
})

const asked = (parameters: Record<string, string>, other: Partial<AskedApplication> = {}): AskedApplication => ({
  method: 'POST',
  url: 'http://127.0.0.1:3000/sms',
  parameters: Object.entries(parameters),
  requestHeaders: { Host: '127.0.0.1:3000', 'Content-Type': 'application/x-www-form-urlencoded' },
  ...other,
})

test('of what was not kept there is no curl and no test, and why is said', () => {
  for (const [attempt, why] of [
    [asked({ MessageSid: 'SM1', Body: '[redacted]' }), 'redacted'],
    [asked({}, { requestHeaders: { 'Content-Type': 'application/json' } }), 'json'],
    [asked({ MessageSid: 'SM1', Body: 'Hi' }, { requestHeaders: {} }), 'unmade'],
  ] as const) {
    expect(missingOf(attempt)).toBe(why)
    expect([attemptCurl(attempt), attemptTest(attempt)]).toEqual([null, null])
  }
})

test('a header without a value is sent without one, and those that curl writes are left to it', () => {
  const words = wordsOf(
    attemptCurl(asked({}, { requestHeaders: { Host: 'a', 'Content-Length': '0', 'X-Empty': '', Cookie: "a='b'" } })) ??
      '',
  )
  expect(words.filter((_, at) => words[at - 1] === '-H')).toEqual(['X-Empty;', "Cookie: a='b'"])
})

describe('of a server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  /** The attempt that came of a text to the application. */
  async function attemptOf(body: string): Promise<AskedApplication> {
    const path = '/phones/+15558675310/messages'
    const { json } = await askControl(server, 'POST', path, { to: server.numbers[0], body })
    const outcome = await askControl(server, 'GET', `${path}/${String(json.id)}/outcome?wait=10`)
    return (outcome.json.webhooks as AskedApplication[])[0]!
  }

  /** Runs what is copied of a message. */
  async function sendAgain(sid: string): Promise<void> {
    const { message } = (await askControl(server, 'GET', `/messages/${sid}`)).json as { message: SentMessage }
    const user = `${server.account.sid}:${server.account.token}`
    const line = sendingCurl(sendingAgain(message, server.url)!, server.url, '/_trunkline/v1', user)
    await promisify(execFile)('/bin/sh', ['-c', line], { timeout: 10_000 })
    await askControl(server, 'POST', '/settle', {})
  }

  test.skipIf(curl === null).each(['POST', 'GET'] as const)(
    'curl makes the very request that an application got by %s',
    async (smsMethod) => {
      await using receiver = await openReceiver()
      const smsUrl = `${receiver.url}/sms?shop={a,b}&n=[1-2]`
      await askControl(server, 'PATCH', `/numbers/${server.numbers[0]}`, { smsUrl, smsMethod })
      const line = attemptCurl(await attemptOf(hostile)) ?? ''
      await promisify(execFile)('/bin/sh', ['-c', line], { timeout: 10_000 })
      const [first, again, ...more] = receiver.received
      expect(more).toEqual([])
      const { connection: _, 'accept-encoding': __, ...headers } = first!.headers
      expect(again).toMatchObject({ ...first, headers })
      expect(again!.parameters).toEqual(first!.parameters)
      expect(first!.headers['x-twilio-signature']).toMatch(/=$/)
    },
  )

  test.skipIf(curl === null)('curl sends a message again, and what came in comes in again', async () => {
    const parameters = { To: '+15558675311', From: server.numbers[0], Body: hostile }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
    await askControl(server, 'PATCH', `/numbers/${server.numbers[0]}`, { smsUrl: '' })
    const { webhooks: _, ...came } = (
      await askControl(server, 'POST', '/phones/+15558675311/messages', { to: server.numbers[0], body: hostile })
    ).json
    const outcome = await askControl(server, 'GET', `/phones/+15558675311/messages/${String(came.id)}/outcome?wait=10`)
    for (const [sid, direction] of [
      [json.sid, 'outbound-api'],
      [outcome.json.messageSid, 'inbound'],
    ]) {
      const { message } = (await askControl(server, 'GET', `/messages/${String(sid)}`)).json as { message: SentMessage }
      await sendAgain(message.sid)
      const found = await askControl(server, 'GET', `/messages?direction=${String(direction)}&limit=2`)
      const bodies = (found.json.messages as { body: string; to: string }[]).map(({ body, to }) => [body, to])
      expect(bodies).toEqual([
        [hostile, message.to],
        [hostile, message.to],
      ])
    }
  })

  test.skipIf(curl === null)('the files of a message go with it', async () => {
    const path = '/phones/+15558675313/messages'
    const base64 = Buffer.from('a picture').toString('base64')
    const media = [{ contentType: 'image/png', base64 }]
    const came = await askControl(server, 'POST', path, { to: server.numbers[0], media })
    const outcome = await askControl(server, 'GET', `${path}/${String(came.json.id)}/outcome?wait=10`)
    await sendAgain(String(outcome.json.messageSid))
    const inbound = await askControl(server, 'GET', '/messages?direction=inbound&from=%2B15558675313')
    const sids = (inbound.json.messages as { sid: string }[]).map(({ sid }) => sid)
    expect(sids).toHaveLength(2)
    const { message } = (await askControl(server, 'GET', `/messages/${sids[0]}`)).json as {
      message: { sid: string; mediaUrls: string[] }
    }
    const MediaUrl = `${server.url}/2010-04-01/Accounts/${server.account.sid}/Messages/${message.sid}/Media/${message.mediaUrls[0]}`
    const parameters = { To: '+15558675314', From: server.numbers[0], MediaUrl }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
    await askControl(server, 'POST', '/settle', {})
    await sendAgain(String(json.sid))
    const outbound = await askControl(server, 'GET', '/messages?to=%2B15558675314')
    for (const { sid } of [
      ...(inbound.json.messages as { sid: string }[]),
      ...(outbound.json.messages as { sid: string }[]),
    ]) {
      const found = await askControl(server, 'GET', `/messages/${sid}`)
      expect(found.json.media).toMatchObject([{ contentType: 'image/png', size: 9 }])
    }
    expect(outbound.json.messages).toHaveLength(2)
  })

  test('the tests that are copied pass, and fail when the application fails', { timeout: 60_000 }, async () => {
    let status = 200
    await using receiver = await openReceiver(() => ({ ...twiml('<Message>ok</Message>'), status }))
    await askControl(server, 'PATCH', `/numbers/${server.numbers[0]}`, {
      smsUrl: `${receiver.url}/sms`,
      smsMethod: 'POST',
    })
    const message = attemptTest(await attemptOf(hostile)) ?? ''
    const statuses: string[] = []
    for (const To of ['+15558675312', '+15005530003']) {
      const parameters = { To, From: server.numbers[0], Body: 'Hi', StatusCallback: `${receiver.url}/status` }
      const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
      await askControl(server, 'POST', '/settle', {})
      const { webhooks } = (await askControl(server, 'GET', `/messages/${String(json.sid)}`)).json
      statuses.push(attemptTest((webhooks as AskedApplication[]).at(-1)!) ?? '')
    }
    expect(statuses[0]).toContain('told of delivered')
    expect(statuses[1]).toContain(`to: '+15005530003'`)
    using project = openProject({ type: 'module' })
    const files = [message, ...statuses].map((code, i) => {
      writeFileSync(join(project.folder, `copied-${i}.test.ts`), code)
      return `copied-${i}.test.ts`
    })
    const ran = await project.vitest(...files)
    expect(ran.output).toMatch(/Tests\s+3 passed \(3\)/)
    status = 500
    expect((await project.vitest(files[0]!)).output).toContain('expected 500 to be 200')
  })
})
