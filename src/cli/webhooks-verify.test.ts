import { Writable } from 'node:stream'
import { Command } from 'commander'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, askJson } from '../../test/api-client.ts'
import { type Receiver, openReceiver } from '../../test/receiver.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { openLog } from '../log.ts'
import { addInboundCommand } from './inbound.ts'
import { addWebhookCommands } from './webhooks.ts'

const { getExpectedTwilioSignature, validateRequest } = webhooks

let server: TestServer
let receiver: Receiver
let refused: string
let logged = ''

// An application that computes with https, as if a proxy before it had taken off TLS.
beforeAll(async () => {
  const log = openLog('warn', new Writable({ write: (line, _encoding, done) => ((logged += String(line)), done()) }))
  server = await startTestServer({ log })
  receiver = await openReceiver(({ url, headers, parameters }) => {
    const signature = String(headers['x-twilio-signature'])
    const right = validateRequest(server.account.token, signature, url.replace('http:', 'https:'), parameters)
    return right ? { status: 204 } : { status: 403 }
  })
  const path = `/IncomingPhoneNumbers.json`
  const found = await askJson(server, { method: 'GET', path, parameters: { PhoneNumber: server.numbers[0] } })
  const [number] = found.json.incoming_phone_numbers as { sid: string }[]
  const parameters = { SmsUrl: `${receiver.url}/sms` }
  await askJson(server, { method: 'POST', path: `/IncomingPhoneNumbers/${number?.sid}.json`, parameters })
  await run('inbound', '--from', '+15558671101', '--to', server.numbers[0], '--body', 'ahoy')
  await receiver.until((received) => received.length > 0)
  refused = await attempt()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

/** The id of the attempt, which is kept when the application has answered. */
async function attempt(): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const [line] = (await run('webhooks', 'list', '--kind', 'message', '--failed')).lines
    if (line !== undefined) return line.split('  ')[0] ?? ''
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('No attempt was kept')
}

/** Runs a command within this process; answers with what it printed, and how it failed. */
async function run(...words: string[]): Promise<{ lines: string[]; problem: Error | null }> {
  const lines: string[] = []
  const program = new Command('trunkline').exitOverride().configureOutput({ writeErr: () => {} })
  addInboundCommand(program, (text) => void lines.push(text))
  addWebhookCommands(program, (text) => void lines.push(text))
  const problem = await program.parseAsync([...words, '--server', server.url], { from: 'user' }).then(
    () => null,
    (error: unknown) => error as Error,
  )
  return { lines, problem }
}
const verify = (...words: string[]) => run('webhooks', 'verify', ...words)

test('a request that was refused points to the doctor, and so does one line of the log', async () => {
  const { lines } = await run('webhooks', 'get', refused)
  expect(lines.at(-1)).toContain(`\`trunkline webhooks verify ${refused}\``)
  await receiver.until(() => logged.includes(refused))
  const [line, ...others] = logged.split('\n').filter((one) => one.includes('refused a signed request'))
  expect(JSON.parse(line ?? '')).toMatchObject({
    id: refused,
    host: new URL(receiver.url).host,
    status: 403,
    refused: 1,
    try: `trunkline webhooks verify ${refused}`,
  })
  await run('webhooks', 'replay', refused)
  expect(others).toEqual([])
  expect(logged.split('refused a signed request')).toHaveLength(2)
})

test('what was signed is shown, with what mistakes make of it', async () => {
  const { lines, problem } = await verify(refused)
  expect(problem).toBeNull()
  expect(lines.slice(0, 2)).toEqual([`POST ${receiver.url}/sms`, 'What is signed:'])
  expect(lines[2]).toMatch(new RegExp(`^${receiver.url}/smsAccountSid${server.account.sid}.*BodyahoyFrom`))
  expect(lines[3]).toMatch(/^X-Twilio-Signature: [\w+/]{27}=$/)
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}\S{28} {2}https-for-http$/))
  const json = await verify(refused, '--output', 'json')
  expect(JSON.parse(json.lines[0] ?? '')).toMatchObject({ header: lines[3]?.slice(20), likely: null } satisfies Json)
})

