import { connect } from 'node:net'
import { type Answer, answerReader } from './answer-reader.ts'
import { type FuzzRequest, fuzzRequests } from './fuzz-requests.ts'
import type { FuzzTarget } from './fuzz-values.ts'

export interface FuzzResult {
  requests: number
  byStatus: Record<string, number>
  /** Answers that only what stands behind the authentication gives: a success on a resource, or one of the errors that only its verbs know. */
  inHandler: number
  /** A well-formed request was answered by closing the connection. */
  dropped: number
  /** Neither an answer nor a close within ten seconds. */
  silent: number
  /** The first requests that were answered 5xx, dropped or left without an answer. */
  failures: Failure[]
}

export interface Failure {
  index: number
  what: string
  request: string
  /** The request before it on the same connection: it may be the one to blame. */
  before: string
}

const patience = 10_000
const mostFailures = 20

/** Sends so many requests, `lanes` at a time, and tells what came back. The same seed makes the same requests, but for SIDs that the server chose. */
export async function runFuzz(
  port: number,
  target: FuzzTarget,
  { seed, requests, lanes }: { seed: number; requests: number; lanes: number },
): Promise<FuzzResult> {
  const next = fuzzRequests(seed, target)
  const result: FuzzResult = { requests: 0, byStatus: {}, inHandler: 0, dropped: 0, silent: 0, failures: [] }

  async function lane() {
    using line = openLine(port)
    let before: FuzzRequest | undefined
    while (result.requests < requests) {
      const index = result.requests++
      const request = next()
      note(index, request, await line.send(request), before)
      before = request
    }
  }

  function note(index: number, request: FuzzRequest, reply: Answer | 'closed' | 'silent', before?: FuzzRequest) {
    const fail = (what: string) => {
      if (result.failures.length < mostFailures)
        result.failures.push({ index, what, request: textOf(request), before: textOf(before) })
    }
    if (reply === 'silent') {
      result.silent++
      fail('silent')
    } else if (reply === 'closed') {
      result.byStatus['closed'] = (result.byStatus['closed'] ?? 0) + 1
      if (request.isBroken) return
      result.dropped++
      fail('closed')
    } else {
      result.byStatus[reply.status] = (result.byStatus[reply.status] ?? 0) + 1
      if (reply.status >= 500) fail(`${reply.status} ${reply.body.toString('utf8').slice(0, 500)}`)
      if (isFromHandler(request, reply)) result.inHandler++
      if (reply.status === 201) remember(target, reply.body.toString('latin1', 0, 20_000))
    }
  }

  await Promise.all(Array.from({ length: lanes }, lane))
  return result
}

export const serverErrors = ({ byStatus }: FuzzResult) =>
  Object.entries(byStatus).reduce((sum, [status, count]) => (Number(status) >= 500 ? sum + count : sum), 0)

const textOf = (request?: FuzzRequest) => request?.bytes.toString('latin1').slice(0, 3000) ?? ''

/** What is said before a handler is reached: who asks, for what, and whether the request can be read. Code 20001 in its plain words is said there too. */
const before = new Set([400, 415, 20003, 20004, 20005, 20008, 20404, 20413, 20415, 20429, 20500, 20503])

function isFromHandler({ method, bytes }: FuzzRequest, { status, body }: Answer): boolean {
  const [, path = ''] = bytes.toString('latin1', 0, 300).split(' ')
  if (!path.startsWith('/2010-04-01/Accounts') || method === 'OPTIONS') return false
  if (status < 300) return true
  const text = body.toString('latin1', 0, 2000)
  const code = Number(/(?:"code": ?|<Code>)(\d+)/.exec(text)?.[1] ?? 400)
  return !before.has(code) && !(code === 20006 && status === 403) && !text.includes('Bad request')
}

/** Things that were made are asked for later, too. */
function remember({ messageSids, numberSids, subaccountSids }: FuzzTarget, body: string) {
  const [sid] = /\b(SM|MM|PN|AC)[0-9a-f]{32}\b/.exec(/(?:"sid": ?"|<Sid>)(\w{34})/.exec(body)?.[1] ?? '') ?? []
  const list = sid?.startsWith('PN') ? numberSids : sid?.startsWith('AC') ? subaccountSids : messageSids
  if (!sid) return
  if (list.length >= 200) list.shift()
  list.push(sid)
}

/** A connection that is opened again whenever it was closed. */
function openLine(port: number) {
  let current: ReturnType<typeof openConnection> | undefined
  return {
    async send(request: FuzzRequest): Promise<Answer | 'closed' | 'silent'> {
      const reused = current !== undefined && !request.isBroken
      if (!reused) {
        current?.close()
        current = openConnection(port)
      }
      const connection = current!
      let reply = await connection.send(request)
      if (reply === 'closed' && reused && !request.isBroken) {
        // The server may close what was idle, or after an answer that said so: that tells nothing of this request.
        current = openConnection(port)
        reply = await current.send(request)
      }
      if (reply === 'closed' || reply === 'silent' || request.isBroken || /\r\nconnection: *close/i.test(reply.head)) {
        current?.close()
        current = undefined
      }
      return reply
    },
    [Symbol.dispose]: () => current?.close(),
  }
}

function openConnection(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  let isHead = false
  let settle: (reply: Answer | 'closed' | 'silent') => void = () => {}
  const reader = answerReader(
    (answer) => settle(answer),
    () => isHead,
  )
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    try {
      reader.feed(chunk)
    } catch {
      socket.destroy()
    }
  })
  socket.once('end', () => {
    reader.end()
    socket.destroy()
  })
  socket.once('close', () => settle('closed'))
  return {
    close: () => void socket.destroy(),
    send: ({ bytes, method, isBroken }: FuzzRequest) =>
      new Promise<Answer | 'closed' | 'silent'>((resolve) => {
        if (socket.destroyed) return resolve('closed')
        const timer = setTimeout(() => settle('silent'), patience)
        isHead = method === 'HEAD'
        settle = (reply) => {
          clearTimeout(timer)
          settle = () => {}
          resolve(reply)
        }
        // What is cut short ends here, so that nobody waits for the rest.
        if (isBroken) socket.end(bytes)
        else socket.write(bytes)
      }),
  }
}
