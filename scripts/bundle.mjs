import { bundleProgram } from './bundle-program.ts'
import { root } from './installed.mjs'

await bundleProgram(
  { main: 'dist/cli/main.js', 'sqlite-writer-thread': 'dist/store/sqlite-writer-thread.js' },
  `${root}dist/program`,
)
