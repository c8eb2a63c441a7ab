import { rolldown } from 'rolldown'
import { root } from './installed.mjs'

// What is loaded at each start, as few files instead of some hundred: a third off the time to the first answer. What is loaded
// when it is first needed (the databases' drivers, webhooks, commands) stays in files of its own.
const bundle = await rolldown({
  cwd: root,
  input: { main: 'dist/cli/main.js', 'sqlite-writer-thread': 'dist/store/sqlite-writer-thread.js' },
  platform: 'node',
  // Both load parts of themselves by name.
  external: [/^pg/, /^libphonenumber-js/],
})
await bundle.write({ dir: `${root}dist/program`, format: 'esm', cleanDir: true })
