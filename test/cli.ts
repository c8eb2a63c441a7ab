import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { compileCache, program } from './program.ts'

const longestStart = 25_000

type Environment = Readonly<Record<string, string>>

/** A command that came to its end. */
export interface Ran {
  code: number | null
  /** What it printed, and what it complained of, without the last line's end. */
  output: string
  error: string
}

/** Runs a command of the program in a folder, until it ends. */
export async function runCli(folder: string, words: readonly string[], env: Environment = {}): Promise<Ran> {
  const { child, output, error } = open(folder, words, env)
  await once(child, 'close')
  return { code: child.exitCode, output: output().trim(), error: error().trim() }
}

/** A server that was started by the program. */
export interface Running {
  url: string
  /** What it printed for its user so far. */
  output(): string
  /** What it logged so far. */
  log(): string
  /** Sends a signal; answers with the exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Starts a server in a folder, and waits until it has said where it is. */
export async function startCli(folder: string, words: readonly string[], env: Environment = {}): Promise<Running> {
  const { child, output, error } = open(folder, words, env)
  const closed = once(child, 'close')
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`${why}: ${output()}${error()}`))
    }
    const timer = setTimeout(() => fail('It said nothing in time'), longestStart)
    const look = () => {
      // The greeting ends with an empty line.
      const [found] = /http:\/\/[\w.]+:\d+/.exec(output()) ?? []
      if (found === undefined || !output().endsWith('\n\n')) return
      clearTimeout(timer)
      resolve(found)
    }
    child.stdout?.on('data', look)
    child.once('exit', (code) => fail(`It ended with ${code}`))
  })
  return {
    url,
    output,
    log: error,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await closed
      return child.exitCode
    },
  }
}

function open(
  folder: string,
  words: readonly string[],
  env: Environment,
): { child: ChildProcess; output(): string; error(): string } {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...compileCache, PATH: process.env.PATH, ...env },
  })
  let [output, error] = ['', '']
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (error += text.toString()))
  return { child, output: () => output, error: () => error }
}
