import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answering } from '../../test/answering.ts'
import { type Json, askJson } from '../../test/api-client.ts'
import { type Receiver, openReceiver, twiml } from '../../test/receiver.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { addExecCommand } from './exec.ts'
import { addAlertCommands } from './alerts.ts'
import { addClockCommands } from './clock.ts'
import { addFaultCommands } from './faults.ts'
import { addInboundCommand } from './inbound.ts'
import { addMessageCommands } from './messages.ts'
import { addNumberCommands } from './numbers.ts'
import { addPhoneCommands } from './phone.ts'
import { addRequestCommands } from './requests.ts'
import { addSearchCommands } from './search.ts'
import { addSendCommands } from './send.ts'
import { addTlsCommand } from './tls.ts'
import { addUsageCommand } from './usage.ts'
import { addWebhookCommands } from './webhooks.ts'
import { addWorldCommands } from './world.ts'

let server: TestServer
let receiver: Receiver
let own: string
beforeAll(async () => {
  server = await startTestServer()
  receiver = await openReceiver(({ parameters }) =>
    parameters.Body === 'silence' ? twiml('') : twiml(`<Message>You said ${parameters.Body}</Message>`),
  )
  own = server.numbers[0]
  const found = await askJson(server, {
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    parameters: { PhoneNumber: own },
  })
  const [number] = found.json.incoming_phone_numbers as { sid: string }[]
  const path = `/IncomingPhoneNumbers/${number?.sid}.json`
  await askJson(server, { method: 'POST', path, parameters: { SmsUrl: `${receiver.url}/sms` } })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const all = [
  addFaultCommands,
  addPhoneCommands,
  addInboundCommand,
  addSendCommands,
  addMessageCommands,
  addWebhookCommands,
  addExecCommand,
  addTlsCommand,
  addClockCommands,
  addRequestCommands,
  addSearchCommands,
  addNumberCommands,
  addAlertCommands,
  addUsageCommand,
  addWorldCommands,
]

/** Runs a command within this process; answers with the lines that it printed. */
async function run(words: readonly string[], at = server.url): Promise<string[]> {
  const printed: string[] = []
  const print = (text: string) => void printed.push(text)
  const program = new Command('trunkline').exitOverride().configureOutput({ writeErr: () => {} })
  for (const add of all) add(program, print)
  await program.parseAsync([...words, '--server', at], { from: 'user' })
  return printed
}
const json = async (...words: string[]) =>
  (await run([...words, '--output', 'json'])).map((line) => JSON.parse(line) as Json)
const credentials = () => ['--account-sid', server.account.sid, '--auth-token', server.account.token]

test('phones are set up, shown, changed and listed', async () => {
  const [ann] = await json('phone', 'create', '--name', 'Ann')
  expect(ann).toMatchObject({ name: 'Ann', behaviour: 'online' })
  const number = String(ann?.phoneNumber)
  expect(await run(['phone', 'set', number, '--behaviour', 'offline', '--answers', 'by-hand'])).toEqual([
    `${number}  offline  answers by-hand  Ann`,
  ])
  expect(await json('phone', 'show', number)).toMatchObject([{ phoneNumber: number, calls: [] }])
  expect(await run(['phone', 'list'])).toContain(`${number}  offline  answers by-hand  Ann`)
})

test('a text from a phone is sent, and its replies printed', async () => {
  const from = '+15558671001'
  const printed = await run(['inbound', '--from', from, '--to', own, '--body', 'ahoy', '--wait'])
  expect(printed).toEqual([expect.stringMatching(new RegExp(`^\\S+  ← \\${own}  You said ahoy$`))])
  // What came before is no reply.
  expect(await json('inbound', '--from', from, '--to', own, '--body', 'again', '--wait', '20')).toMatchObject([
    { replies: [{ body: 'You said again' }] },
  ])
  const [sent] = await run(['phone', 'send', from, own, 'more'])
  expect(sent).toMatch(/^EV[\da-f]{32}$/)
  const inbox = await run(['phone', 'inbox', from, '--all'])
  expect(inbox.map((line) => line.replace(/^\S+ {2}/, '')).slice(0, 2)).toEqual([
    `→ ${own}  ahoy`,
    `← ${own}  You said ahoy`,
  ])
})

test('who waits in vain for a reply is told where to look: 4', async () => {
  const waiting = run(['inbound', '--from', '+15558671002', '--to', own, '--body', 'silence', '--wait', '1'])
  await expect(waiting).rejects.toMatchObject({
    exitCode: 4,
    message:
      'No reply came to +15558671002 within 1 seconds. Try: `trunkline webhooks list`, which shows what the application was asked and answered',
  })
})

test('a call is rung, and acted on', async () => {
  const from = '+15558671003'
  const [sid] = await run(['phone', 'ring', from, own])
  expect(sid).toMatch(/^CA[\da-f]{32}$/)
  await expect(run(['phone', 'answer', from, sid!])).rejects.toThrow(/cannot do that in the call CA/)
  await expect(run(['phone', 'digits', from, sid!, 'x'])).rejects.toThrow(/digits is digits, \* and #/)
})

describe('send', () => {
  test('sends through the REST API', async () => {
    const [line] = await run(['send', '--from', own, '--to', '+15558671004', '--body', 'Hello', ...credentials()])
    expect(line).toMatch(/^SM[\da-f]{32} {2}queued$/)
    expect(await json('phone', 'inbox', '+15558671004', '--wait', '20')).toMatchObject([[{ body: 'Hello' }]])
  })

  test.each([
    [['--to', '+15558671004', '--from', '+15558671005'], /refused: .*21606.* Try: http:\S+\/docs\/errors\/21606$/],
    [['--to', '+15558671004', '--from', '+15558671005', '--auth-token', 'wrong'], /refused: .*20003/],
  ])('%j says why not', async (words, says) => {
    await expect(run(['send', ...credentials(), '--body', 'Hello', ...words])).rejects.toThrow(says)
  })

  test('needs credentials', async () => {
    await expect(run(['send', '--from', own, '--to', own])).rejects.toThrow(
      'There are no credentials to ask with. Try: TWILIO_',
    )
  })
})

test('each step of messages is printed as it happens', async () => {
  const parameters = { To: '+15005530003', From: own, Body: 'x' }
  const sending = setInterval(() => void askJson(server, { method: 'POST', path: '/Messages.json', parameters }), 50)
  const lines = await run(['messages', 'tail', '--count', '12', '--account', server.account.sid])
  clearInterval(sending)
  expect(lines).toHaveLength(12)
  for (const line of lines) expect(line).toMatch(/^\S+Z {2}SM[\da-f]{32} {2}[\w-]+ {2}\S+ → \S+/)
  expect(lines).toContainEqual(expect.stringContaining('undelivered'))
  const sid = lines[0]?.split('  ')[1] ?? ''
  expect(await run(['messages', 'tail', '--count', '1', '--subject', sid, '--after', '0-0-0'])).toEqual([
    expect.stringContaining(`${sid}  queued`),
  ])
})

test('messages are listed by a query, however many there are, shown, and followed', async () => {
  const to = '+15558671777'
  for (const word of ['one', 'two', 'three'])
    await run(['send', '--from', own, '--to', to, '--body', `Query ${word}\nhere`, ...credentials()])
  const lines = await run(['messages', 'list', '-q', `to:${to} -three "query"`])
  expect(lines.map((line) => line.replace(/^\S+Z {2}SM[\da-f]{32} {2}\w+ {2}/, ''))).toEqual([
    `${own} → ${to}  Query two here`,
    `${own} → ${to}  Query one here`,
  ])
  const [page] = await json('messages', 'list', '-q', `to:${to}`, '--limit', '2')
  expect(page).toMatchObject({ messages: [{ body: 'Query three\nhere' }, { body: 'Query two\nhere' }] })
  const [rest] = await json('messages', 'list', '-q', `to:${to}`, '--before', String(page?.before))
  expect(rest).toMatchObject({ messages: [{ body: 'Query one\nhere' }], before: null })

  const sid = lines[0]!.split('  ')[1]!
  expect(await run(['messages', 'get', sid])).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Query two here'),
      'Steps:',
      expect.stringMatching(/Z {2}queued$/),
    ]),
  )
  const steps = await run(['messages', 'tail', '-q', `two to:${to}`, '--count', '2', '--after', '0-0-0'])
  expect(steps.map((line) => line.split('  ')[1])).toEqual([sid, sid])
  await expect(run(['messages', 'list', '-q', 'statis:sent'])).rejects.toThrow(
    'The server refused: q: at character 1: there is no key "statis": did you mean status?',
  )
  await expect(run(['messages', 'list', '--limit', 'x'])).rejects.toThrow('whole number')
})

