// A load generator in a process of its own, so that its work is not the server's. It asks only what the bench needs: raw sockets, kept open,
// one request in flight on each.
import { connect, type Socket } from 'node:net'
import { type Answer, answerReader } from './answer-reader.ts'
import { type Percentiles, histogram } from './histogram.ts'
import { type MessageRequests, type RequestPool, messageRequests } from './message-requests.ts'

export interface LoadOrder {
  port: number
  requests: MessageRequests
  connections: number
  seconds: number
  /** Requests each second, whether or not the answers keep up; without it each answer brings the next request. */
  rate?: number
  /** Ends after so many requests, if that comes before the time is over. */
  most?: number
  /** At most so many accepted messages that are not reported finished yet. */
  window?: number
  /** Whether to answer with the SID and time of every message that was accepted. */
  keepSids?: boolean
}

/** While the load runs: how many messages have finished since its start. */
export interface LoadNews {
  finished: number
}

export interface LoadResult {
  /** From the first request to the last answer. */
  seconds: number
  /** Those that were answered within the time asked for. */
  answered: number
  sent: number
  byStatus: Record<string, number>
  /** In milliseconds; from when the request was due, where there was a rate. */
  accepted: Percentiles
  refused: Percentiles
  /** How many were due while no connection was free for them. */
  unsent: number
  /** How many had no answer when 30 s had passed after the time was over. */
  unanswered: number
  /** How many connections broke. */
  broken: number
  /** An example of each refusal. */
  refusals: Record<string, string>
  sids: [sid: string, at: number][]
}

let pool: { key: string; requests: RequestPool } | undefined
let running: { finished(count: number): void } | undefined

process.on('message', (message: LoadOrder | LoadNews) => {
  if ('finished' in message) return running?.finished(message.finished)
  void run(message).then((reply) => process.send?.({ reply }))
})
process.on('disconnect', () => process.exit())

async function run(order: LoadOrder): Promise<LoadResult> {
  const { port, connections, seconds, rate, most = Infinity, window = Infinity, keepSids = false } = order
  const key = JSON.stringify(order.requests)
  if (pool?.key !== key) pool = { key, requests: messageRequests(order.requests) }
  const { requests } = pool

  const byStatus: Record<string, number> = {}
  const refusals: Record<string, string> = {}
  const sids: [string, number][] = []
  const accepted = histogram()
  const refused = histogram()
  const free: Connection[] = []
  const all = new Set<Connection>()
  let [sent, answered, unsent, broken, open, unfinished, finished] = [0, 0, 0, 0, 0, 0, 0]
  let done: () => void = () => {}
  const ended = new Promise<void>((resolve) => (done = resolve))

  const began = performance.now()
  const endAt = began + seconds * 1000
  let lastAnswer = began

  function send(connection: Connection, due: number) {
    sent++
    unfinished++
    connection.due = due
    connection.socket.write(requests.next())
  }

  function onAnswer(connection: Connection, { status, body }: Answer) {
    const now = performance.now()
    lastAnswer = now
    if (now <= endAt) answered++
    byStatus[status] = (byStatus[status] ?? 0) + 1
    if (status === 201) {
      accepted.note(now - connection.due)
      if (keepSids) sids.push([sidIn(body), performance.timeOrigin + now])
    } else {
      refused.note(now - connection.due)
      unfinished--
      refusals[status] ??= body.toString()
    }
    connection.due = -1
    free.push(connection)
    more(now)
  }

  /** Puts free connections to work, as far as time and window allow. */
  function more(now: number) {
    if (now >= endAt || sent >= most) return finish()
    if (rate !== undefined) return
    while (free.length > 0 && sent < most && unfinished - finished < window) send(free.pop()!, now)
  }

  function finish() {
    if (free.length === all.size) done()
  }

  function addConnection(due?: number) {
    const connection: Connection = { socket: connect({ port, host: '127.0.0.1', noDelay: true }), due: due ?? -1 }
    const reader = answerReader((answer) => onAnswer(connection, answer))
    all.add(connection)
    open++
    connection.socket.on('data', reader.feed)
    connection.socket.on('error', () => {})
    connection.socket.once('connect', () => {
      if (due !== undefined) return send(connection, due)
      free.push(connection)
      more(performance.now())
    })
    connection.socket.once('close', () => {
      if (!all.delete(connection)) return
      broken++
      open--
      const place = free.indexOf(connection)
      if (place >= 0) free.splice(place, 1)
      else if (connection.due >= 0) unfinished--
      const now = performance.now()
      if (now >= endAt) finish()
      else if (rate === undefined) setTimeout(addConnection, 10)
    })
  }

  running = {
    finished(count) {
      finished = count
      more(performance.now())
    },
  }
  for (let i = 0; i < (rate === undefined ? connections : Math.min(connections, 50)); i++) addConnection()

  if (rate !== undefined) {
    let due = 0
    const pulse = () => {
      const now = performance.now()
      if (now >= endAt) return finish()
      // What is late because this process was late is due now: it was not the server's doing.
      for (const until = ((now - began) / 1000) * rate; due < until; due++) {
        const connection = free.pop()
        if (connection) send(connection, now)
        else if (open < connections) addConnection(now)
        else unsent++
      }
      setTimeout(pulse, 1)
    }
    pulse()
  }

  const grace = setTimeout(done, (seconds + 30) * 1000)
  setTimeout(() => more(performance.now()), seconds * 1000 + 5)
  await ended
  clearTimeout(grace)
  running = undefined
  for (const connection of all) connection.socket.destroy()
  all.clear()
  return {
    seconds: (lastAnswer - began) / 1000,
    answered,
    sent,
    byStatus,
    accepted: accepted.percentiles(),
    refused: refused.percentiles(),
    unsent,
    unanswered: sent - accepted.percentiles().count - refused.percentiles().count,
    broken,
    refusals,
    sids,
  }
}

interface Connection {
  socket: Socket
  /** When the request in flight was due; -1 while there is none. */
  due: number
}

const sidKey = Buffer.from('"sid": "')
const compactSidKey = Buffer.from('"sid":"')

function sidIn(body: Buffer): string {
  let at = body.indexOf(sidKey)
  if (at >= 0) at += sidKey.length
  else at = body.indexOf(compactSidKey) + compactSidKey.length
  return body.toString('latin1', at, at + 34)
}
