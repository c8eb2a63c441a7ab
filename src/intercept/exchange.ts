import { type ClientRequest, type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http'
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
    let answered = false
    asked.setTimeout(patience, () => failed(new Error('no answer came in time')))
    asked.on('error', failed)
    asked.on('response', (answer) => {
      answered = true
      answer.on('error', failed)
      try {
        begin(response, answer)
      } catch (error) {
        return failed(error as Error)
      }
      answer.pipe(response)
      answer.once('end', () => resolve(answer.statusCode ?? null))
    })
    // Who changes to another protocol unasked gives no answer, and no error.
    asked.once('close', () => {
      if (!answered) failed(new Error('the connection was closed'))
    })
    request.on('error', failed)
    response.on('error', failed)
    response.once('close', () => {
      if (!response.writableFinished) failed(new Error('the client went'))
    })
    request.pipe(asked)
  })
}

/** Throws where the answer has a head that may not be passed on. */
function begin(response: ServerResponse, { statusCode = 502, statusMessage, rawHeaders }: IncomingMessage): void {
  // What Node would add is the answer's to say.
  response.sendDate = false
  response.writeHead(statusCode, statusMessage, endToEnd(rawHeaders, ['transfer-encoding']))
}

/** Answers in place of whoever could not be asked. */
export function answerFor(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent || response.destroyed) return
  const body = JSON.stringify({ status, message })
  // The reason is said, for one that could not be passed on may stand there.
  response.writeHead(status, STATUS_CODES[status] ?? 'Refused', {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  })
  response.end(body)
}
