import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { openReceiver, type Receiver, twiml } from '../receiver.ts'
import { runtime } from '../runtimes.ts'
import {
  commandReader,
  controlTakes,
  linesOn,
  patternOf,
  requestOf,
  type ShownLine,
  untilShown,
  withoutCounterpart,
  wordsOf,
} from './counterparts.ts'
import { type Console, openConsole } from './pages.ts'

// The promise of the console: everything that a page does has its curl, CLI and test-kit counterpart, shown where it is done.

const browser = runtime('browser')
const phone = '+15558675310'
/** What begins as a flag does, and a shell would take apart. */
const hard = `-it's "so" $HOME`
/** What the phone sends along. */
const attached = 'a b.png'

/** What no other way needs: it is done in the browser alone, or only chooses what is done. */
const ofTheBrowser = [
  /^Copy/,
  /^Show the tokens$/,
  /^(Language|Theme)/,
  /^(\d{5}|works) /,
  /^(Send a message|Make a call|Buy a number)$/,
  /^(curl|Node|Python|Ruby|PHP|Go|C#|Java)$/,
]

describe.skipIf(browser === null)('every page shows how the same is done elsewhere:', () => {
  let web: Console
  let receiver: Receiver
  let found: ShownLine[]
  let alone: [path: string, name: string][]

  beforeAll(async () => {
    receiver = await openReceiver(({ url, parameters }) =>
      url.endsWith('/voice')
        ? twiml('<Gather timeout="60"><Say>Press one</Say></Gather>')
        : { status: parameters.MessageStatus ? 500 : 403 },
    )
    web = await openConsole(browser ?? '')
    await using opened = await web.open('/')
    const { page } = opened
    found = []
    alone = []
    const visit = async (path: string, commands: readonly string[], prepare?: () => Promise<unknown>) => {
      // As a click on a link does: nothing is loaded again.
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`/_trunkline${path}`)})`)
      await prepare?.()
      await untilShown(page, commands)
      found.push(...(await linesOn(page)))
      for (const name of await withoutCounterpart(page)) alone.push([path, name])
    }

    // With nothing there yet, pages teach the first step.
    await visit('/messages', ['messages list'])
    await visit('/webhooks', ['webhooks list'])
    await visit('/debugger', ['alerts codes'])
    await visit('/usage', ['usage'])

    const { sid, attempt } = await live(web, receiver)
    await page.reload()
    const own = web.server.numbers[0]
    await visit('/phones', ['phone create', 'phone list'])
    await visit(`/phones/${phone}`, [...ofPhones, `phone send --file '${attached}'`], async () => {
      await page.getByLabel('Write a text').fill(hard)
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: attached, mimeType: 'image/png', buffer: Buffer.from('ABC') })
    })
    await visit('/messages?q=-to:%2B1*', ['messages list', 'messages tail', 'search keys'])
    await visit(`/messages/${sid}`, ['messages get', 'send', 'webhooks get', 'webhooks replay'])
    await visit('/webhooks?failed=true&kind=message', ['webhooks list', 'webhooks replay-all'])
    await visit(`/webhooks/${attempt}`, ofAttempts, () => page.getByRole('button', { name: 'Edit and replay' }).click())
    await visit('/debugger', ['alerts codes', 'requests list'])
    await visit('/debugger/11200', ['alerts list'])
    await visit('/requests', ['requests list'])
    await visit('/numbers', ['numbers list', 'numbers for-sale', 'numbers buy +1415'])
    await visit(`/numbers/${own}`, ['numbers get', 'numbers set', 'inbound', 'numbers release'])
    await visit('/playground', ['send'])
    await visit('/playground', ['call'], () => page.getByRole('tab', { name: 'Make a call' }).click())
    await visit('/usage', ['usage', 'accounts list'])
    await visit('/lab', ofLab)
    await visit('/settings', ofSettings)
  }, 120_000)
  afterAll(async () => {
    await web[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const textsOf = (way: ShownLine['way']) => [
    ...new Set(found.filter((one) => one.way === way).map(({ text }) => text)),
  ]
  const wordsOfAll = (way: ShownLine['way']) => {
    const env = { TWILIO_AUTH_TOKEN: web.server.account.token, TWILIO_PHONE_NUMBER: web.server.numbers[0] }
    const lines = textsOf(way)
    return wordsOf(lines, env, [attached]).map((programs, i) => [lines[i]!, programs] as const)
  }

  test('nothing is done on a page without its counterparts beside it', () => {
    expect(alone.filter(([, name]) => !ofTheBrowser.some((one) => one.test(name)))).toEqual([])
  })

  test('each command is one, with what it needs and no more', async () => {
    const all = wordsOfAll('CLI')
    const understand = commandReader()
    expect(all.length).toBeGreaterThan(60)
    const wrong: unknown[] = []
    for (const [line, programs] of all) {
      expect([line, programs.map(([name]) => name)]).toEqual([line, ['trunkline']])
      if (line.includes('$HOME')) expect(programs[0]).toContain(hard)
      await understand(programs[0]!.slice(1)).catch((error: unknown) => wrong.push([line, String(error)]))
    }
    expect(wrong).toEqual([])
  })

  test('each curl asks for what is there, and what it reads is answered', async () => {
    const described = (await (await fetch(`${web.server.url}/openapi.json`)).json()) as {
      paths: Record<string, object>
    }
    const rest = Object.entries(described.paths)
    const wrong: unknown[] = []
    const requests = wordsOfAll('curl').flatMap(([line, programs]) =>
      programs.map(([name, ...words]) => {
        expect([line, name]).toEqual([line, 'curl'])
        return [line, requestOf(words)] as const
      }),
    )
    expect(requests.length).toBeGreaterThan(60)
    const look = async ([line, asked]: (typeof requests)[number]) => {
      const { method, url, headers } = asked
      if (url.pathname.startsWith('/_trunkline/')) controlTakes(asked)
      else if (!rest.some(([at, deeds]) => method.toLowerCase() in deeds && patternOf(at).test(url.pathname)))
        throw new Error(`The REST API has no ${method} ${url.pathname}.`)
      if (method !== 'GET') return
      const answer = await fetch(url, { headers })
      await answer.body?.cancel()
      if (answer.status >= 400) throw new Error(`${answer.status}`)
      return line
    }
    await Promise.all(requests.map((one) => look(one).catch((error: unknown) => wrong.push([one[0], String(error)]))))
    expect(wrong).toEqual([])
  })

  test('each address is that of a page', async () => {
    const [address = '', ...others] = textsOf('address')
    expect(others).toEqual([])
    expect(address).toBe(`${web.server.url}/_trunkline/phones/%2B15558675310?frame=1`)
    expect((await fetch(address)).status).toBe(200)
  })

  test('each test says what the kit and the SDK have', { timeout: 30_000 }, async () => {
    const lines = textsOf('test')
    expect(lines.length).toBeGreaterThan(40)
    expect(await wrongInTests(lines)).toBe('')
  })
})

const below = (group: string, commands: string) => commands.split(' ').map((one) => `${group} ${one}`)
const ofPhones = below('phone', 'set show open ring answer reject digits speech hang-up transcript send inbox')
const ofAttempts = below('webhooks', 'get replay verify')
const ofLab = [
  ...below('clock', 'now freeze advance resume due'),
  ...below('faults', 'list remove clear preset presets add'),
]
const ofSettings = [
  ...below('keys', 'list create delete'),
  ...below('snapshots', 'take list restore remove'),
  'env',
  'retention',
  'reset',
  'messages list',
]

/** Lets happen what pages then show: texts, failures, calls that ring and that are held, a fault, a key, a snapshot. */
async function live({ server }: Console, { url }: Receiver): Promise<{ sid: string; attempt: string }> {
  const [own] = server.numbers
  await askControl(server, 'PATCH', `/numbers/${own}`, { smsUrl: `${url}/sms`, voiceUrl: `${url}/voice` })
  await askControl(server, 'POST', '/phones', { number: phone, name: `it's Ann`, answers: 'by-hand' })
  const StatusCallback = `${url}/status`
  const sent = { To: '+15558675311', From: own, Body: hard, StatusCallback }
  const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: sent })
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { Body: 'refused' } })
  await askJson(server, { method: 'GET', path: '/Unheard.json' })
  await askControl(server, 'POST', `/phones/${phone}/messages`, { to: own, body: 'Hello' })
  await askControl(server, 'POST', '/settle', {})
  const { webhooks } = (await askControl(server, 'GET', '/webhooks?kind=message&limit=1')).json
  const Url = `${url}/voice`
  await askControl(server, 'POST', `/phones/${phone}/calls`, { to: own })
  await askJson(server, { method: 'POST', path: '/Calls.json', parameters: { To: phone, From: own, Url } })
  await askControl(server, 'POST', '/faults', { on: 'carrier', match: { to: '+44*' }, effect: { do: 'lose-receipt' } })
  await askJson(server, { method: 'POST', path: '/Keys.json', parameters: { FriendlyName: 'Shop' } })
  await askControl(server, 'POST', '/snapshots')
  return { sid: String(json.sid), attempt: (webhooks as { id: string }[])[0]!.id }
}