test('what is rare is asked for until it is found', async () => {
  const asked: string[] = []
  await using slow = await answering((request, response) => {
    asked.push(request.url ?? '')
    const requests =
      asked.length < 3
        ? []
        : [{ id: 'RQ1', at: 'now', method: 'GET', path: '/x', status: 404, code: null, message: 'No' }]
    response.end(JSON.stringify({ requests, before: asked.length < 3 ? `RQ${asked.length}` : null }))
  })
  expect(await run(['requests', 'list', '-q', 'rare'], slow.url)).toEqual(['now  RQ1  404  GET  /x  No'])
  expect(asked.map((url) => new URL(url, slow.url).searchParams.get('before'))).toEqual([null, 'RQ1', 'RQ2'])
})

test('refused requests and webhooks are listed by a query, and keys are told', async () => {
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { Body: 'x' } })
  await expect
    .poll(() => run(['requests', 'list', '-q', 'status:400 path:*/Messages.json', '--limit', '1']))
    .toEqual([expect.stringMatching(/ {2}RQ\w+ {2}400 {2}error \d+ {2}POST {2}\S+\/Messages.json {2}/)])
  expect(await run(['webhooks', 'list', '-q', 'kind:message slow:<1h', '--limit', '1'])).toHaveLength(1)
  expect(await run(['search', 'keys', 'requests'])).toContain(
    '  path:  The path, without its query. Wants a text, with * only at its beginning or end.',
  )
  await expect(run(['search', 'keys', 'calls'])).rejects.toThrow('There is no list "calls" that can be searched.')
})

