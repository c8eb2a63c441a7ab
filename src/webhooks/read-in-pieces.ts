import type { Socket } from 'node:net'

/** Bytes of one piece. */
const pieceSize = 4096

/**
 * Hands what comes to whoever reads it in small pieces. The parser of HTTP goes on to the end of what it is given, whatever it finds
 * there, so that one large piece of tiny headers holds up everybody else. `comes` is told of each before, and may end the reading.
 */
export const readInPieces = (socket: Socket, comes: (bytes: number) => boolean): void => {
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null
  socket.read = (size) => {
    const next = size ?? Math.min(pieceSize, socket.readableLength)
    if (socket.destroyed || (next > 0 && !comes(next))) return null
    return next === 0 ? read() : read(next)
  }
}
