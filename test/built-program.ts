import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundleKit } from '../scripts/bundle-kit.ts'
import { bundleProgram } from '../scripts/bundle-program.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the package as it would be installed. */
    program: string
  }
}

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * Runs once before all tests: builds the program that they start, which takes a moment, while each start of the unbuilt sources
 * reads some hundred files.
 */
export async function setup(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'trunkline-program-'))
  project.provide('program', await buildInto(home))
  return () => rmSync(home, { recursive: true, force: true })
}

/** Builds the package into the `node_modules` of a folder, beside all that it and its users need. Answers where it is. */
export async function buildInto(home: string): Promise<string> {
  const modules = join(home, 'node_modules')
  const folder = join(modules, 'trunkline')
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== 'trunkline') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const part of ['package.json', 'bin']) cpSync(join(root, part), join(folder, part), { recursive: true })
  const input = {
    main: 'src/cli/main.ts',
    'sqlite-writer-thread': 'src/store/sqlite-writer-thread.ts',
    'serve-here': 'src/testing/serve-here.ts',
    'server-process': 'src/testing/server-process.ts',
    store: 'src/store/store.ts',
    'crash-process': 'test/crash/server-process.ts',
  }
  await bundleProgram(input, join(folder, 'dist/program'))
  await bundleKit('src/testing', '.ts', join(folder, 'dist/kit'))
  return folder
}
