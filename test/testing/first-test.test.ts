import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { program } from '../program.ts'

// What `trunkline init` writes for projects as people have them is run by their runner, and passes on a server that has just been started.

/** Where the package is as it would be installed, with the runners beside it. */
const home = dirname(dirname(inject('program')))
const modules = join(home, 'node_modules')
const timeout = 60_000

let project: string
beforeEach(() => {
  project = mkdtempSync(join(home, 'first-'))
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

const run = promisify(execFile)

test.each([
  ['vitest', ['vitest/vitest.mjs', 'run', '--root', '.'], { twilio: '6' }, /Tests +1 passed \(1\)/],
  ['vitest', ['vitest/vitest.mjs', 'run', '--root', '.'], { typescript: '7' }, /Tests +1 passed \(1\)/],
  ['jest', ['jest/bin/jest.js', '--rootDir', '.'], { twilio: '6' }, /Tests: +1 passed, 1 total/],
  ['@playwright/test', ['@playwright/test/cli.js', 'test'], { twilio: '6' }, /1 passed/],
  ['node', ['--test'], {}, /^. pass 1$/m],
])(
  'a project with %s gets one that passes: %j beside %j',
  { timeout },
  async (runner, [first = '', ...words], packages, says) => {
    const devDependencies = { ...packages, ...(runner !== 'node' && { [runner]: '1' }) }
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, devDependencies }))
    const env = { PATH: process.env.PATH, HOME: project, CI: 'true', NO_COLOR: '1' }
    const options = { cwd: project, env, timeout }
    const begun = await run(process.execPath, [program, 'init', '--yes'], options)
    expect(begun.stdout).toMatch(/test\/trunkline\.test\.\w+ {2}written|tests\/trunkline\.spec\.js {2}written/)
    const ran = await run(process.execPath, [runner === 'node' ? first : join(modules, first), ...words], options)
    expect(ran.stdout + ran.stderr).toMatch(says)
  },
)
