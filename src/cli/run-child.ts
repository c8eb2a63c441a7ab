import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** What a terminal tells all that run in it: the child hears it without us. */
const ofTerminal = ['SIGINT', 'SIGQUIT'] as const
const passedOn = ['SIGTERM', 'SIGHUP', 'SIGUSR2', ...ofTerminal] as const

/** Runs a program as if it had been run itself, and answers with the exit code that a shell would give it. */
export function runChild(words: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const [program = '', ...rest] = words
  return new Promise((resolve) => {
    const child = spawn(program, rest, { stdio: 'inherit', env })
    const inTerminal = process.stdin.isTTY
    const handlers = passedOn.map((signal) => {
      const heard = () => {
        if (!inTerminal || !(ofTerminal as readonly string[]).includes(signal)) child.kill(signal)
      }
      process.on(signal, heard)
      return () => void process.off(signal, heard)
    })
    const end = (code: number) => {
      for (const forget of handlers) forget()
      resolve(code)
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT'
      console.error(
        `trunkline: ${program} ${isMissing ? 'is not found' : `cannot be run: ${error.code ?? error.message}`}.`,
      )
      end(isMissing ? 127 : 126)
    })
    child.once('exit', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
