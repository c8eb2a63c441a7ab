import { cpSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('../', import.meta.url))

/** The modules of the kit that are published, and what a Node loads before a program. */
const entries = ['testing', 'vitest', 'jest', 'node', 'playwright', 'preload'] as const

/**
 * Writes the test kit for those who `import` and for those who `require`. It is loaded by the Node that runs the tests, which may be older
 * than that of the server: its syntax is that of Node 20.
 */
export async function bundleKit(sources: string, ending: '.ts' | '.js', folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((name) => [name, `${sources}/${name}${ending}`])),
    platform: 'node',
    // The runners are the user's: what is bundled would be another one than theirs.
    external: ['vitest', '@jest/globals', '@playwright/test'],
    transform: { target: 'node20' },
  })
  await bundle.write({ dir: folder, format: 'esm', cleanDir: true })
  await bundle.write({ dir: folder, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' })
}

/** Writes the types once more for those who `require`: as modules, CommonJS could not import them. */
export function copyTypes(compiled: string, folder: string): void {
  cpSync(`${compiled}/testing`, `${folder}/testing`, {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.d.ts'),
  })
  writeFileSync(`${folder}/package.json`, '{ "type": "commonjs" }\n')
}
