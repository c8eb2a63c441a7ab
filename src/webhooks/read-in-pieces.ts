import type { Socket } from 'node:net'

/** Bytes of one piece. */
const pieceSize = 1024

/**
 * Hands what comes to whoever reads it in small pieces. The parser of HTTP goes on to the end of what it is given, whatever it finds
 * there, so that one large piece of tiny headers holds up everybody else. `comes` is told of each before, and may end the reading.
 */
export const readInPieces = (socket: Socket, comes: (bytes: number) => boolean): void => {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null
  socket.read = (size) => {
    if (socket.destroyed) return null
    // A size of 0 takes nothing: streams ask themselves so whether more has come.
    const next = size ?? Math.min(pieceSize, socket.readableLength)
    if (next === 0) return read(size)
    return comes(next) ? read(next) : null
  }
}
