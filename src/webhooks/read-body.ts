import { createGunzip, type Gunzip } from 'node:zlib'

export interface BodyEnd {
  /** The whole body, or the beginning of one that is longer. */
  done(bytes: Buffer, truncated: boolean): void
  /** It cannot be unpacked. */
  broken(error: string): void
  /** More can be taken again. */
  resume(): void
}

export interface BodyReader {
  /** Takes the next bytes, which may be used again afterwards; false when no more are to come before `resume`. */
  take(chunk: Buffer): boolean
  end(): void
  cancel(): void
}

/**
 * Reads the body of an answer, at most so many bytes of it, counted as they are unpacked. An encoding that was not asked for
 * is left as it is.
 */
export const readBody = (encoding: string | undefined, most: number, on: BodyEnd): BodyReader =>
  encoding !== undefined && /^\s*(x-)?gzip\s*$/i.test(encoding) ? unpacked(most, on) : gathered(most, on)

const gathered = (most: number, { done }: Pick<BodyEnd, 'done'>): BodyReader => {
  const chunks: Buffer[] = []
  let size = 0
  const all = (): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
  return {
    take(chunk) {
      const room = most - size
      size += chunk.length
      chunks.push(Buffer.from(chunk.length > room ? chunk.subarray(0, room) : chunk))
      if (chunk.length > room) done(all(), true)
      return true
    },
    end: () => done(all(), false),
    cancel: () => {},
  }
}

const unpacked = (most: number, on: BodyEnd): BodyReader => {
  const inner = gathered(most, on)
  // Packing makes nothing much longer: only parts that hold nothing, or a head without end, come to so much.
  let room = 2 * most + 1024
  let gunzip: Gunzip | null = null
  const begin = (): Gunzip =>
    createGunzip()
      .on('data', (chunk: Buffer) => inner.take(chunk))
      .on('drain', on.resume)
      .on('end', inner.end)
      .on('error', ({ message }) => on.broken(`The body is no gzip: ${message}`))
  return {
    take(chunk) {
      room -= chunk.length
      if (room < 0) on.broken('The body is longer packed than it may be unpacked')
      return room < 0 || (gunzip ??= begin()).write(Buffer.from(chunk))
    },
    // Nothing at all is no gzip, and yet a body.
    end: () => (gunzip ? gunzip.end() : inner.end()),
    cancel: () => gunzip?.destroy(),
  }
}
