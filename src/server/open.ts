import { type Settings, StartProblem } from '../config.ts'
import { type FrontDoor, openFrontDoor } from '../control/front-door.ts'
import { StoreUnavailable } from '../store/engine.ts'
import { type Store, openStore } from '../store/store.ts'

/** Opens the socket of the server. Throws a `StartProblem` that says what to try instead. */
export async function listen({ host, port }: Settings): Promise<FrontDoor> {
  try {
    return await openFrontDoor(host, port)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartProblem(
        `Port ${port} of ${host} is in use by another program.`,
        `--port ${port + 1}, or --port 0 for a free one`,
        { cause: error },
      )
    if (code === 'EACCES')
      throw new StartProblem(`Port ${port} needs more rights than this program has.`, '--port 4010', { cause: error })
    throw new StartProblem(`Cannot listen on ${host}, port ${port}: ${message}.`, '--host 127.0.0.1', { cause: error })
  }
}

/** Opens the database. Throws a `StartProblem` that says what to try instead. */
export async function openDatabase({ database }: Settings): Promise<Store> {
  try {
    return await openStore(database)
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    throw new StartProblem(`${capitalized(error.message)}.`, '--database sqlite::memory: to start without it', {
      cause: error,
    })
  }
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** How a host that is listened on is written in an address for others. */
export function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
