import type { ServerSettings } from './serve-here.ts'

/**
 * A server for tests in a process of its own: its settings are the first argument, as JSON. It tells its address as a line of JSON, and
 * ends when whoever started it closes its standard input, or ends, however suddenly.
 */
async function runServerProcess(argument: string): Promise<void> {
  const orphaned = new Promise<void>((resolve) => {
    process.stdin
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve())
      .resume()
  })
  const { serveHere } = await import('./serve-here.ts')
  const server = await serveHere(JSON.parse(argument) as ServerSettings)
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
  await orphaned
  await server.stop()
  process.exit(0)
}

// Ctrl-C at a terminal reaches every process: the tests decide when their server ends.
process.on('SIGINT', () => {})
runServerProcess(process.argv[2] ?? '{}').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
