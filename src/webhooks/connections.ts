import type { Socket } from 'node:net'
import type { Client } from 'undici'
import type { Cut } from './cut.ts'
import { openSocket, type ConnectFailure, type ConnectSettings, type Destination } from './open-socket.ts'
import { readInPieces } from './read-in-pieces.ts'

/** One connection, for one request at a time. */
export interface Connection {
  readonly client: Client
  /** Whether it stood before the request at hand: the other side may have closed it meanwhile. */
  reused: boolean
  stands: boolean
  /** Why it could not be opened. */
  failure: ConnectFailure | null
  /** Told how many bytes are read next. */
  onBytes: ((bytes: number) => void) | null
  /** Milliseconds that opening may take. */
  connectTimeout: number
  /** Gives up opening; null while it is not being opened. */
  cancel: (() => void) | null
  dropped: boolean
}

export interface Connections {
  /** Lends a connection, as soon as one is free; null when the call was cut off before. `fresh` takes none that stood idle. */
  take(origin: string, to: Destination, connectTimeout: number, cut: Cut, fresh: boolean): Promise<Connection | null>
  /** Gives it back, to be used again. */
  giveBack(origin: string, to: Destination, connection: Connection): void
  close(): void
}

/** Every origin has its own few connections and its own queue, so that a receiver that hangs keeps nobody but itself waiting. */
export const connections = (makeClient: ClientMaker, settings: ConnectSettings, perOrigin: number): Connections => {
  const lanes = new Map<string, Lane>()

  const open = (lane: Lane, origin: string, to: Destination): Connection => {
    const connection: Connection = {
      client: makeClient(origin, (opened) => {
        connection.reused = false
        connection.cancel = openSocket(to, settings, connection.connectTimeout, (failure, socket) => {
          connection.cancel = null
          connection.failure = failure
          connection.stands = socket !== null
          if (!socket) return opened(new Error(failure?.error), null)
          readInPieces(socket, (bytes) => {
            connection.onBytes?.(bytes)
            return !connection.dropped
          })
          opened(null, socket)
        })
      }),
      reused: false,
      stands: false,
      failure: null,
      onBytes: null,
      connectTimeout: 0,
      cancel: null,
      dropped: false,
    }
    lane.open.add(connection)
    connection.client.on('disconnect', () => {
      connection.stands = false
      const at = lane.idle.indexOf(connection)
      if (at === -1) return
      lane.idle.splice(at, 1)
      forget(lane, connection)
    })
    return connection
  }

  const forget = (lane: Lane, connection: Connection): void => {
    lane.open.delete(connection)
    drop(connection)
    if (lane.open.size === 0 && lane.waiting.size === 0) lanes.delete(lane.key)
  }

  const next = (lane: Lane, origin: string, to: Destination, fresh: boolean): Connection | null => {
    if (!fresh) {
      const idle = lane.idle.pop()
      if (idle) {
        idle.reused = true
        return idle
      }
    } else if (lane.open.size >= perOrigin) {
      const stale = lane.idle.shift()
      if (stale) {
        lane.open.delete(stale)
        drop(stale)
      }
    }
    return lane.open.size < perOrigin ? open(lane, origin, to) : null
  }

  return {
    take(origin, to, connectTimeout, cut, fresh) {
      const key = to.serverName ? origin : `${origin} unnamed`
      let lane = lanes.get(key)
      if (!lane) lanes.set(key, (lane = { key, idle: [], open: new Set(), waiting: new Set() }))
      const ready = lane.waiting.size === 0 ? next(lane, origin, to, fresh) : null
      if (ready) {
        ready.connectTimeout = connectTimeout
        return Promise.resolve(ready)
      }
      const queue = lane.waiting
      return new Promise((resolve) => {
        const waiter: Waiter = (connection) => {
          queue.delete(waiter)
          cut.interrupt = null
          if (connection) connection.connectTimeout = connectTimeout
          resolve(connection)
        }
        cut.interrupt = () => waiter(null)
        queue.add(waiter)
      })
    },
    giveBack(origin, to, connection) {
      const lane = lanes.get(to.serverName ? origin : `${origin} unnamed`)
      if (!lane) return drop(connection)
      if (connection.dropped || !connection.stands) forget(lane, connection)
      else lane.idle.push(connection)
      const [waiter] = lane.waiting
      const ready = waiter && next(lane, origin, to, false)
      if (ready) waiter(ready)
    },
    close() {
      for (const lane of lanes.values()) for (const connection of lane.open) drop(connection)
      lanes.clear()
    },
  }
}

/** Ends a connection, whatever it does. */
export const drop = (connection: Connection): void => {
  if (connection.dropped) return
  connection.dropped = true
  connection.cancel?.()
  connection.client.destroy(() => {})
}

type OpenedByUs = (...result: [null, Socket] | [Error, null]) => void
export type ClientMaker = (origin: string, connect: (opened: OpenedByUs) => void) => Client

type Waiter = (connection: Connection | null) => void

interface Lane {
  key: string
  idle: Connection[]
  open: Set<Connection>
  waiting: Set<Waiter>
}
