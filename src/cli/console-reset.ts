import { type SettingSources, StartProblem, readSettings } from '../config.ts'
import { loginAddress } from '../control/door/login-address.ts'
import { resetDoor } from '../control/door/offer-token.ts'
import { systemClock } from '../domain/clock.ts'
import { hostInUrl, openDatabase } from '../server/open.ts'
import { withoutPassword } from '../store/engine.ts'
import type { Output } from './declare-command.ts'
import { firstLoginText } from './first-login-text.ts'

/** Forgets the password of the console in the database of the settings, ends every login, and prints how to choose another. */
export async function resetConsole(flags: SettingSources['flags'], output: Output): Promise<void> {
  const settings = readSettings({ mode: 'production', flags, env: process.env, cwd: process.cwd() })
  if (settings.database === 'sqlite::memory:')
    throw new StartProblem('Of a database in memory only its server knows.', 'a new start of the server')
  await using store = await openDatabase(settings)
  const token = await resetDoor({ ledger: store, clock: systemClock })
  const url = settings.publicUrl ?? `http://${hostInUrl(settings.host)}:${settings.port}`
  const address = loginAddress(url, token)
  if (output === 'json') return console.log(JSON.stringify({ address }))
  console.log(
    `The password of the console in ${withoutPassword(settings.database)} is forgotten, and every login is over.\n`,
  )
  console.log(firstLoginText({ address }))
}
