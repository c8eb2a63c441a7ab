import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

const gigabyte = 1_000_000_000
const filler = Buffer.alloc(65_536, 'x')
const head = (...lines: readonly string[]) => `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`
const gzipHead = head('Content-Type: text/xml', 'Content-Encoding: gzip', 'Connection: close')

/** Writes the same bytes again and again, as fast as they are taken, a gigabyte of them. */
const flood = (socket: Socket, bytes: Buffer | string = filler): void => {
  let left = gigabyte
  const more = (): void => {
    while (left > 0 && socket.writable) {
      left -= bytes.length
      if (!socket.write(bytes)) return
    }
  }
  socket.on('drain', more)
  more()
}
const drip = (socket: Socket, bytes: string): void => {
  const dripping = setInterval(() => socket.write(bytes), 250)
  socket.on('close', () => clearInterval(dripping))
}
const many = (text: string): Buffer => Buffer.from(text.repeat(Math.ceil(65_536 / text.length)))
const chunked = (bytes: Buffer): string => `${bytes.length.toString(16)}\r\n${bytes.toString('latin1')}\r\n`
const gzipOf = (bytes: Buffer): Buffer => gzipSync(bytes, { level: 1 })
/** Ten kilobytes that become ten million. */
const bomb = gzipOf(Buffer.alloc(10_000_000))

type Answer = (socket: Socket, path: string) => void

/** What a receiver may do that answers a request: each once its head has come, by name. */
export const hostileAnswers = {
  'says nothing': () => {},
  'says nothing behind its head': (socket) => socket.write(head('Content-Length: 10')),
  'stops in its body': (socket) => socket.write(`${head('Content-Length: 10')}half`),
  'drips its head': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX: ')
    drip(socket, 'x')
  },
  'drips its body': (socket) => {
    socket.write(head('Content-Length: 1000'))
    drip(socket, 'x')
  },
  'drips informational answers': (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'),
  resets: (socket) => socket.resetAndDestroy(),
  'resets in its body': (socket) => socket.write(`${head('Content-Length: 10')}half`, () => socket.resetAndDestroy()),
  'closes one half': (socket) => socket.end(),
  'closes one half in its head': (socket) => socket.end('HTTP/1.1 200 OK\r\nX:'),
  'closes one half in its body': (socket) => socket.end(`${head('Content-Length: 10')}half`),
  'redirects in a circle': (socket, path) =>
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${path === '/a' ? '/b' : '/a'}\r\nConnection: close\r\n\r\n`),
  'redirects eleven times': (socket, path) => {
    const times = Number(path.slice(1))
    socket.end(
      times < 11
        ? `HTTP/1.1 307 Go on\r\nLocation: /${times + 1}\r\nConnection: close\r\n\r\n`
        : head('Connection: close', 'Content-Length: 0'),
    )
  },
  'sends a gigabyte': (socket) => {
    socket.write(head(`Content-Length: ${gigabyte}`))
    flood(socket)
  },
  'sends a gigabyte in chunks': (socket) => {
    socket.write(head('Transfer-Encoding: chunked'))
    flood(socket, chunked(filler))
  },
  'sends a gigabyte until it closes': (socket) => {
    socket.write('HTTP/1.0 200 OK\r\n\r\n')
    flood(socket)
  },
  'sends a gigabyte with a failure': (socket) => {
    socket.write(`HTTP/1.1 500 No\r\nContent-Length: ${gigabyte}\r\n\r\n`)
    flood(socket)
  },
  'sends headers without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    flood(socket, many('X-Y: z\r\n'))
  },
  'sends a header without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX: ')
    flood(socket)
  },
  'sends a reason without end': (socket) => {
    socket.write('HTTP/1.1 200 ')
    flood(socket)
  },
  'sends empty lines without end': (socket) => flood(socket, many('\r\n')),
  'sends 100 Continue without end': (socket) => flood(socket, many('HTTP/1.1 100 Continue\r\n\r\n')),
  'sends 103 Early Hints without end': (socket) => flood(socket, many('HTTP/1.1 103 Early Hints\r\n\r\n')),
  'sends a chunk extension without end': (socket) => {
    socket.write(`${head('Transfer-Encoding: chunked')}1;`)
    flood(socket)
  },
  'sends a chunk for each byte': (socket) => {
    socket.write(head('Transfer-Encoding: chunked'))
    flood(socket, many('1;extension=0123456789\r\nx\r\n'))
  },
  'sends trailers without end': (socket) => {
    socket.write(`${head('Transfer-Encoding: chunked')}0\r\n`)
    flood(socket, many('X-Y: z\r\n'))
  },
  'sends a gzip bomb': (socket) => socket.end(Buffer.concat([Buffer.from(gzipHead), bomb])),
  'sends gzip bombs without end': (socket) => {
    socket.write(gzipHead)
    flood(socket, bomb)
  },
  'sends gzip parts that hold nothing': (socket) => {
    socket.write(gzipHead)
    const part = gzipOf(Buffer.alloc(0))
    flood(socket, Buffer.concat(Array.from({ length: 2000 }, () => part)))
  },
  'sends a gzip name without end': (socket) => {
    socket.write(gzipHead)
    // RFC 1952 §2.3: a name follows, up to a zero byte.
    socket.write(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]))
    flood(socket)
  },
  'calls gzip what is none': (socket) => socket.end(`${gzipHead}<Response/>`),
  'sends garbage behind the head of a gzip': (socket) => {
    const bytes = gzipOf(filler)
    socket.end(Buffer.concat([Buffer.from(gzipHead), bytes.subarray(0, 10), Buffer.alloc(1000, 0xff)]))
  },
  'breaks off its gzip': (socket) => socket.end(Buffer.concat([Buffer.from(gzipHead), gzipOf(filler).subarray(0, 30)])),
  'packs as nobody asked for': (socket) =>
    socket.end(`${head('Content-Encoding: deflate', 'Connection: close')}${'\u0000\u00ff'.repeat(100)}`, 'latin1'),
  fails: (socket) => socket.end('HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  'speaks HTTP/1.0 without a length': (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n<Response/>'),
  'sends more than its length': (socket) => socket.end(`${head('Content-Length: 11')}<Response/>and more`),
  'sends two lengths': (socket) => socket.end(`${head('Content-Length: 5', 'Content-Length: 11')}<Response/>`),
  'sends a length below zero': (socket) => socket.end(`${head('Content-Length: -1')}<Response/>`),
  'sends a length that is no number': (socket) => socket.end(`${head('Content-Length: ten')}<Response/>`),
  'sends a length and chunks': (socket) =>
    socket.end(`${head('Content-Length: 11', 'Transfer-Encoding: chunked')}b\r\n<Response/>\r\n0\r\n\r\n`),
  'sends the status 099': (socket) => socket.end('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'),
  'sends the status 99': (socket) => socket.end('HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n'),
  'sends the status 999': (socket) => socket.end('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'),
  'sends the status 1000': (socket) => socket.end('HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n'),
  'speaks something else': (socket) => flood(socket, many('SSH-2.0-OpenSSH_9.0\r\n')),
} satisfies Record<string, Answer> as Readonly<Record<string, Answer>>
