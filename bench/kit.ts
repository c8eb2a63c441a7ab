import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildInto } from '../test/built-program.ts'
import type { Arguments } from './arguments.ts'
import { median } from './histogram.ts'
import { type Report, type Row, atMost, exactly, seen } from './report.ts'

const files = 20
const testsInFile = 10

/*
 * Claim: a suite of 200 tests, each with an account and a phone of its own, an application, a text there and a conversation back, takes
 * less than 20 s in two parallel workers of Vitest, and no test of it ever fails: `--runs 20`. A server in the same process is there
 * within 100 ms once its module is loaded; the first one of a process is shown beside it.
 */
export async function kit(args: Arguments): Promise<Report> {
  const runs = args.number('runs', 20)
  const home = mkdtempSync(join(tmpdir(), 'trunkline-kit-'))
  try {
    await buildInto(home)
    writeSuite(home)
    const starts = await startTimes(home)
    const times: number[] = []
    const failures: string[] = []
    let passed = 0
    for (let run = 0; run < runs; run++) {
      const { seconds, result } = await runSuite(home)
      times.push(seconds)
      passed += result.numPassedTests
      failures.push(...result.failures)
      console.log(`  run ${run + 1}: ${seconds.toFixed(1)} s, ${result.numPassedTests} passed`)
    }
    const rows: Row[] = [
      atMost('a server in the same process, module loaded (median of 20)', median(starts.slice(1)), 100, 'ms'),
      seen('the first one of a process, with its module', starts[0] ?? Number.NaN, 'ms'),
      atMost('slowest run of 200 tests', Math.max(...times), 20, 's'),
      seen('median run', median(times), 's'),
      exactly(`tests that failed of ${runs * files * testsInFile}`, runs * files * testsInFile - passed, 0),
    ]
    return { bench: `kit: ${runs} runs`, rows, detail: { times, failures } }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function writeSuite(home: string): void {
  mkdirSync(join(home, 'suite'))
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }')
  for (let i = 0; i < files; i++) writeFileSync(join(home, `suite/file-${i}.test.js`), testFile(i))
}

const testFile = (file: number): string => `
import twilio from 'twilio'
import { describe, expect } from 'vitest'
import { test } from 'trunkline/testing/vitest'

describe.concurrent('file ${file}', () => {
  for (let i = 0; i < ${testsInFile}; i++)
    test(\`sign-up \${i}\`, async ({ account, phone }) => {
      await account.webhook(async (request) => {
        const body = new URLSearchParams(await request.text()).get('Body')
        return new Response(\`<Response><Message>Thank you for \${body}</Message></Response>\`, {
          headers: { 'content-type': 'text/xml' },
        })
      })
      const code = String(100000 + Math.floor(Math.random() * 900000))
      const client = account.client(twilio)
      await client.messages.create({ to: phone.number, from: account.phoneNumber, body: \`Your code is \${code}\` })
      expect(await phone.waitForCode()).toBe(code)
      const outcome = await phone.reply(code)
      expect(outcome.status).toBe(200)
      const { match } = await phone.waitForMessage(/Thank you for (\\d+)/)
      expect(match[1]).toBe(code)
      expect(await account.messages()).toHaveLength(3)
    })
})
`

interface SuiteResult {
  numPassedTests: number
  failures: string[]
}

function runSuite(home: string): Promise<{ seconds: number; result: SuiteResult }> {
  const report = join(home, 'report.json')
  rmSync(report, { force: true })
  const began = performance.now()
  const words = ['run', '--root', home, '--maxWorkers=2', '--reporter=json', `--outputFile=${report}`]
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(home, 'node_modules/vitest/vitest.mjs'), ...words],
      { cwd: home, timeout: 300_000, maxBuffer: 1 << 24, env: { ...process.env, NODE_ENV: 'test' } },
      (error, out, complaint) => {
        const seconds = (performance.now() - began) / 1000
        try {
          resolve({ seconds, result: readReport(report) })
        } catch {
          reject(new Error(`the suite did not run: ${out}${complaint}`, { cause: error }))
        }
      },
    )
  })
}

function readReport(path: string): SuiteResult {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8')) as {
    numPassedTests: number
    testResults: { message: string; assertionResults: { status: string; failureMessages: string[] }[] }[]
  }
  const failures = testResults.flatMap(({ message, assertionResults }) => [
    ...(message ? [message] : []),
    ...assertionResults.filter(({ status }) => status !== 'passed').flatMap(({ failureMessages }) => failureMessages),
  ])
  return { numPassedTests, failures }
}

/** Milliseconds that 21 servers took one after the other, the first with all that is loaded for it. */
function startTimes(home: string): Promise<number[]> {
  const kit = pathToFileURL(join(home, 'node_modules/trunkline/dist/kit/testing.js')).href
  const program = `
    const { startTrunkline } = await import(${JSON.stringify(kit)})
    const times = []
    for (let i = 0; i < 21; i++) {
      const began = performance.now()
      const trunkline = await startTrunkline({ alone: true })
      times.push(performance.now() - began)
      await trunkline.close()
    }
    console.log(JSON.stringify(times))`
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], { timeout: 60_000 }, (error, out) => {
      if (error) reject(error)
      else resolve(JSON.parse(out) as number[])
    })
  })
}
