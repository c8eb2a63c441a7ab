import type { SettingSources } from '../config.ts'
import type { Output } from './declare-command.ts'
import { firstLoginText } from './first-login-text.ts'
import { runServer } from './run-server.ts'

/** Serves in production: prints one line, no credentials, and once how to log in to the console. */
export async function serve(flags: SettingSources['flags'], version: string, output: Output): Promise<void> {
  await runServer('production', flags, ({ url, port, login }) => {
    if (output === 'json') return console.log(JSON.stringify({ version, url, port, ...(login && { login }) }))
    console.log(`trunkline ${version} serves on ${url}`)
    if (login) console.log(firstLoginText(login))
  })
}