test('a tail goes on behind the last step when its connection breaks', async () => {
  const seen: (string | undefined)[] = []
  const step = (n: number) =>
    `id: 1-1-${n}\nevent: message\ndata: {"at":"now","messageSid":"SM${n}","kind":"sent","from":"a","to":"b","detail":{}}\n\n`
  await using unsteady = await answering((request, response) => {
    seen.push(request.headers['last-event-id'] as string | undefined)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const [first, second] = [step(seen.length * 2 - 1), step(seen.length * 2)]
    response.write(`id: 1-1-0\n\n${first}${second.slice(0, 20)}`)
    setImmediate(() => (seen.length === 1 ? response.destroy() : response.end(second.slice(20))))
  })
  const lines = await run(['messages', 'tail', '--count', '3'], unsteady.url)
  expect(lines.map((line) => line.split('  ')[1])).toEqual(['SM1', 'SM3', 'SM4'])
  expect(seen).toEqual([undefined, '1-1-1'])
})

test('requests to applications are listed, shown and made again', async () => {
  const [line] = await run(['webhooks', 'list', '--kind', 'message', '--limit', '1'])
  const id = line?.split('  ')[0] ?? ''
  expect(id).toMatch(/^WH/)
  const shown = await run(['webhooks', 'get', id])
  expect(shown).toContainEqual(expect.stringMatching(/^ {2}X-Twilio-Signature: /))
  expect(shown).toContainEqual(`  AccountSid=${server.account.sid}`)
  const again = await json('webhooks', 'replay', id, '--parameter', 'Body=edited', '--parameter', 'Empty=')
  expect(again).toMatchObject([
    {
      kind: 'replay',
      responseStatus: 200,
      parameters: [
        ['Body', 'edited'],
        ['Empty', ''],
      ],
    },
  ])
  expect(await json('webhooks', 'replay', id, '--json', '{"a":1}')).toMatchObject([{ kind: 'replay', parameters: [] }])
  await expect(run(['webhooks', 'replay', id, '--parameter', 'Body'])).rejects.toThrow(
    '"Body" is no parameter. Try: --parameter',
  )
  await expect(run(['webhooks', 'replay', id, '--json', '{'])).rejects.toThrow('is no JSON')
})

describe('what goes wrong says what, why and what to try:', () => {
  test('no server', async () => {
    const gone = await answering(() => {})
    await gone[Symbol.asyncDispose]()
    await expect(run(['phone', 'list'], gone.url)).rejects.toMatchObject({
      exitCode: 3,
      message: `No server answers at ${gone.url}: nothing listens there. Try: \`trunkline start\` in another terminal, or --server with the address of one that runs`,
    })
    await expect(run(['messages', 'tail'], gone.url)).rejects.toThrow('nothing listens there')
    await expect(run(['phone', 'list'], 'localhost')).rejects.toThrow('"localhost" is no address of a server.')
  })

  test('another server', async () => {
    await using other = await answering((_request, response) => response.writeHead(404).end('<h1>Not here</h1>'))
    await expect(run(['phone', 'list'], other.url)).rejects.toThrow(/has no control API. Try: --server/)
  })

  test('a token that is missing', async () => {
    await using other = await answering((_request, response) =>
      response.writeHead(401).end('{"error":"the control API wants a token"}'),
    )
    await expect(run(['phone', 'list'], other.url)).rejects.toThrow(
      'The server wants a token: the control API wants a token. Try: TRUNKLINE_CONTROL_TOKEN',
    )
  })

  test('what the server refuses', async () => {
    await expect(run(['phone', 'set', 'Ann', '--name', 'Ann'])).rejects.toThrow(
      'The server refused: "Ann" is not a phone number',
    )
    await expect(run(['webhooks', 'get', 'WHnone'])).rejects.toThrow('there is no webhook attempt WHnone')
  })
})

