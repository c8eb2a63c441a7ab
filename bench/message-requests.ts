/** How the load's requests look: the same account and sender, each another recipient and text. */
export interface MessageRequests {
  path: string
  authorization: string
  from: string
  statusCallback?: string
}

export interface RequestPool {
  /** The next request. Its bytes hold until as many more were asked for as the pool has. */
  next(): Buffer
}

const poolSize = 5000
/** The digits of a recipient that differ from request to request, at the number's end. */
const digits = 6

/** In front of the last six digits. Mobile numbers, as far as a number tells. */
const americas = [
  '212',
  '213',
  '305',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '617',
  '702',
  '713',
  '808',
  '907',
  '416',
  '604',
  '787',
]
const abroad = [
  '+447400',
  '+49151123',
  '+33612',
  '+819012',
  '+919812',
  '+5511991',
  '+61412',
  '+34612',
  '+393201',
  '+2348031',
]

/**
 * Encodes a pool of create requests once; each time one is used its recipient's last digits are others, so that no two requests ask for
 * the same. One in ten goes abroad.
 */
export function messageRequests(shape: MessageRequests): RequestPool {
  const pool = Array.from({ length: poolSize }, (_, i) => encode(shape, i))
  let used = 0
  return {
    next() {
      const { bytes, at } = pool[used % poolSize]!
      let rest = used++
      for (let i = at + digits - 1; i >= at; i--) {
        bytes[i] = 48 + (rest % 10)
        rest = Math.floor(rest / 10)
      }
      return bytes
    },
  }
}

function encode({ path, authorization, from, statusCallback }: MessageRequests, i: number) {
  const prefix =
    i % 10 === 9 ? abroad[Math.floor(i / 10) % abroad.length]! : `+1${americas[i % americas.length]}${2 + (i % 8)}`
  const form = new URLSearchParams({ To: `${prefix}${'0'.repeat(digits)}`, From: from, Body: textOf(i) })
  if (statusCallback !== undefined) form.set('StatusCallback', statusCallback)
  const body = form.toString()
  const bytes = Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\nUser-Agent: bench\r\nAccept: application/json\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return {
    bytes,
    at: bytes.indexOf(`${encodeURIComponent(prefix)}${'0'.repeat(digits)}`) + encodeURIComponent(prefix).length,
  }
}

const words =
  'your code is order number has been shipped and will arrive today please reply yes to confirm the appointment at noon thank you'.split(
    ' ',
  )

/** One text in twenty needs UCS-2, one in eight more than one segment; most are a sentence. */
function textOf(i: number): string {
  const length = i % 8 === 3 ? 40 : 6 + (i % 13)
  const text = Array.from({ length }, (_, n) => words[(i * 7 + n * (1 + (i % 5))) % words.length]).join(' ')
  return `${text} ${i}${i % 20 === 7 ? ' ✓ 你好' : '.'}`
}
