import { createConnection } from 'node:net'
import { expect, test } from 'vitest'
import { type FrontDoor, openFrontDoor } from './front-door.ts'

const get = (door: FrontDoor, path: string) => fetch(`http://127.0.0.1:${door.port}${path}`)

test('a server that starts is alive, not ready, and asks clients to come again', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  expect((await get(door, '/livez')).status).toBe(200)
  expect((await get(door, '/readyz')).status).toBe(503)
  const early = await get(door, '/2010-04-01')
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  await door.closed()
})

test('an open server is ready as long as its database answers', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  let database = true
  door.open(
    (_, response) => void response.end('served'),
    () => Promise.resolve(database),
  )
  expect(await (await get(door, '/anything')).text()).toBe('served')
  expect((await get(door, '/readyz')).status).toBe(200)
  database = false
  expect((await get(door, '/readyz')).status).toBe(503)
  await door.closed()
})

test('a process that does jobs only is ready, and says that it answers nothing else', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  door.open(null, () => Promise.resolve(true))
  expect((await get(door, '/readyz')).status).toBe(200)
  const answer = await get(door, '/2010-04-01')
  expect([answer.status, await answer.text()]).toEqual([503, 'this process does jobs, and answers no requests\n'])
  await door.closed()
})

test('a server that closes answers what is under way, says that it is not ready, and takes nothing new', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  const asked = Promise.withResolvers<() => void>()
  door.open(
    (_, response) => asked.resolve(() => response.end('served')),
    () => Promise.resolve(true),
  )
  const underWay = get(door, '/slow')
  const answer = await asked.promise
  door.beginClosing()
  expect(await (await get(door, '/readyz')).text()).toBe('closing\n')
  const closed = door.closed()
  answer()
  expect(await (await underWay).text()).toBe('served')
  await closed
  await expect(get(door, '/livez')).rejects.toThrow('fetch failed')
})

test('a port that is taken is told as such', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  await expect(openFrontDoor('127.0.0.1', door.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await door.closed()
})

test('a connection that stays open does not keep the server from closing once it is idle', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  const socket = createConnection(door.port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  await door.closed()
  socket.destroy()
})

test('a connection on which another protocol was asked for ends with the answer', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  const socket = createConnection(door.port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  const ended = new Promise((resolve) => socket.once('end', resolve))
  socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n')
  await ended
  expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1.1 200 OK[^]*Connection: close/)
  socket.destroy()
  await door.closed()
})

test('a connection on which nothing was asked does not keep the server from closing', async () => {
  const door = await openFrontDoor('127.0.0.1', 0)
  const socket = createConnection(door.port, '127.0.0.1')
  const ended = new Promise((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('connect', resolve))
  // The server has it, too, when it answered somebody who came behind it.
  await get(door, '/livez')
  const began = performance.now()
  await door.closed()
  await ended
  expect(performance.now() - began).toBeLessThan(5000)
})