test('what the application computed is compared', async () => {
  const { lines } = await verify(refused)
  const computed = lines.find((line) => line.endsWith('  https-for-http'))?.slice(2, 30) ?? ''
  const wrong = await verify(refused, '--received', computed)
  expect(wrong.lines).toContain('Mistake: https-for-http')
  expect(wrong.problem).toMatchObject({ exitCode: 1, message: expect.stringContaining('is not the right') as string })
  const right = await verify(refused, '--received', lines[3]?.slice(20) ?? '')
  expect([right.problem, right.lines.at(-1)]).toEqual([null, 'The application computes the right signature.'])
  expect((await verify(refused, '--received', 'x')).lines.at(-1)).toBe(
    'No mistake that is known comes to this signature.',
  )
})

test('the mistake is found by trying', async () => {
  const { lines, problem } = await verify(refused, '--try')
  expect(lines).toEqual([
    expect.stringMatching(
      /^The application computes with https:\/\/[^]* takes the one so computed\. \(\d+ requests\)$/,
    ),
    'Mistake: https-for-http',
  ])
  expect(problem).toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('Try: Call it at its https') as string,
  })
  // It is the right one that the application takes when it knows its address.
  const { lines: replayed } = await run(
    'webhooks',
    'replay',
    refused,
    '--url',
    `${receiver.url}/sms`,
    '--output',
    'json',
  )
  expect(JSON.parse(replayed[0] ?? '')).toMatchObject({ responseStatus: 403 })
})

test('an application that does not answer has nothing to be found out', async () => {
  const gone = await openReceiver()
  await gone[Symbol.asyncDispose]()
  const { lines } = await run('webhooks', 'replay', refused, '--url', gone.url, '--output', 'json')
  const { id } = JSON.parse(lines[0] ?? '') as { id: string }
  const { problem } = await verify(id, '--try')
  expect(problem).toMatchObject({
    exitCode: 1,
    message: `The application does not answer. Try: \`trunkline webhooks get ${id}\``,
  })
})

describe('a signature that was given', () => {
  const url = 'https://shop.example/sms'
  const form = ['--param', 'To=1', '--param', 'Body=a=b']
  const of = (address: string) => getExpectedTwilioSignature(server.account.token, address, { To: '1', Body: 'a=b' })

  test('is right: 0', async () => {
    const { lines, problem } = await verify('--url', url, ...form, '--signature', of(url))
    expect([problem, lines.at(-1)]).toEqual([null, 'The signature is right.'])
    expect(lines[2]).toBe(`${url}Bodya=bTo1`)
  })

  test('is not right, and why: 1', async () => {
    const { lines, problem } = await verify(
      '--url',
      url,
      ...form,
      '--signature',
      of(`${url}/`),
      '--account',
      server.account.sid,
    )
    expect(lines.slice(-2)).toEqual(['Mistake: trailing-slash-added', expect.stringContaining('a slash') as string])
    expect(problem).toMatchObject({ exitCode: 1 })
    const named = await verify('--url', url, ...form, '--signature', of('https://in/sms'), '--host', 'in')
    expect(named.lines).toContain('Mistake: other-host')
  })

  test('of a line end is shown as a text of JSON', async () => {
    const { lines } = await verify('--url', url, '--param', 'Body=a\nb', '--signature', 'x', '--auth-token', 'y')
    expect(lines[2]).toBe(JSON.stringify(`${url}Bodya\nb`))
  })
})

test.each([
  [[], 'There is nothing to verify. Try: the id'],
  [['--url', 'https://x'], 'There is nothing to verify.'],
  [['--url', 'https://x', '--signature', 'x', '--try'], '--try, of no use without the id'],
  [['WH1', '--url', 'https://x', '--auth-token', 'x'], '--url, --auth-token, of no use with an id'],
  [['WH1', '--try', '--received', 'x'], '--received, of no use with --try'],
  [['WH1', '--secret', 'x'], '--secret, of use with --try only'],
  [['--url', 'https://x', '--signature', 'x', '--param', 'x'], '"x" is no parameter'],
])('%j is not understood: 2', async (words, says) => {
  const { problem } = await verify(...words)
  expect(problem).toMatchObject({ exitCode: 2, message: expect.stringContaining(says) as string })
})
