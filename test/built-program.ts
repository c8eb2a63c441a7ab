import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
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
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-program-'))
  for (const part of ['package.json', 'bin']) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const input = {
    main: 'src/cli/main.ts',
    'sqlite-writer-thread': 'src/store/sqlite-writer-thread.ts',
    store: 'src/store/store.ts',
    'server-process': 'test/crash/server-process.ts',
  }
  await bundleProgram(input, join(folder, 'dist/program'))
  project.provide('program', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
