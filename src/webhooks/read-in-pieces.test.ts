import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readInPieces } from './read-in-pieces.ts'
import { closeAll, listening } from './receiver.testing.ts'

afterEach(closeAll)

/** A socket from which so many bytes are to be read, and whose other side is closed behind them. */
const socketWith = async (bytes: number): Promise<Socket> => {
  const { url } = await listening(createServer((socket) => socket.end(Buffer.alloc(bytes, 'x'))))
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Reads as a parser does: all that is there, whenever something is. */
const sizesOf = async (socket: Socket): Promise<number[]> => {
  const sizes: number[] = []
  socket.on('readable', () => {
    for (let piece: Buffer | null; (piece = socket.read() as Buffer | null);) sizes.push(piece.length)
  })
  await once(socket, 'close')
  return sizes
}

test('what comes is read to its end, in pieces of 1 KiB at most, each announced', async () => {
  const socket = await socketWith(100_001)
  const announced: number[] = []
  readInPieces(socket, (bytes) => announced.push(bytes) > 0)
  const sizes = await sizesOf(socket)
  expect(Math.max(...sizes)).toBe(1024)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(100_001)
  expect(announced).toEqual(sizes)
})

test('nothing more is read once no more is wanted', async () => {
  const socket = await socketWith(100_001)
  let room = 10_000
  readInPieces(socket, (bytes) => {
    room -= bytes
    if (room < 0) socket.destroy()
    return room >= 0
  })
  expect((await sizesOf(socket)).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(10_000)
})

test('a stream that asks whether more has come takes nothing', async () => {
  const socket = await socketWith(5_000)
  readInPieces(socket, () => true)
  await once(socket, 'readable')
  const before = socket.readableLength
  expect([socket.read(0), socket.readableLength >= before]).toEqual([null, true])
  expect((await sizesOf(socket)).reduce((sum, size) => sum + size, 0)).toBe(5_000)
})

test('others have their turn while much is read slowly, and nothing of it is lost', async () => {
  const socket = await socketWith(60_000)
  readInPieces(socket, () => true)
  let turns = 0
  let mostInOne = 0
  let inThis = 0
  const others = setInterval(() => {
    turns++
    inThis = 0
  }, 0)
  let read = 0
  socket.on('readable', () => {
    for (let piece: Buffer | null; (piece = socket.read() as Buffer | null);) {
      read += piece.length
      mostInOne = Math.max(mostInOne, (inThis += 1))
      for (const began = performance.now(); performance.now() - began < 0.4;);
    }
  })
  await once(socket, 'close')
  clearInterval(others)
  expect(read).toBe(60_000)
  expect(turns).toBeGreaterThan(10)
  expect(mostInOne).toBeLessThan(12)
})
