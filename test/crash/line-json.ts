import type { Socket } from 'node:net'

/** Calls back with each line that arrives, read as JSON. What a killed process left half-written is dropped. */
export function onLines<Message>(socket: Socket, heard: (message: Message) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) heard(JSON.parse(line) as Message)
  })
}

export function say<Message>(socket: Socket, message: Message): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}
