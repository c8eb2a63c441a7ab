import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtime } from '../runtimes.ts'
import { openProject, type Project } from './project.ts'

// The kit as it is published, in projects as its users have them: each runner as a process of its own, on a Node that can run the server
// and on one that cannot.

let project: Project
beforeAll(() => {
  project = openProject()
  cpSync(fileURLToPath(new URL('suites/', import.meta.url)), project.folder, { recursive: true })
})
afterAll(() => project[Symbol.dispose]())

const nodes = [
  { on: `Node ${process.versions.node}`, node: process.execPath },
  { on: 'Node 20', node: runtime('node20') ?? '' },
]
const timeout = 110_000

describe.each(nodes)('on $on', ({ node }) => {
  const isThere = node !== ''

  test.skipIf(!isThere)(
    'Jest: an account for each test, an application that is unchanged, and its fake timers',
    { timeout },
    async () => {
      const ran = await project.jest(node, 'jest.test.cjs', 'jest-unchanged.test.cjs')
      expect(ran.output).toContain('Tests:       5 passed, 5 total')
      expect(ran.output).not.toMatch(/did not exit|failed to exit/)
      expect(ran.code).toBe(0)
    },
  )

  test.skipIf(!isThere)('node:test: by import and by require, and nothing holds up its end', { timeout }, async () => {
    const ran = await project.run(node, ['--test', 'node.test.mjs', 'node.test.cjs'])
    expect(ran.output).toMatch(/^. pass 5$/m)
    expect(ran).toMatchObject({ code: 0 })
  })

  test.skipIf(!isThere)('Playwright: without a browser, with a timeline of what failed', { timeout }, async () => {
    const report = JSON.parse((await project.playwright(node)).output) as PlaywrightReport
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
  const ran = await project.jest(process.execPath, 'jest-failing.test.cjs')
  expect(ran.output).toMatch(/Webhooks that failed[^]*message: POST http:\/\/127\.0\.0\.1:\d+\/ → 500/)
  expect(ran.code).toBe(1)
})

describe('Vitest', () => {
  test('an account for each test, also side by side, fake timers, and a server of its own', { timeout }, async () => {
    const ran = await project.vitest('vitest.test.mjs')
    expect(ran.output).toMatch(/Tests\s+6 passed \(6\)/)
    expect(ran.code).toBe(0)
  })

  test('fails tests behind which something went wrong, and says what came', { timeout }, async () => {
    const ran = await project.vitest('vitest-failing.test.mjs')
    expect(ran.output).toMatch(/Tests\s+2 failed \(2\)/)
    expect(ran.output).toContain('The test passed, and yet something went wrong behind it.')
    expect(ran.output).toMatch(/got no text that matches \/your code\/i within 200 ms\./)
    expect(ran.output).toContain('"Your cod is 42"')
    expect(ran.code).toBe(1)
  })
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
