import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'

/** What a command printed, both ways, and how it ended. */
export interface Ran {
  code: number
  output: string
}

/** A project that has the package installed, as its users have. */
export interface Project extends Disposable {
  readonly folder: string
  /** Runs a program of a package, or one of the project's, on a Node. */
  run(node: string, words: readonly string[]): Promise<Ran>
  jest(node: string, ...files: readonly string[]): Promise<Ran>
  vitest(...files: readonly string[]): Promise<Ran>
  playwright(node: string, ...files: readonly string[]): Promise<Ran>
}

const longest = 100_000

export function openProject(packageFile: object = {}): Project {
  const home = dirname(dirname(inject('program')))
  const modules = join(home, 'node_modules')
  const folder = mkdtempSync(join(home, 'project-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, ...packageFile }))

  function run(node: string, words: readonly string[]): Promise<Ran> {
    const env = { PATH: process.env.PATH, HOME: folder, CI: 'true', NO_COLOR: '1', NODE_ENV: 'test' }
    return new Promise((resolve) => {
      const options = { cwd: folder, env, timeout: longest, maxBuffer: 1 << 24 }
      execFile(node, words, options, (error, out, complaint) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: out + complaint })
      })
    })
  }

  return {
    folder,
    run,
    jest(node, ...files) {
      const config = { rootDir: folder, testMatch: files.map((file) => `<rootDir>/${file}`), transform: {} }
      const words = ['--config', JSON.stringify(config), '--cacheDirectory', join(folder, 'cache')]
      return run(node, [join(modules, 'jest/bin/jest.js'), ...words])
    },
    vitest: (...files) =>
      run(process.execPath, [join(modules, 'vitest/vitest.mjs'), 'run', '--root', folder, ...files]),
    playwright: (node, ...files) =>
      run(node, [join(modules, '@playwright/test/cli.js'), 'test', '-c', 'playwright.config.mjs', ...files]),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
