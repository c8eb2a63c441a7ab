import { endWithShell, ensureInstalled, projectNode, run } from './installed.mjs'

endWithShell()
await ensureInstalled()
process.exitCode = await run(projectNode(), ['test/breakage/run.ts', ...process.argv.slice(2)])
