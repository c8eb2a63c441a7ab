import type { Socket } from 'node:net'

/** Bytes of one piece. */
const pieceSize = 1024

/** Milliseconds for which pieces of one socket are read one after another, before all others have their turn. */
const longestTurn = 0.5

/**
 * Hands what comes to whoever reads it in small pieces, and for a short time only: then everybody else has a turn. The parser of HTTP goes on to
 * the end of what it is given, whatever it finds there, so that one flood of tiny headers would hold up everybody. `comes` is told of
 * each piece before, and may end the reading.
 */
export const readInPieces = (socket: Socket, comes: (bytes: number) => boolean): void => {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null
  /** When this turn began; null between turns. */
  let began: number | null = null
  let waits = false
  const endTurn = (): void => {
    began = null
  }
  const goOn = (): void => {
    waits = false
    if (!socket.destroyed) socket.emit('readable')
  }

  socket.read = (size) => {
    if (socket.destroyed) return null
    // A size of 0 takes nothing: streams ask themselves so whether more has come.
    const next = size ?? Math.min(pieceSize, socket.readableLength)
    if (next === 0) return read(size)
    if (waits) return null
    const now = performance.now()
    if (began === null) {
      began = now
      queueMicrotask(endTurn)
    } else if (now - began > longestTurn) {
      waits = true
      setImmediate(goOn)
      return null
    }
    return comes(next) ? read(next) : null
  }
}
