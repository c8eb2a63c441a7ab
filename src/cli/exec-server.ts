import { setTimeout as pause } from 'node:timers/promises'
import { readSettings } from '../config.ts'
import { openLog } from '../log.ts'
import { CommandProblem } from './command-problem.ts'
import { Unreachable, controlClient } from './control-client.ts'
import { type Credentials, askCredentials } from './credentials.ts'

export interface ExecServer extends AsyncDisposable {
  url: string
  /** The account whose credentials a program is given. */
  account: Credentials
  /** Whether it runs for this program alone. */
  own: boolean
}

/** By what the address of a server is known. */
export type Said = 'flag' | 'variable' | 'default'

/** Whoever listens at an address and is silent is no server that is ready. */
const patience = 10_000
const longestStop = 1000

/**
 * The server at an address, or else one of our own with a database in memory. Where the user said which one, whoever is there has to be it; and
 * where that was said by a flag, it has to be there.
 */
export async function execServer(options: { server: string; token?: string }, said: Said): Promise<ExecServer> {
  try {
    const account = await accountAt(options)
    return { url: options.server.replace(/\/+$/, ''), account, own: false, [Symbol.asyncDispose]: async () => {} }
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error
    if (said === 'default' || (said === 'variable' && error instanceof Unreachable)) return ownServer()
    if (!(error instanceof Unreachable)) throw error
    throw new CommandProblem(
      `No server answers at ${options.server}.`,
      '`trunkline start` in another terminal, or exec without --server, which starts one of its own',
      { exitCode: 3, cause: error },
    )
  }
}

async function accountAt(options: { server: string; token?: string }): Promise<Credentials> {
  try {
    const account = await askCredentials(controlClient(options, patience))
    if (isAccount(account)) return account
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new CommandProblem(`What answers at ${options.server} is no Trunkline.`, '--server with the address of one')
}

/** Another program answers something else. */
const isAccount = (answer: Partial<Credentials> | null) =>
  typeof answer?.accountSid === 'string' && typeof answer.authToken === 'string' && Array.isArray(answer.phoneNumbers)

async function ownServer(): Promise<ExecServer> {
  const { env } = process
  const settings = readSettings({
    mode: 'development',
    flags: {
      port: '0',
      host: '127.0.0.1',
      database: 'sqlite::memory:',
      role: 'all',
      ...(env.TRUNKLINE_LOG === undefined && { log: 'warn' }),
    },
    env,
    cwd: process.cwd(),
  })
  const { startServer } = await import('../server.ts')
  const server = await startServer(settings, openLog(settings.log))
  const { welcome } = server
  if (!welcome) throw new Error('a development server has a first account')
  return {
    url: `http://127.0.0.1:${server.port}`,
    account: {
      accountSid: welcome.account.sid,
      authToken: welcome.account.authToken,
      testAccountSid: welcome.testAccount.sid,
      testAuthToken: welcome.testAccount.authToken,
      phoneNumbers: welcome.numbers,
    },
    own: true,
    // Nobody is left whom it could keep something for.
    [Symbol.asyncDispose]: () => Promise.race([server.stop(), pause(longestStop, undefined, { ref: false })]),
  }
}
