import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const realTimers = fileURLToPath(new URL('real-timers.mjs', import.meta.url))
const timers = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
]

/**
 * Writes what is loaded at each start as few files instead of some hundred: a third off the time to the first answer. What is loaded
 * when it is first needed (the databases' drivers, webhooks, commands) stays in files of its own.
 */
export async function bundleProgram(input: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const bundle = await rolldown({
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    input,
    platform: 'node',
    // Both load parts of themselves by name.
    external: [/^pg/, /^libphonenumber-js/],
    transform: { inject: Object.fromEntries(timers.map((name) => [name, [realTimers, name]])) },
  })
  await bundle.write({ dir: folder, format: 'esm', cleanDir: true })
}
