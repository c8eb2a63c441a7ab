import type { SettingSources } from '../config.ts'
import type { Output } from './declare-command.ts'
import { runServer } from './run-server.ts'

/** Serves in production: prints one line, and no credentials. */
export async function serve(flags: SettingSources['flags'], version: string, output: Output): Promise<void> {
  await runServer('production', flags, ({ url, port }) =>
    console.log(output === 'json' ? JSON.stringify({ version, url, port }) : `trunkline ${version} serves on ${url}`),
  )
}