test('the clock is shown, frozen, advanced and let go, and what is due waited for', async () => {
  expect(await run(['clock', 'now'])).toEqual([expect.stringMatching(/^20\S+Z {2}running$/)])
  const at = new Date(Date.now() + 3_600_000).toISOString()
  const [frozen] = await run(['clock', 'freeze', '--at', at])
  expect(frozen).toMatch(new RegExp(`^${at} {2}frozen, 3\\d{3}(\\.\\d+)? s ahead of real time$`))
  const [advanced] = await json('clock', 'advance', '90')
  expect(advanced).toMatchObject({ now: new Date(Date.parse(at) + 90_000).toISOString(), settled: true })
  expect(await run(['clock', 'advance', '1h30m', '--timeout', '20s'])).toEqual([
    expect.stringContaining(new Date(Date.parse(at) + 5_490_000).toISOString()),
    expect.stringMatching(/^\d+ jobs were done on the way\.$/),
  ])
  expect(await run(['clock', 'settle'])).toEqual(['Nothing is left to do that is due.'])
  await expect(run(['clock', 'advance'])).rejects.toMatchObject({ exitCode: 1 })
  expect(await run(['clock', 'resume'])).toEqual([expect.stringMatching(/running, \d+(\.\d+)? s ahead of real time$/)])
})

test('who advances the clock, and not all is done in time, is told what is left: 4', async () => {
  await using silent = await openSilent()
  const parameters = { From: own, To: '+15558671003', Body: 'hi', StatusCallback: silent.url }
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
  await expect(run(['clock', 'advance', '1d', '--timeout', '300ms'])).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(
      /^The clock got no further than 20\S+Z: .* due and not done\. Try: --timeout 60s/,
    ) as string,
  })
})

/** An application that does not answer. */
async function openSilent() {
  const application = createServer(() => {}).listen(0, '127.0.0.1')
  await once(application, 'listening')
  return {
    url: `http://127.0.0.1:${(application.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      application.closeAllConnections()
      application.close()
    },
  }
}

test('numbers are bought, set, listed and given back; alerts and usage are told', async () => {
  const [bought] = await json('numbers', 'buy', '--area-code', '503')
  const number = String(bought?.phoneNumber)
  expect(bought).toMatchObject({ accountSid: server.account.sid, smsUrl: '' })
  expect(
    await json(
      'numbers',
      'set',
      number,
      '--sms-url',
      'http://127.0.0.1:1/sms',
      '--name',
      'Shop',
      '--set',
      'smsMethod=GET',
    ),
  ).toMatchObject([{ smsUrl: 'http://127.0.0.1:1/sms', friendlyName: 'Shop', smsMethod: 'GET' }])
  expect(await run(['numbers', 'list', '--limit', '1'])).toEqual([
    `${number}  ${server.account.sid}  Shop  http://127.0.0.1:1/sms`,
  ])
  await expect(run(['numbers', 'set', number])).rejects.toThrow('Nothing is to be set')
  await run(['inbound', '--from', '+15558671009', '--to', number, '--body', 'anybody?'])
  await expect
    .poll(() => run(['alerts', 'list', '--code', '11205', '--limit', '1']), { timeout: 10_000 })
    .toEqual([expect.stringMatching(/ {2}error {2}11205 {2}SM\w+ {2}http:\/\/127\.0\.0\.1:1\/sms/)])
  expect(await run(['alerts', 'codes'])).toContainEqual(expect.stringMatching(/^11205 {2}error {2}\d+ {2}/))
  expect((await run(['usage', '--days', '1'])).at(-1)).toMatch(/^\S+ USD in all$/)
  expect(await json('numbers', 'release', number)).toEqual([{ phoneNumber: number }])
  expect(JSON.stringify(await json('numbers', 'list'))).not.toContain(number)
})

test('a server goes back to a snapshot, and to its first start', async () => {
  await using other = await startTestServer()
  const at = (...words: string[]) => run(words, other.url)
  const [id = ''] = await at('snapshots', 'take')
  await at('phone', 'create', '+15558671010', '--name', 'Later')
  expect(await at('phone', 'list')).toContainEqual(expect.stringContaining('Later'))
  expect(await at('snapshots', 'list')).toEqual([expect.stringMatching(new RegExp(`^${id} {2}`))])
  await at('snapshots', 'restore', id)
  expect(await at('phone', 'list')).not.toContainEqual(expect.stringContaining('Later'))
  await at('snapshots', 'remove', id)
  expect(await at('snapshots', 'list')).toEqual([])
  await at('phone', 'create', '+15558671010', '--name', 'Later')
  await at('reset')
  expect(await at('phone', 'list')).not.toContainEqual(expect.stringContaining('Later'))
})
