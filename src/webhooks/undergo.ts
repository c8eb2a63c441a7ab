import type { Cut } from './cut.ts'
import type { Exchange } from './exchange.ts'
import type { Instead, Transit } from './prepare-request.ts'

/** Lets a request be on its way for as long as it takes, within its times. Null when it arrives and is answered by the application. */
export async function undergo(transit: Transit, readTimeout: number, cut: Cut): Promise<Exchange | null> {
  const { delay, instead } = await transit()
  if (delay > 0) await pause(Math.min(delay, readTimeout), cut)
  if (delay >= readTimeout) return { ...unanswered, error: `No answer within ${readTimeout} ms` }
  return instead && endedBy(instead)
}

const unanswered = { ended: 'unanswered', status: null, errorCode: 11200, stale: false } as const

function endedBy(instead: Instead): Exchange {
  if (instead.came === 'no-connection')
    return { ended: 'unconnected', errorCode: 11205, error: 'The connection was refused', again: true }
  const { status, contentType, body } = instead
  const headers: Record<string, string> = body === '' ? {} : { 'content-type': contentType }
  return { ended: 'answered', status, headers, setCookies: [], body: Buffer.from(body), truncated: false }
}

function pause(ms: number, cut: Cut): Promise<void> {
  if (cut.reason) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      cut.interrupt = null
      resolve()
    }
    const timer = setTimeout(done, ms)
    cut.interrupt = done
  })
}
