import type { Command } from 'commander'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandProblem } from './command-problem.ts'
import { Unreachable, reach } from './control-client.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'
import { waitTime } from './wait-time.ts'

/** Between two looks, and the longest that one may take, in milliseconds. */
const rest = 100
const longestLook = 5000

/** `trunkline ready`: whether a server can be used, at once or within a time. */
export function addReadyCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'ready',
    'Say whether the server takes requests; wait until it does, if asked to.',
    'ready --wait 30s',
  )
    .option('--wait <time>', 'how long to wait for it: 30s, 500ms, 2m; an hour at most', waitTime, 0)
    .action(async ({ wait, ...options }: TalkOptions & { wait: number }) => {
      const { tell } = talk(options, print)
      const began = performance.now()
      const why = await whyNotReady(options.server, wait)
      const took = Math.round(performance.now() - began)
      if (why !== null)
        throw new CommandProblem(
          `${options.server} is not ready${wait === 0 ? '' : ` after ${took} ms`}: ${why}.`,
          wait === 0 ? '--wait 30s, or `trunkline start`' : '`trunkline doctor`, or more time to --wait',
          { exitCode: 3 },
        )
      tell({ ready: true, url: options.server, waited: took }, [`${options.server} is ready`])
    })
}

/** Looks until the server is ready or the time is over; answers null, or what was wrong at last. */
async function whyNotReady(server: string, wait: number): Promise<string | null> {
  const end = performance.now() + wait
  for (;;) {
    const left = end - performance.now()
    const why = await look(server, wait === 0 ? longestLook : Math.max(rest, Math.min(longestLook, left)))
    if (why === null || performance.now() + rest > end) return why
    await pause(rest)
  }
}

async function look(server: string, patience: number): Promise<string | null> {
  try {
    const response = await reach(server, '/readyz', { signal: AbortSignal.timeout(patience), redirect: 'manual' })
    const text = (await response.text()).trim()
    if (response.status === 200) return null
    return response.status === 503 ? text.slice(0, 200) : `it answers ${response.status} to /readyz`
  } catch (error) {
    if (error instanceof Unreachable) return error.why
    // A wrong address stays wrong.
    if (error instanceof CommandProblem) throw error
    return 'its answer broke off'
  }
}
