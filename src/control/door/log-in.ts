import { randomUUID } from 'node:crypto'
import { type ConsoleDoor, type ConsoleSession, isAlive, theDoor } from '../../domain/console-door.ts'
import type { Instant } from '../../domain/clock.ts'
import { wasKept } from '../../domain/was-kept.ts'
import { add, change, outcome, remove } from '../../domain/write.ts'
import { ControlProblem } from '../control-problem.ts'
import type { Attempts } from './attempts.ts'
import { type DoorPorts, doorRecord, unchanged } from './door-record.ts'
import { hashPassword, isPassword, passwordLength } from './password.ts'
import { hashSecret, isSecret, newSecret } from './secret.ts'

/** What somebody shows at the door, and the password that is to count from then on. */
export interface Shown {
  token?: string
  password?: string
  newPassword?: string
}

interface LogInPorts extends DoorPorts {
  attempts: Attempts
  /** The hash of the token of programs, which opens to people, too. */
  controlTokenHash: string | null
  /** Lets one guess after another at the processor. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

/** At most so many browsers are let in at once: whoever was longest away has to log in again. */
const mostSessions = 100

/** Begins a session, and answers with its id. Throws what is wrong, the same for whatever does not fit. */
export async function logIn(shown: Shown, address: string, has: LogInPorts): Promise<string> {
  const { token, password, newPassword } = shown
  if ((token === undefined) === (password === undefined)) throw new ControlProblem(400, 'send token or password')
  const { attempts, ledger, clock, inTurn } = has
  const wait = token === undefined ? attempts.takeGuess(address, clock.now()) : attempts.take(address, clock.now())
  if (wait > 0) throw new ControlProblem(429, 'that was tried too often: wait some minutes', Math.ceil(wait / 1000))

  const door = await doorRecord(has)
  const way =
    token === undefined
      ? await inTurn(async () => isRight(password, door.passwordHash))
      : wayOf(token, door, clock.now(), has.controlTokenHash)
  if (!way) throw refused()
  if (way === 'one-time token' && newPassword === undefined)
    throw new ControlProblem(400, `choose a password of ${passwordLength.least} characters or more: newPassword`)

  const now = clock.now()
  const id = newSecret()
  const epoch = newPassword === undefined ? door.epoch : door.epoch + 1
  const session = { key: hashSecret(id), login: randomUUID(), epoch, begun: now, minted: now, seen: now, until: null }
  const operations = [
    add('consoleSession', session),
    ...surplus(await ledger.consoleDoor.sessions(10 * mostSessions), { ...door, epoch }, now).map(({ key }) =>
      remove('consoleSession', key),
    ),
  ]
  if (newPassword !== undefined) {
    // Whoever knew the password before is out.
    const passwordHash = await inTurn(() => hashPassword(newPassword))
    operations.push(change('consoleDoor', theDoor, { passwordHash, tokenHash: null, tokenUntil: null, epoch }))
  }
  if (!wasKept(await ledger.keep(outcome(operations, [unchanged(door)])))) throw refused()
  attempts.forgive(address)
  return id
}

const refused = () =>
  new ControlProblem(
    401,
    'that does not let you in: look whether it is the whole password or token, and that the token was not used yet. `trunkline console reset` makes a new one',
  )

const isRight = async (password: string | undefined, hash: string | null) =>
  password !== undefined && hash !== null && (await isPassword(password, hash)) ? 'password' : null

function wayOf(token: string, { tokenHash, tokenUntil }: ConsoleDoor, now: Instant, controlTokenHash: string | null) {
  if (tokenHash !== null && isSecret(token, tokenHash) && now < (tokenUntil ?? 0)) return 'one-time token'
  return controlTokenHash !== null && isSecret(token, controlTokenHash) ? 'control token' : null
}

/** Those that are over, and so many of those longest unused that there is room for one more. */
function surplus(sessions: readonly ConsoleSession[], door: ConsoleDoor, now: Instant): readonly ConsoleSession[] {
  const alive = sessions.filter((session) => isAlive(session, door, now))
  const over = sessions.filter((session) => !alive.includes(session))
  return [...over, ...alive.slice(0, Math.max(0, alive.length - mostSessions + 1))]
}
