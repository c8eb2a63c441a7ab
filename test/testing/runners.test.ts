import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { runtime } from '../runtimes.ts'

// The kit as it is published, in projects as its users have them: each runner as a process of its own, on a Node that can run the server
// and on one that cannot.

/** Beside the package as it would be installed. */
const home = mkdtempSync(join(dirname(dirname(inject('program'))), 'project-'))
cpSync(fileURLToPath(new URL('suites/', import.meta.url)), home, { recursive: true })
writeFileSync(join(home, 'package.json'), '{ "private": true }')
afterAll(() => rmSync(home, { recursive: true, force: true }))

const modules = join(dirname(dirname(inject('program'))), 'node_modules')
const nodes = [
  { on: `Node ${process.versions.node}`, node: process.execPath },
  { on: 'Node 20', node: runtime('node20') },
]

interface Ran {
  code: number
  output: string
}

function run(node: string | null, args: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH, HOME: home, CI: 'true', NO_COLOR: '1', NODE_ENV: 'test' }
  return new Promise((resolve) => {
    execFile(node ?? '', args, { cwd: home, env, timeout: 100_000, maxBuffer: 1 << 24 }, (error, out, complaint) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: out + complaint })
    })
  })
}

const timeout = 110_000

describe.each(nodes)('on $on', ({ node }) => {
  test.skipIf(node === null)(
    'Jest: an account for each test, an application that is unchanged, and its fake timers',
    { timeout },
    async () => {
      const ran = await jest(node, 'jest.test.cjs', 'jest-unchanged.test.cjs')
      expect(ran.output).toContain('Tests:       5 passed, 5 total')
      expect(ran.output).not.toMatch(/did not exit|failed to exit/)
      expect(ran.code).toBe(0)
    },
  )

  test.skipIf(node === null)(
    'node:test: by import and by require, and nothing holds up its end',
    { timeout },
    async () => {
      const ran = await run(node, ['--test', 'node.test.mjs', 'node.test.cjs'])
      expect(ran.output).toMatch(/^. pass 4$/m)
      expect(ran).toMatchObject({ code: 0 })
    },
  )

  test.skipIf(node === null)('Playwright: without a browser, with a timeline of what failed', { timeout }, async () => {
    const ran = await run(node, [join(modules, '@playwright/test/cli.js'), 'test', '-c', 'playwright.config.mjs'])
    const report = JSON.parse(ran.output) as PlaywrightReport
    expect(report.stats).toMatchObject({ expected: 2, unexpected: 1 })
    const failed = report.suites.find(({ file }) => file.includes('failing'))?.specs[0]?.tests[0]?.results[0]
    expect(failed?.error?.message).toContain('from +1')
    const lines = attached(failed?.attachments ?? [], 'trunkline-timeline.ndjson')
      .trim()
      .split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(
      expect.arrayContaining(['message', 'webhook']),
    )
    expect(attached(failed?.attachments ?? [], 'trunkline-timeline.html')).toContain('<table>')
  })
})

test('Jest fails a test behind which a webhook failed', { timeout }, async () => {
  const ran = await jest(process.execPath, 'jest-failing.test.cjs')
  expect(ran.output).toMatch(/Webhooks that failed[^]*message: POST http:\/\/127\.0\.0\.1:\d+\/ → 500/)
  expect(ran.code).toBe(1)
})

describe('Vitest', () => {
  test(
    'an account for each test, also of those at the same time, fake timers, and a server of its own',
    { timeout },
    async () => {
      const ran = await vitest('vitest.test.mjs')
      expect(ran.output).toMatch(/Tests\s+6 passed \(6\)/)
      expect(ran.code).toBe(0)
    },
  )

  test('fails tests behind which something went wrong, and says what came', { timeout }, async () => {
    const ran = await vitest('vitest-failing.test.mjs')
    expect(ran.output).toMatch(/Tests\s+2 failed \(2\)/)
    expect(ran.output).toContain('The test passed, and yet something went wrong behind it.')
    expect(ran.output).toMatch(/got no text that matches \/your code\/i within 200 ms\./)
    expect(ran.output).toContain('"Your cod is 42"')
    expect(ran.code).toBe(1)
  })

  const vitest = (...files: string[]) =>
    run(process.execPath, [join(modules, 'vitest/vitest.mjs'), 'run', '--root', home, ...files])
})

interface PlaywrightReport {
  stats: { expected: number; unexpected: number }
  suites: { file: string; specs: { tests: { results: PlaywrightResult[] }[] }[] }[]
}
interface PlaywrightResult {
  error?: { message: string }
  attachments: { name: string; body?: string }[]
}

const attached = (attachments: PlaywrightResult['attachments'], wanted: string): string =>
  Buffer.from(attachments.find(({ name }) => name === wanted)?.body ?? '', 'base64').toString('utf8')

function jest(node: string | null, ...files: string[]): Promise<Ran> {
  const config = {
    rootDir: home,
    testMatch: files.map((file) => `<rootDir>/${file}`),
    transform: {},
    haste: { enableSymlinks: false },
  }
  return run(node, [
    join(modules, 'jest/bin/jest.js'),
    '--config',
    JSON.stringify(config),
    '--cacheDirectory',
    join(home, 'cache'),
  ])
}
