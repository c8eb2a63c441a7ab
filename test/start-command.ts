import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface Ran {
  code: number | null
  out: string
  err: string
}

/** What may start processes that outlive it, in a group that ends with this. */
export interface CommandGroup extends AsyncDisposable {
  run(command: string, words: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran>
}

const patience = 14_000

/** Runs commands as leaders of process groups of their own, and ends at last whatever these have left running. */
export function commandGroup(cwd: string): CommandGroup {
  const leaders: number[] = []
  return {
    async run(command, words, env) {
      const child = spawn(command, words, { cwd, env, detached: true, timeout: patience })
      if (child.pid !== undefined) leaders.push(child.pid)
      const said = { out: '', err: '' }
      child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
      child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
      // What goes on in the background must not hold the streams open: a job of CI would wait for it.
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, ...said }
    },
    [Symbol.asyncDispose]() {
      for (const leader of leaders) {
        try {
          process.kill(-leader, 'SIGKILL')
        } catch {
          // Nothing of it is left.
        }
      }
      return Promise.resolve()
    },
  }
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
