import type { Command } from 'commander'
import { CommandProblem } from './command-problem.ts'
import { queryOf } from './phone.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

interface Clock {
  now: string
  state: 'running' | 'frozen'
  offset: number
}

interface Job {
  deed: string
  subject: string | null
  due: string
  leased: boolean
}

interface Settled {
  settled: boolean
  pending: readonly Job[]
}

interface WaitOptions extends TalkOptions {
  timeout?: string
}

/** Adds the commands that move the clock of a server. */
export function addClockCommands(trunkline: Command, print: Print): void {
  const clock = trunkline.command('clock').description('Freeze the time of the server, and move it on.')

  serverCommand(clock, 'now', 'Show what time it is for the server.', 'clock now').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const told = await client.ask<Clock>('GET', '/clock')
      tell(told, [lineOf(told)])
    },
  )

  serverCommand(clock, 'freeze', 'Let the clock stand.', 'clock freeze --at 2027-01-01T00:00:00Z')
    .option('--at <moment>', 'where it stands; now unless given')
    .action(async ({ at, ...options }: TalkOptions & { at?: string }) => {
      const { client, tell } = talk(options, print)
      const told = await client.ask<Clock>('POST', '/clock/freeze', { ...(at !== undefined && { at }) })
      tell(told, [lineOf(told)])
    })

  serverCommand(clock, 'resume', 'Let the clock run on from where it stands.', 'clock resume').action(
    async (options: TalkOptions) => {
      const { client, tell } = talk(options, print)
      const told = await client.ask<Clock>('POST', '/clock/resume')
      tell(told, [lineOf(told)])
    },
  )

  serverCommand(
    clock,
    'advance [time]',
    'Move the clock on by a time such as 3d, 1h30m or 90s; everything that falls due on the way is done at its own time.',
    'clock advance 3d',
  )
    .option('--to <moment>', 'up to this moment, in place of a time')
    .option('--timeout <time>', 'how long to wait at most, in real time: 30s unless given, 60s at most')
    .action(async (by: string | undefined, { to, timeout, ...options }: WaitOptions & { to?: string }) => {
      const { client, tell } = talk(options, print)
      const told = await client.ask<Clock & Settled & { done: number }>('POST', '/clock/advance', {
        ...(by !== undefined && { by: timeIn(by) }),
        ...(to !== undefined && { to }),
        ...(timeout !== undefined && { timeout: timeIn(timeout) }),
      })
      tell(told, [lineOf(told), `${told.done} jobs were done on the way.`, ...told.pending.map(jobLine)])
      if (!told.settled) throw notInTime(told, `The clock got no further than ${told.now}`)
    })

  serverCommand(
    clock,
    'settle',
    'Wait until nothing is left to do that is due by now; the clock is not moved.',
    'clock settle --account AC...',
  )
    .option('--account <sid>', 'only what belongs to this account')
    .option('--timeout <time>', 'how long to wait at most, in real time: 30s unless given, 60s at most')
    .action(async ({ account, timeout, ...options }: WaitOptions & { account?: string }) => {
      const { client, tell } = talk(options, print)
      const told = await client.ask<Settled>('POST', '/settle', {
        ...(account !== undefined && { account }),
        ...(timeout !== undefined && { timeout: timeIn(timeout) }),
      })
      tell(told, told.settled ? ['Nothing is left to do that is due.'] : told.pending.map(jobLine))
      if (!told.settled) throw notInTime(told, 'Not all was done in time')
    })

  serverCommand(clock, 'due', 'List what is to be done, in the order in which it falls due.', 'clock due')
    .option('--account <sid>', 'only what belongs to this account')
    .option('--limit <count>', 'how many at most', '50')
    .action(async ({ account, limit, ...options }: TalkOptions & { account?: string; limit: string }) => {
      const { client, tell } = talk(options, print)
      const query = queryOf({ limit, ...(account !== undefined && { account }) })
      const { jobs } = await client.ask<{ jobs: readonly Job[] }>('GET', `/jobs${query}`)
      tell(jobs, jobs.length > 0 ? jobs.map(jobLine) : ['Nothing is to be done.'])
    })
}

/** A number alone is one of seconds. */
const timeIn = (text: string): number | string => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)

const lineOf = ({ now, state, offset }: Clock): string =>
  `${now}  ${state}${offset === 0 ? '' : `, ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} real time`}`

const jobLine = ({ deed, subject, due, leased }: Job): string =>
  [due, deed, subject ?? '', leased ? 'under way, or waits for its turn' : 'waits'].filter(Boolean).join('  ')

const notInTime = ({ pending }: Settled, what: string) =>
  new CommandProblem(
    `${what}: ${pending.length === 20 ? '20 jobs or more are' : pending.length === 1 ? '1 job is' : `${pending.length} jobs are`} due and not done.`,
    '--timeout 60s, or the same again',
    { exitCode: 4 },
  )
