import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBody } from './read-body.ts'

interface Read {
  bytes?: Buffer
  truncated?: boolean
  error?: string
}

/** Reads pieces as an exchange does: waits where it is asked to, and stops at the end. */
const read = (encoding: string | undefined, most: number, pieces: readonly Buffer[]): Promise<Read> =>
  new Promise((resolve) => {
    const left = [...pieces]
    let over = false
    const finish = (end: Read): void => {
      over = true
      reader.cancel()
      resolve(end)
    }
    const more = (): void => {
      while (!over && left.length > 0) {
        // The memory of a piece is used again.
        const piece = Buffer.from(left.shift()!)
        const goOn = reader.take(piece)
        piece.fill(0)
        if (!goOn) return
      }
      if (!over) reader.end()
    }
    const reader = readBody(encoding, most, {
      done: (bytes, truncated) => finish({ bytes, truncated }),
      broken: (error) => finish({ error }),
      resume: more,
    })
    more()
  })

const cut = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

describe('a body', () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given))
  const pieceSize = fc.integer({ min: 1, max: 100 })

  test.for([undefined, 'identity', 'gzip', 'x-gzip', ' GZip '])(
    'in %s is read whole, or as far as it may be, however it comes in pieces',
    async (encoding) => {
      await fc.assert(
        fc.asyncProperty(bytes, pieceSize, fc.integer({ min: 0, max: 300 }), async (body, size, most) => {
          const sent = encoding === undefined || encoding === 'identity' ? body : gzipSync(body)
          expect(await read(encoding, most, cut(sent, size))).toEqual({
            bytes: body.subarray(0, most),
            truncated: body.length > most,
          })
        }),
        { numRuns: 50 },
      )
    },
  )

  test('of several gzips is all of them, and of none is empty', async () => {
    const both = Buffer.concat([gzipSync('<Response>'), gzipSync('</Response>')])
    expect((await read('gzip', 100, [both])).bytes?.toString()).toBe('<Response></Response>')
    expect(await read('gzip', 100, [])).toEqual({ bytes: Buffer.alloc(0), truncated: false })
  })

  test('that is no gzip, or half a one, is broken', async () => {
    expect((await read('gzip', 100, [Buffer.from('<Response/>')])).error).toContain('no gzip')
    expect((await read('gzip', 100, [gzipSync('<Response/>').subarray(0, -4)])).error).toContain('no gzip')
  })

  test('in an encoding that nobody asked for is left as it is', async () => {
    const body = Buffer.from([0, 1, 2])
    for (const encoding of ['br', 'deflate', 'gzip, gzip', 'utf-8', ''])
      expect(await read(encoding, 100, [body])).toEqual({ bytes: body, truncated: false })
  })
})
