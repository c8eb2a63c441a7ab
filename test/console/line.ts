import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line between a browser and a server that can be cut, and mended. */
export interface Line extends AsyncDisposable {
  /** Where the server is at the end of the line. */
  url: string
  /** Breaks all connections, and every new one, until it is mended. */
  cut(): void
  mend(): void
}

/** Opens a line to the server at this port of this machine. */
export async function openLine(port: number): Promise<Line> {
  const ends = new Set<Socket>()
  let isCut = false
  const hold = (socket: Socket, other: Socket) => {
    ends.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      ends.delete(socket)
      other.destroy()
    })
    socket.pipe(other)
  }
  const proxy = createServer({ noDelay: true }, (near) => {
    if (isCut) return void near.destroy()
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    hold(near, far)
    hold(far, near)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const breakAll = () => {
    for (const socket of ends) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      breakAll()
    },
    mend: () => void (isCut = false),
    async [Symbol.asyncDispose]() {
      const closed = once(proxy, 'close')
      proxy.close()
      breakAll()
      await closed
    },
  }
}
