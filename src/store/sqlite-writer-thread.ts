import { parentPort, workerData } from 'node:worker_threads'
import { openConnection } from './sqlite-connection.ts'
import { type NumberedWrite, sqliteWriter, type WriterRequest } from './sqlite-writer.ts'

const port = parentPort
if (port) {
  const { path, writerNumber } = workerData as { path: string; writerNumber: number }
  const connection = openConnection(path, 'write')
  const writer = sqliteWriter(connection, writerNumber)
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
    return writer.commit(JSON.parse(request.group) as NumberedWrite[], request.script)
  }
}
