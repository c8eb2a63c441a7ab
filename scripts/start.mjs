import { ensureBuilt } from './built.mjs'
import { endWithShell, ensureInstalled, projectNode, root, run } from './installed.mjs'

endWithShell()
await ensureInstalled()
await ensureBuilt()

const program = `${root}bin/trunkline.cjs`
const args = ['start', ...process.argv.slice(2)]
if (Number(process.versions.node.split('.')[0]) >= 24) {
  // This is already the Node to run on, as it is from the second start: no process between npm and the server.
  process.argv = [process.execPath, program, ...args]
  await import(program)
} else {
  process.exitCode = await run(projectNode(), [program, ...args])
}
