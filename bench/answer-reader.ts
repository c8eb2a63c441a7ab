/** One HTTP answer as it came from a socket. */
export interface Answer {
  status: number
  head: string
  body: Buffer
}

export interface AnswerReader {
  /** Takes what the socket brought, however it was cut. Throws when it is not HTTP. */
  feed(chunk: Buffer): void
  /** The peer has closed: gives what only the end of the connection delimits. */
  end(): void
}

const none: Buffer = Buffer.alloc(0)

/**
 * Reads the answers of one connection. `isHead` says whether the answer that is read now belongs to a HEAD request and so has no body,
 * whatever its headers say.
 */
export function answerReader(onAnswer: (answer: Answer) => void, isHead: () => boolean = () => false): AnswerReader {
  let held: Buffer = none

  /** Takes one answer from the front of what is held; false when more must come first. */
  function take(ended: boolean): boolean {
    const headEnd = held.indexOf('\r\n\r\n')
    if (headEnd < 0) return false
    const head = held.toString('latin1', 0, headEnd)
    const status = Number(head.slice(9, 12))
    if (!head.startsWith('HTTP/1.') || !(status >= 100)) throw new Error(`not an HTTP answer: ${head.slice(0, 40)}`)
    const start = headEnd + 4
    const end = status < 200 ? start : bodyEnd(held, status, head, start, ended)
    if (end === null) return false
    const body = held.subarray(start, end)
    held = end === held.length ? none : held.subarray(end)
    if (status >= 200) onAnswer({ status, head, body })
    return held.length > 0
  }

  return {
    feed(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      while (take(false)) continue
    },
    end() {
      while (held.length > 0 && take(true)) continue
    },
  }

  function bodyEnd(bytes: Buffer, status: number, head: string, start: number, ended: boolean): number | null {
    if (isHead() || status === 204 || status === 304) return start
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)
    if (length) {
      const end = start + Number(length[1])
      return bytes.length < end ? null : end
    }
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunksEnd(bytes, start)
    return ended ? bytes.length : null
  }
}

/** Where a chunked body ends; its chunks stay as they are, because nobody here reads them. */
function chunksEnd(bytes: Buffer, start: number): number | null {
  let at = start
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!(size >= 0)) throw new Error('not a chunk')
    at = lineEnd + 2 + size + 2
    if (bytes.length < at) return null
    if (size === 0) return at
  }
}
