import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { brokenRules, importsOf } from './floors.ts'

const root = new URL('../', import.meta.url)
const sources = globSync('{src,test,bench,scripts,bin,console}/**/*.{ts,mts,tsx,js,mjs,cjs,css}', {
  cwd: root,
  exclude: ['**/node_modules/**', 'bench/results/**'],
})

test('the house stands as it is drawn', () => {
  const files = new Map(sources.map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, root), 'utf8')]))
  expect(files.has('src/domain/message.ts')).toBe(true)
  expect(brokenRules(files)).toEqual([])
})

describe('a broken rule is found:', () => {
  const planted = (files: Record<string, string>) => brokenRules(new Map(Object.entries(files)))

  test.each([
    ['an import up', 'src/store/a.ts', `import { b } from '../messaging/b.ts'`, 'imports up: src/messaging/b.ts'],
    ['an import of types up', 'src/jobs/a.ts', `import type { B } from '../api/b.ts'`, 'imports up: src/api/b.ts'],
    ['a re-export up', 'src/jobs/a.ts', `export * from '../voice/b.ts'`, 'imports up: src/voice/b.ts'],
    ['a later import up', 'src/api/a.ts', `const b = await import('../server.ts')`, 'imports up: src/server.ts'],
    ['a worker above', 'src/log.ts', `new URL('./store/b.ts', import.meta.url)`, 'imports up: src/store/b.ts'],
    ['settings read in a room', 'src/api/a.ts', `import { b } from '../config.ts'`, 'imports up: src/config.ts'],
    [
      'an import sideways',
      'src/store/a.ts',
      `import {\n  b,\n} from '../carriers/b.ts'`,
      'sideways: src/carriers/b.ts',
    ],
    ['an import between the ways in', 'src/api/a.ts', `import '../control/b.ts'`, 'sideways: src/control/b.ts'],
    ['a domain that uses a package', 'src/domain/a.ts', `import pg from 'pg'`, 'domain uses nothing'],
    ['a room that nobody drew', 'src/utils/a.ts', '', 'no floor knows: utils'],
    ['a file that nobody drew', 'src/start.ts', '', 'no floor knows: start'],
    ['an import from an unknown room', 'src/api/a.ts', `import { b } from '../shared/b.ts'`, 'up: src/shared/b.ts'],
    ['test code in the product', 'src/api/a.ts', `import { b } from '../../test/b.ts'`, 'no part of the product'],
    ['a default export', 'src/api/a.ts', 'export default 1', 'has a default export'],
    ['a renamed default export', 'src/api/a.ts', 'export { a as default }', 'has a default export'],
    ['the environment read in a room', 'src/api/a.ts', 'const a = process.env.A', 'reads the environment'],
    ['the environment imported', 'src/api/a.ts', `import { env } from 'node:process'`, 'reads the environment'],
    ['a long file', 'bench/a.ts', '\n'.repeat(501), 'has 501 lines'],
  ])('%s', (_what, path, text, says) => {
    expect(planted({ [path]: text })).toEqual([expect.stringContaining(says)])
  })

  test('a circle, also one of types within a room', () => {
    const circle = planted({
      'src/store/a.ts': `import { b } from './b.ts'`,
      'src/store/b.ts': `import { c } from './c.ts'`,
      'src/store/c.ts': `import type { A } from './a.ts'`,
    })
    expect(circle).toEqual([
      'a circle of imports: src/store/a.ts -> src/store/b.ts -> src/store/c.ts -> src/store/a.ts',
    ])
  })
})

test('what is allowed is not found', () => {
  const allowed = new Map([
    ['src/domain/a.ts', `import { createHash } from 'node:crypto'\nimport { b } from './b.ts'`],
    ['src/domain/b.ts', `import { parse } from 'libphonenumber-js/max'`],
    [
      'src/api/a.ts',
      `import type { A } from '../domain/a.ts'\nimport { log } from '../log.ts'\nimport fastify from 'fastify'`,
    ],
    ['src/api/a.test.ts', `import { open } from '../../test/databases.ts'\nimport { b } from '../server.ts'`],
    ['src/cli/main.ts', `import { start } from '../server.ts'\nconst { env } = process.env`],
    ['src/log.ts', '\n'.repeat(500)],
  ])
  expect(brokenRules(allowed)).toEqual([])
})

test('words in a comment or a string are no imports', () => {
  expect(importsOf(`// taken from './a.ts'\nconst from = 'b'\nexport const text = \`from './c.ts'\``)).toEqual([])
})
