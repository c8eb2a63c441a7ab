import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settingsReference } from '../scripts/settings-reference.ts'
import { type SettingSources, StartProblem, readSettings, settingNames, unknownVariables } from './config.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'trunkline-config-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const read = (given: Partial<SettingSources> = {}) =>
  readSettings({ mode: 'development', flags: {}, env: {}, cwd, ...given })
const keep = (name: string, text: string) => writeFileSync(join(cwd, name), text)

describe('what is given first wins:', () => {
  const flags = { port: '1' }
  const env = { TRUNKLINE_PORT: '2', PORT: '3' }

  test('a flag, then our variable, then PORT, then the config file, then the default', () => {
    expect(read().port).toBe(4010)
    keep('trunkline.config.json', '{ "port": 4 }')
    expect(read().port).toBe(4)
    expect(read({ env: { PORT: '3' } }).port).toBe(3)
    expect(read({ env }).port).toBe(2)
    expect(read({ env, flags }).port).toBe(1)
  })

  test('an empty variable counts as not set', () => {
    expect(read({ env: { TRUNKLINE_PORT: '', PORT: '3' } }).port).toBe(3)
  })
})

test('every default is one that its own reader takes', () => {
  for (const mode of ['development', 'production'] as const) {
    expect(read({ mode })).toMatchObject({
      mode,
      host: '127.0.0.1',
      database: 'sqlite:.trunkline/trunkline.db',
      role: 'all',
    })
  }
})

test('development has a carrier and a rate of its own, production has neither until told', () => {
  expect(read()).toMatchObject({ carrier: 'simulator', senderRate: 100 })
  expect(read({ mode: 'production' })).toMatchObject({ carrier: null, senderRate: null })
})

test('nothing is let go of unless it is asked for, and only production asks those for credentials who read media', () => {
  expect(read()).toMatchObject({ bodyRetention: null, addressRetention: null, mediaAuth: 'off' })
  expect(read({ mode: 'production' })).toMatchObject({ bodyRetention: null, addressRetention: null, mediaAuth: 'on' })
})

test('the control API is on in development and off in production, open to this machine alone', () => {
  expect(read()).toMatchObject({ controlApi: 'on', controlToken: null })
  expect(read({ mode: 'production' })).toMatchObject({ controlApi: 'off', controlToken: null })
})

test.each([
  ['simulatorDelay', '250ms', 250],
  ['simulatorDelay', '0', 0],
  ['inDoubtWait', '2m', 120_000],
  ['eventRetention', '7d', 604_800_000],
  ['bodyRetention', '30d', 2_592_000_000],
  ['addressRetention', '2880h', 10_368_000_000],
  ['mediaAuth', 'on', 'on'],
  ['controlToken', 'x'.repeat(32), 'x'.repeat(32)],
  ['controlHosts', 'localhost,[::1],*.example.com', ['localhost', '[::1]', '*.example.com']],
  ['senderRate', '0', Infinity],
  ['senderRate', '0.5', 0.5],
  ['webhookAllow', '', []],
  ['webhookAllow', 'hooks.internal, 10.1.0.0/16', ['hooks.internal', '10.1.0.0/16']],
  ['publicUrl', 'https://sms.example.com/', 'https://sms.example.com'],
  ['database', 'sqlite::memory:', 'sqlite::memory:'],
  ['database', 'postgresql://a@b/c', 'postgresql://a@b/c'],
] as const)('%s takes %j', (name, text, value) => {
  expect(read({ flags: { [name]: text } })[name]).toEqual(value)
})

test.each([
  ['port', '70000', '--port: "70000" is not a whole number from 0 to 65535. Try: --port=4010'],
  ['port', '0x10', '--port: "0x10" is not a whole number'],
  ['database', 'mysql://a:secret@b/c', '--database: what was given is not sqlite:PATH'],
  ['role', 'boss', '--role: "boss" is not one of all, api, worker. Try: --role=all'],
  ['log', 'loud', '--log: "loud" is not one of trace,'],
  ['accountSid', 'AC123', '--account-sid: "AC123" is not AC and 32 hexadecimal digits'],
  ['eventRetention', '30', '--event-retention: "30" is not a time with its unit'],
  ['bodyRetention', '29d', '--body-retention: "29d" is not a time of 30d or more'],
  ['bodyRetention', 'never', 'is not a time of 30d or more, the least that the Messages document states. Try:'],
  ['addressRetention', '119d', '--address-retention: "119d" is not a time of 120d or more'],
  ['webhookAllow', '10.0.0.0/99', '--webhook-allow: "10.0.0.0/99" is not host names'],
  ['publicUrl', 'sms.example.com', '--public-url: "sms.example.com" is not an http or https address'],
  ['controlToken', 'x'.repeat(31), 'what was given is not 32 to 128 characters'],
  ['senderRate', '-1', '--sender-rate: "-1" is not a number, 0 for no bound'],
] as const)('%s refuses %j in one line that says what to try', (name, text, says) => {
  const problem = thrownBy(() => read({ flags: { [name]: text } }))
  expect(problem.message).toContain(says)
  expect(problem.message).toMatch(/^[^\n]+ Try: [^\n]+$/)
})

