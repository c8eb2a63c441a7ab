import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { folder } from './places.ts'

/** A bench's own process (load, receiver, bare server): answers what it is asked, one question after the other. */
export interface Helper<Ask, Reply> {
  readonly pid: number
  ask(question: Ask): Promise<Reply>
  /** Says something that needs no answer. */
  tell(question: Ask): void
  /** What it says without being asked. */
  onNews(listener: (news: unknown) => void): void
  [Symbol.asyncDispose](): Promise<void>
}

export function startHelper<Ask, Reply>(file: string): Helper<Ask, Reply> {
  const child = fork(`${folder.bench}${file}`, {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let listener: (news: unknown) => void = () => {}
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined
  child.on('message', (message: { reply?: Reply; news?: unknown }) => {
    if (!('reply' in message)) return listener(message.news)
    waiting?.resolve(message.reply as Reply)
    waiting = undefined
  })
  child.once('exit', (code) => waiting?.reject(new Error(`bench/${file} ended with ${code}`)))
  return {
    pid: child.pid as number,
    tell: (question) => void child.send(question as object),
    ask(question) {
      if (waiting) throw new Error(`bench/${file} is still answering`)
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        child.send(question as object)
      })
    },
    onNews: (heard) => void (listener = heard),
    [Symbol.asyncDispose]: () => stopped(child, 'SIGTERM'),
  }
}

/** Ends a process and waits for its end; what does not end within 15 s is killed. */
export async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', () => {
      clearTimeout(impatience)
      resolve()
    })
    child.kill(signal)
  })
}

const tick = 10

/** Milliseconds of CPU that a process and all its threads used so far; null where /proc tells nothing. */
export function cpuOf(pid: number): number | null {
  const fields = statOf(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) * tick : null
}

/** The CPU of a process, of those that it started, and of those among them that have ended. */
export function cpuOfFamily(parent: number): number | null {
  const fields = statOf(parent)
  if (!fields) return null
  let sum = 0
  for (const i of [11, 12, 13, 14]) sum += Number(fields[i]) * tick
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const child = statOf(Number(name))
    if (child && Number(child[1]) === parent) sum += (Number(child[11]) + Number(child[12])) * tick
  }
  return sum
}

export const parentOf = (pid: number): number | null => Number(statOf(pid)?.[1]) || null

/** Mebibytes in memory, now and at most so far; null where /proc tells nothing. */
export function memoryOf(pid: number): { now: number; most: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
    return { now: of('VmRSS'), most: of('VmHWM') }
  } catch {
    return null
  }
}

/** How many files, and so connections, a process may have open. Node raises its limit to the hard one by itself. */
export function mostFiles(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { hard: number | 'unlimited' } } }
  const hard = userLimits?.open_files?.hard
  return typeof hard === 'number' ? hard : 20_000
}

/** The fields behind the process's name: state, parent, … as `man 5 proc` numbers them from 3 on. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
