import { endWithShell, ensureInstalled, modules, projectNode, run } from './installed.mjs'

endWithShell()
await ensureInstalled()

const args = process.argv.slice(2)
const long = args.includes('--long')
process.exitCode = await run(
  projectNode(),
  [`${modules}/vitest/vitest.mjs`, 'run', ...args.filter((arg) => arg !== '--long')],
  long ? { TRUNKLINE_LONG: '1' } : {},
)
