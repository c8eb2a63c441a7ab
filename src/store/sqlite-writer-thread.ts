import { parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './sqlite.ts'
import { type NumberedWrite, sqliteWriter } from './sqlite-writer.ts'
import type { Value } from './tables.ts'

/** What the main thread asks of the writer. Groups travel as JSON text, which is cheaper than a structured clone. */
export type WriterRequest =
  { id: number; texts: readonly string[]; group: string } | { id: number; sql: string; values: readonly Value[] } | { close: true }

const port = parentPort
if (port) {
  const connection = openConnection(workerData as string, 'write')
  const writer = sqliteWriter(connection)
  port.on('message', (request: WriterRequest) => {
    if ('close' in request) {
      connection.close()
      port.close()
      return
    }
    try {
      port.postMessage({ id: request.id, answer: answerTo(request) })
    } catch (error) {
      port.postMessage({ id: request.id, error: String(error) })
    }
  })

  const answerTo = (request: Exclude<WriterRequest, { close: true }>) => {
    if ('sql' in request) return writer.execute(request.sql, request.values)
    writer.learn(request.texts)
    return writer.commit(JSON.parse(request.group) as NumberedWrite[])
  }
}
