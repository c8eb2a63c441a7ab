import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'
import { compileCache, program } from '../program.ts'

const longest = 240_000

/** The command that runs the program as it is published, for a client that starts a server. */
const command = `"${process.execPath}" "${program}"`

/** Runs a suite that has a runner of its own, and expects that all of it passes; answers how many tests that were. */
export async function passSuite(
  words: readonly [string, ...string[]],
  cwd: string,
  passed: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const [runner, ...rest] = words
  const child = spawn(runner, rest, {
    cwd,
    env: { PATH: process.env.PATH, ...compileCache, TRUNKLINE_COMMAND: command, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longest,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-100_000)))
  const [code] = (await once(child, 'close')) as [number | null]
  expect(code, output).toBe(0)
  const count = Number(passed.exec(output)?.[1])
  expect(count, output).toBeGreaterThan(0)
  return count
}
