import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

/** A folder of `examples`, copied to where its packages are found as if they had been installed, Trunkline as it is built among them. */
export interface InstalledExample extends Disposable {
  /** Runs a program of its packages by its path in `node_modules`; answers what it printed, and its exit code. */
  run(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }>
}

/** Longer than any of them takes, on a machine that is busy. */
const longest = 220_000

const here = fileURLToPath(new URL('../../examples/', import.meta.url))

export function installExample(name: string): InstalledExample {
  const modules = join(inject('program'), '..')
  const folder = mkdtempSync(join(modules, `../${name}-`))
  cpSync(join(here, name), folder, { recursive: true, filter: (path) => !/node_modules|\.next/.test(path) })
  mkdirSync(join(folder, 'node_modules'))
  return {
    run(words, env = {}) {
      const [program = '', ...rest] = words
      const child = spawn(process.execPath, [join(modules, program), ...rest], {
        cwd: folder,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...inherited(), PATH: `${join(modules, '.bin')}:${process.env.PATH}`, ...env },
      })
      return ended(child)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Nothing of the runner that runs this, nor of a server that is not its own. */
const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TRUNKLINE_|TWILIO_|NODE_|TEST$)/.test(name)),
  )

function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()))
  // What it started goes with it.
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), longest)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output })
    })
  })
}