test('a refused token is not shown, and the variable is named', () => {
  const problem = thrownBy(() => read({ env: { TRUNKLINE_AUTH_TOKEN: 'my secret' } }))
  expect(problem.message).toContain('TRUNKLINE_AUTH_TOKEN: what was given is not up to 128 characters')
  expect(problem.message).not.toContain('my secret')
})

describe('a config file', () => {
  test('may be TypeScript', () => {
    keep(
      'trunkline.config.ts',
      `const port: number = 5000\nexport default { port, webhookAllow: ['a.internal', '10.0.0.0/8'] }`,
    )
    expect(read()).toMatchObject({ port: 5000, webhookAllow: ['a.internal', '10.0.0.0/8'] })
  })

  test.each([
    ['trunkline.config.json', '{ "prot": 1 }', '"prot" in trunkline.config.json is not a setting. Try: port, host,'],
    ['trunkline.config.json', '{ port', 'trunkline.config.json cannot be read: '],
    ['trunkline.config.json', '[]', 'trunkline.config.json holds no settings. Try: { "port": 4010 }'],
    ['trunkline.config.json', '{ "port": "x" }', '"port" in trunkline.config.json: "x" is not a whole number'],
    ['trunkline.config.ts', 'export const port = 1', 'trunkline.config.ts holds no settings. Try: export default'],
  ])('%s with %s is refused in one line', (name, text, says) => {
    keep(name, text)
    const { message } = thrownBy(read)
    expect(message).toContain(says)
    expect(message).not.toContain('\n')
  })

  test('stands alone', () => {
    keep('trunkline.config.json', '{}')
    keep('trunkline.config.ts', 'export default {}')
    expect(thrownBy(read).message).toContain('both trunkline.config.ts and trunkline.config.json')
  })
})

test('a variable that means nothing is named, with the one that was meant', () => {
  const env = {
    TRUNKLINE_PROT: '1',
    TRUNKLINE_DATABSE: '1',
    TRUNKLINE_HOTS: '1',
    TRUNKLINE_XYZ: '1',
    TRUNKLINE_PORT: '1',
    PATH: '',
  }
  expect(unknownVariables(env)).toEqual([
    'TRUNKLINE_PROT is not a setting and was ignored. Did you mean TRUNKLINE_PORT?',
    'TRUNKLINE_DATABSE is not a setting and was ignored. Did you mean TRUNKLINE_DATABASE?',
    'TRUNKLINE_HOTS is not a setting and was ignored. Did you mean TRUNKLINE_HOST?',
    'TRUNKLINE_XYZ is not a setting and was ignored.',
  ])
})

test('the names that scripts rely on stay', () => {
  const variables = settingNames.flatMap((setting) => setting.variables)
  for (const name of [
    'PORT',
    'HOST',
    'DATABASE',
    'ACCOUNT_SID',
    'AUTH_TOKEN',
    'TEST_ACCOUNT_SID',
    'TEST_AUTH_TOKEN',
    'LOG',
  ]) {
    expect(variables).toContain(`TRUNKLINE_${name}`)
  }
  expect(settingNames.filter(({ flag }) => !flag).map(({ name }) => name)).toEqual([
    'authToken',
    'testAuthToken',
    'controlToken',
  ])
})

test('the reference is the one that `npm run docs` writes', () => {
  const page = readFileSync(new URL('../docs/reference/settings.md', import.meta.url), 'utf8')
  expect(page).toBe(settingsReference())
})

function thrownBy(deed: () => unknown): StartProblem {
  try {
    deed()
  } catch (error) {
    expect(error).toBeInstanceOf(StartProblem)
    return error as StartProblem
  }
  throw new Error('nothing was thrown')
}
