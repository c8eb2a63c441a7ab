import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Where each of them listens, at 127.0.0.1. */
export interface HostilePorts {
  /** Speaking HTTP, or what they take for it, by what they do. */
  answers: Readonly<Record<string, number>>
  /** Speaking TLS, as `app.example`. */
  secure: Readonly<Record<'expired' | 'stranger' | 'selfSigned' | 'hanging', number>>
  /** Certificates of the first two: what is wrong with them is not who vouches for them. */
  trusted: readonly string[]
}

export interface HostileReceivers extends HostilePorts, AsyncDisposable {
  pid: number
}

/** Starts receivers that hang, drip, flood and lie, in a process of their own. */
export async function openHostileReceivers(): Promise<HostileReceivers> {
  const program = fileURLToPath(new URL('hostile-receivers-process.ts', import.meta.url))
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [ports] = (await once(child, 'message')) as [HostilePorts]
  return {
    ...ports,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
