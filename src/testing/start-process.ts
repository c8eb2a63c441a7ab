import { type ChildProcess, spawn } from 'node:child_process'
import { inheritedEnvironment } from './environment.ts'
import { TrunklineError, kitError } from './kit-error.ts'
import { clearTimeout, setTimeout } from './real-time.ts'
import type { ServerSettings } from './serve-here.ts'

/** How long a server may take to start, and to end, in milliseconds. */
const [longestStart, longestEnd] = [20_000, 10_000]
const mostComplaint = 4000

/** Starts a server as a process of its own, which ends with this one, and holds up the end of neither. */
export async function startProcess(
  node: string,
  program: string,
  settings: ServerSettings,
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(node, [program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: inheritedEnvironment(),
    windowsHide: true,
  })
  const url = await addressOf(child, node)
  child.unref()
  // What is piped has a handle of its own, which these types do not show.
  for (const pipe of child.stdio) (pipe as unknown as { unref?(): void } | null)?.unref?.()
  return { url, stop: () => stopped(child) }
}

function addressOf(child: ChildProcess, node: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let [said, complaint] = ['', '']
    const timer = setTimeout(() => fail(`it said nothing for ${longestStart / 1000} s`), longestStart)
    function fail(why: string) {
      clearTimeout(timer)
      child.kill('SIGKILL')
      const told = complaint.trim() === '' ? why : complaint.trim()
      reject(
        kitError(
          `The server of the tests did not start on ${node}: ${told}`,
          `${node} --version, and what it said above`,
        ),
      )
    }
    child.stdout?.on('data', (text: Buffer) => {
      if (said.length > mostComplaint) return
      said += text.toString()
      const line = /^\{.*\}$/m.exec(said)?.[0]
      if (line === undefined) return
      clearTimeout(timer)
      resolve((JSON.parse(line) as { url: string }).url)
    })
    child.stderr?.on('data', (text: Buffer) => {
      complaint = (complaint + text.toString()).slice(-mostComplaint)
    })
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? code}`))
  })
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new TrunklineError(`The server of the tests did not end within ${longestEnd / 1000} s, and was killed.`))
    }, longestEnd)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.ref()
    child.stdin?.end()
  })
}
