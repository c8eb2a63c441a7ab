// The whole gate but for the tests: format, lint, types, dead code, floors. Runs every step, then says which failed.
import { ensureInstalled, modules, projectNode, run } from './installed.mjs'

await ensureInstalled()

const steps = {
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  lint: ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  types: ['typescript/bin/tsc', '--noEmit', '-p', '.'],
  'types of what is published': ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.build.json'],
  'types of the console': ['typescript/bin/tsc', '--noEmit', '-p', 'console'],
  'dead code': ['knip/bin/knip.js'],
  floors: ['vitest/vitest.mjs', 'run', 'test/architecture.test.ts'],
}

const failed = []
for (const [name, [program, ...args]] of Object.entries(steps)) {
  console.log(`\n== ${name}`)
  if ((await run(projectNode(), [`${modules}/${program}`, ...args])) !== 0) failed.push(name)
}
console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed.')
process.exitCode = failed.length ? 1 : 0
