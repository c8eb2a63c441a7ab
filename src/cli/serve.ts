import type { SettingSources } from '../config.ts'
import { runServer } from './run-server.ts'

/** Serves in production: prints one line, and no credentials. */
export async function serve(flags: SettingSources['flags'], version: string): Promise<void> {
  await runServer('production', flags, ({ url }) => console.log(`trunkline ${version} serves on ${url}`))
}
