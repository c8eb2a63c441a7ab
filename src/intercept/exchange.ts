import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { endToEnd } from './end-to-end.ts'

/**
 * Lets a request flow to whoever is asked in its place, and the answer back, each as fast as it is taken. Answers with the status;
 * null where no answer came: then nothing was written, or the client sees the answer break off.
 */
export function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  asked: ClientRequest,
  patience: number,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      asked.destroy()
      if (!response.headersSent) return reject(error)
      response.destroy()
      resolve(null)
    }
    asked.setTimeout(patience, () => failed(new Error('no answer came in time')))
    asked.on('error', failed)
    asked.on('response', (answer) => {
      answer.on('error', failed)
      // What Node would add is the answer's to say.
      response.sendDate = false
      response.writeHead(
        answer.statusCode ?? 502,
        answer.statusMessage,
        endToEnd(answer.rawHeaders, ['transfer-encoding']),
      )
      answer.pipe(response)
      answer.once('end', () => resolve(answer.statusCode ?? null))
    })
    request.on('error', failed)
    response.on('error', failed)
    response.once('close', () => {
      if (!response.writableFinished) failed(new Error('the client went'))
    })
    request.pipe(asked)
  })
}

/** Answers in place of whoever could not be asked. */
export function answerFor(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent || response.destroyed) return
  const body = JSON.stringify({ status, message })
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  })
  response.end(body)
}
