import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { join } from './join.ts'

/** One end for `join`, and who is at the other end of it. */
function line() {
  // Little is on its way at a time: what nobody takes yet waits at our end.
  const [end, person] = duplexPair({ highWaterMark: 10 })
  person.on('error', () => {})
  // All that is needed of a socket beside what flows.
  return { end: Object.assign(end, { setTimeout: () => end }) as Duplex as Socket, person }
}

test('what one says last reaches the other, who takes it late', async () => {
  const [client, server] = [line(), line()]
  join(client.end, server.end)
  client.person.end('question')
  const over = once(server.end, 'close')
  expect(await text(server.person)).toBe('question')
  for (const part of ['one ', 'two ', 'and ']) server.person.write(part)
  server.person.end('all.')
  await over
  expect(await text(client.person)).toBe('one two and all.')
})

test.each(['client', 'server'] as const)('when the %s breaks off, the other one is let go', async (who) => {
  const sides = { client: line(), server: line() }
  join(sides.client.end, sides.server.end)
  const other = who === 'client' ? sides.server : sides.client
  const over = once(other.end, 'close')
  sides[who].end.destroy()
  await over
  expect(other.end.destroyed).toBe(true)
})
