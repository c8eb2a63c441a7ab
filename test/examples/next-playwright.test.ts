import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runtime } from '../runtimes.ts'
import { installExample } from './installed-example.ts'

const browser = runtime('browser')

// `examples/next-playwright`, as its `npm test` runs it: its server side is a process that Playwright starts, and nobody changed.
test.skipIf(browser === null)('the Next.js application passes its tests', { timeout: 240_000 }, async () => {
  using example = installExample('next-playwright')
  const { code, output } = await example.run(
    ['trunkline/bin/trunkline.cjs', 'exec', '--expect-calls', '--', 'playwright', 'test'],
    {
      CHROMIUM_PATH: browser ?? '',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(await freePort()),
      // Nothing answers there: a server that happens to run on this machine is left alone.
      TRUNKLINE_URL: 'http://127.0.0.1:9',
    },
  )
  expect(output).toMatch(/4 passed/)
  expect(output).toMatch(/\d calls intercepted/)
  expect(code).toBe(0)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
