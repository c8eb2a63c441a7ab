import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TestServer } from './server.ts'

/** Starts the shop of `examples/express` as the README does; it says so when the server knows where it is. */
export async function startShop({ url, account, numbers: [own] }: TestServer): Promise<ChildProcess> {
  const environment = { TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token, TWILIO_PHONE_NUMBER: own }
  const child = spawn(process.execPath, ['examples/express/server.js'], {
    env: { ...process.env, ...environment, TWILIO_API: url, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const [line] = (await once(lines, 'line', { signal: AbortSignal.timeout(30_000) })) as [string]
  if (!line.includes(`The shop answers ${own} at http`)) throw new Error(`The shop did not start: ${line}`)
  return child
}
