import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

const patience = 3000

export interface Place {
  host: string
  port: number
  tls?: boolean
}

/** Opens a connection, with TLS where that is spoken, closes it and sends nothing; answers why that could not be, or null. */
export async function whyNotConnected({ host, port, tls = false }: Place): Promise<string | null> {
  const bare = host.replace(/^\[|\]$/g, '')
  const socket = tls
    ? connectTls({ host: bare, port, servername: /[a-z]/i.test(bare) && !bare.includes(':') ? bare : '' })
    : connect({ host: bare, port })
  try {
    await once(socket, tls ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(patience) })
    return null
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException
    if (name === 'AbortError') return 'no answer came'
    return code === 'ECONNREFUSED' ? 'nothing listens there' : (code ?? message)
  } finally {
    socket.on('error', () => {})
    socket.destroy()
  }
}
