import { openAccount } from '../accounts/open-account.ts'
import { type SettingSources, StartProblem, readSettings } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { Problem } from '../domain/problem.ts'
import { StoreUnavailable } from '../store/engine.ts'
import { type Store, openStore } from '../store/store.ts'
import type { Output } from './declare-command.ts'

/** Makes an account in the database of the settings and prints what a client needs: lines to copy, or JSON. */
export async function createAccount(name: string, flags: SettingSources['flags'], output: Output): Promise<void> {
  const settings = readSettings({ mode: 'production', flags, env: process.env, cwd: process.cwd() })
  if (settings.database === 'sqlite::memory:') {
    throw new StartProblem('An account in memory is gone at once.', '--database sqlite:PATH or postgres://...')
  }
  await using store = await opened(settings.database)
  try {
    const errorEra = flags.errorEra === undefined ? null : settings.errorEra
    const account = await openAccount({ friendlyName: name, errorEra }, { ledger: store, clock: systemClock })
    const { sid, authToken } = account
    if (output === 'json') console.log(JSON.stringify({ accountSid: sid, authToken }))
    else console.log(`TWILIO_ACCOUNT_SID=${sid}\nTWILIO_AUTH_TOKEN=${authToken}`)
  } catch (error) {
    if (error instanceof Problem)
      throw new StartProblem(`No account was made: ${error.message}.`, '--name "Shop"', { cause: error })
    throw error
  }
}

async function opened(database: string): Promise<Store> {
  try {
    return await openStore(database)
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new StartProblem(`${error.message}.`, '--database sqlite:PATH or postgres://...', { cause: error })
    throw error
  }
}
