import type { SettingSources } from '../config.ts'
import { firstLoginText } from './first-login-text.ts'
import { runServer } from './run-server.ts'

/** Serves in production: prints one line, no credentials, and once how to log in to the console. */
export async function serve(flags: SettingSources['flags'], version: string): Promise<void> {
  await runServer('production', flags, ({ url, login }) => {
    console.log(`trunkline ${version} serves on ${url}`)
    if (login) console.log(firstLoginText(login))
  })
}