/** What the type check says of lines of a test; nothing where they are right. */
async function wrongInTests(lines: readonly string[]): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-lines-'))
  const code = [
    `import { readFileSync } from 'node:fs'`,
    // The whole SDK would be as much to read as all else together.
    `import type { AccountContext } from 'twilio/lib/rest/api/v2010/account.js'`,
    // What they come from, without the server that the kit starts.
    ...Object.entries({ Account: 'account', Phone: 'phone', PhoneCall: 'phone-calls', Trunkline: 'trunkline' }).map(
      ([name, file]) => `import type { ${name} } from ${JSON.stringify(`${root}src/testing/${file}.ts`)}`,
    ),
    `declare const [trunkline, account, phone, call]: [Trunkline, Account, Phone, PhoneCall]`,
    `declare const twilio: (sid: string, token: string, options: never) => AccountContext`,
    `void [readFileSync, twilio, trunkline, account, phone, call]`,
    ...lines.map((line, i) => `export async function line${i}() {\n${line}\n}`),
  ].join('\n')
  const extended = { extends: `${root}tsconfig.json`, include: ['lines.ts'] }
  const compilerOptions = { rewriteRelativeImportExtensions: false, noUnusedLocals: false }
  try {
    symlinkSync(`${root}node_modules`, join(folder, 'node_modules'))
    writeFileSync(join(folder, 'lines.ts'), code)
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...extended, compilerOptions }))
    await promisify(execFile)(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', folder])
    return ''
  } catch (error) {
    return `${(error as { stdout?: string }).stdout ?? String(error)}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
