import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProject, type Project } from './project.ts'

// The guide's examples, as they stand there: each is a file whose first line names it.

const guide = readFileSync(new URL('../../docs/guide/testing.md', import.meta.url), 'utf8')
const examples = new Map(
  [...guide.matchAll(/^( *)```js\n\1\/\/ (\S+)\n([^]*?)^\1```$/gm)].map(([, indent = '', name = '', code = '']) => [
    name,
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  ]),
)

/** What the examples speak of, and do not show. */
const others = {
  'notify.cjs': `
    const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
    exports.tell = (to, body) => client.messages.create({ to, from: process.env.TWILIO_PHONE_NUMBER, body })`,
  'send-code.cjs': `require('./notify.cjs').tell(process.argv[2], 'Your code is 654321').then(() => setTimeout(() => {}, 60_000))`,
  'playwright.config.mjs': `export default { testMatch: /\\.spec\\.js$/, reporter: 'line' }`,
}

let project: Project
beforeAll(() => {
  project = openProject({ type: 'module' })
  for (const [name, code] of [...examples, ...Object.entries(others)]) writeFileSync(join(project.folder, name), code)
})
afterAll(() => project[Symbol.dispose]())

const timeout = 110_000

test('all of them are found', () => {
  expect([...examples.keys()]).toEqual([
    'app.js',
    'signup.test.js',
    'orders.test.js',
    'signup.test.cjs',
    'account.test.mjs',
    'checkout.spec.js',
    'plain.mjs',
  ])
})

describe('what the guide says passes:', () => {
  test('the first test, and the recipe for Vitest', { timeout }, async () => {
    const ran = await project.vitest('signup.test.js', 'orders.test.js')
    expect(ran.output).toMatch(/Tests\s+4 passed \(4\)/)
    expect(ran.code).toBe(0)
  })

  test('the recipe for Jest', { timeout }, async () => {
    expect(await project.jest(process.execPath, 'signup.test.cjs')).toMatchObject({ code: 0 })
  })

  test('the recipe for node:test', { timeout }, async () => {
    expect(await project.run(process.execPath, ['--test', 'account.test.mjs'])).toMatchObject({ code: 0 })
  })

  test('the recipe for Playwright', { timeout }, async () => {
    expect(await project.playwright(process.execPath)).toMatchObject({ code: 0 })
  })

  test('the recipe for any other', { timeout }, async () => {
    expect(await project.run(process.execPath, ['plain.mjs'])).toEqual({ code: 0, output: 'Hello to you\n' })
  })
})
