import { execFile, execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Breakage } from './breakage.ts'
import { breakages } from './breakages.ts'

// Breaks a copy of the source in one small way after the other, and asks of each whether the test that is named for it fails.
// A suite that stays green when the product is broken guards nothing.

const root = fileURLToPath(new URL('../../', import.meta.url))
const copiesAtOnce = 2
/** In milliseconds: no named test takes longer than this, broken or whole. */
const patience = 180_000

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[]; message: string }[]
}

const folder = await mkdtemp(join(tmpdir(), 'trunkline-breakage-'))
try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Without a word, all breakages; else those whose source file or description has one of these words. */
async function main(words: readonly string[]): Promise<boolean> {
  const chosen = breakages.filter(
    ({ what, file }) => words.length === 0 || words.some((word) => what.includes(word) || file.includes(word)),
  )
  const waiting = [...chosen.entries()]
  const failures: string[] = []
  const worker = async (number: number) => {
    const copy = await copyOf(number)
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, breakage] = next
      const fault = await verdict(copy, breakage)
      if (fault !== null) failures.push(`${breakage.what}: ${fault}`)
      console.log(
        `${fault === null ? 'caught' : 'MISSED'} ${index + 1}/${chosen.length} ${breakage.what}${fault === null ? '' : ` (${fault})`}`,
      )
    }
  }
  await Promise.all(Array.from({ length: copiesAtOnce }, (_, number) => worker(number)))
  console.log(`\n${chosen.length - failures.length} caught, ${failures.length} missed`)
  return failures.length === 0
}

/** All that git knows or would know, so that what is being worked on is broken, not what was committed. */
async function copyOf(number: number): Promise<string> {
  const copy = join(folder, String(number))
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  for (const file of new Set(listed.split('\n').filter(Boolean))) {
    // A file that was deleted is listed still.
    await cp(join(root, file), join(copy, file)).catch(() => {})
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** Null when the test passes on the whole source and fails on the broken one. */
async function verdict(copy: string, breakage: Breakage): Promise<string | null> {
  const path = join(copy, breakage.file)
  const whole = await readFile(path, 'utf8')
  const places = whole.split(breakage.from).length - 1
  if (places !== 1) return `${breakage.file} has its text ${places} times, not once`
  if ((await statusOf(copy, breakage)) !== 'passed') return 'its test does not pass before'
  await writeFile(
    path,
    whole.replace(breakage.from, () => breakage.to),
  )
  const status = await statusOf(copy, breakage)
  await writeFile(path, whole)
  return status === 'failed' ? null : 'its test does not fail'
}

/** What became of the test that the breakage names; `missing` when there is none of that name. */
async function statusOf(copy: string, { test, name }: Breakage): Promise<'passed' | 'failed' | 'missing'> {
  const output = join(copy, 'report.json')
  await rm(output, { force: true })
  const pattern = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    test,
    '-t',
    pattern,
    '--reporter=json',
    `--outputFile=${output}`,
  ]
  await new Promise<void>((done) => {
    execFile(process.execPath, args, { cwd: copy, timeout: patience, maxBuffer: 64 * 1024 * 1024 }, () => done())
  })
  const report = JSON.parse(await readFile(output, 'utf8').catch(() => '{"testResults":[]}')) as Report
  const found = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName, status }) => fullName.includes(name) && status !== 'skipped' && status !== 'pending')
  if (found.some(({ status }) => status === 'failed')) return 'failed'
  // A file that cannot even be loaded, or whose beginning failed, has no results.
  if (found.length === 0) return report.testResults.some(({ message }) => message !== '') ? 'failed' : 'missing'
  return 'passed'
}
