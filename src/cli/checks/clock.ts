import type { ControlClient } from '../control-client.ts'
import { CommandProblem } from '../command-problem.ts'
import { type Finding, findingsOf } from './finding.ts'

const { ok, warning } = findingsOf('clock')

interface ServerClock {
  now: string
  state: 'running' | 'frozen'
  /** Seconds ahead of real time. */
  offset: number
}

/** So far may the clocks of two machines be apart, in milliseconds, before somebody should know. */
const usual = 5000

/** Whether the server's clock was moved or stands still, or is not that of this machine. */
export async function checkClock(client: ControlClient, now: () => number): Promise<Finding> {
  const clock = await client.ask<ServerClock>('GET', '/clock').catch((error: unknown) => {
    if (error instanceof CommandProblem) return null
    throw error
  })
  if (clock === null) return ok('The server does not tell its clock.')
  if (clock.state === 'frozen')
    return warning(`The clock of the server stands at ${clock.now}.`, '`trunkline clock resume`')
  if (Math.abs(clock.offset) >= 1)
    return warning(
      `The clock of the server was moved by ${Math.round(clock.offset)} seconds.`,
      'a server of its own for what does not expect that',
    )
  const apart = Date.parse(clock.now) - now()
  if (Math.abs(apart) > usual)
    return warning(
      `The server's clock is ${Math.round(Math.abs(apart) / 1000)} seconds ${apart > 0 ? 'ahead of' : 'behind'} this machine's.`,
      'to set the clock of one of them by NTP',
    )
  return ok('The clock of the server runs, and shows the time.')
}
