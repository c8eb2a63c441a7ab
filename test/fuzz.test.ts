import { expect, test } from 'vitest'
import { runFuzz, serverErrors } from '../bench/fuzz-run.ts'
import { startTestServer } from './server.ts'

/** The bench tries others each day: `npm run bench -- fuzz`. */
const seed = 2026

test('no bent request makes the server fail, fall silent or end', { timeout: 60_000 }, async () => {
  await using server = await startTestServer({ env: { TRUNKLINE_LOG: 'silent' } })
  const result = await runFuzz(
    Number(new URL(server.url).port),
    {
      accountSid: server.account.sid,
      authToken: server.account.token,
      testAccountSid: server.test.sid,
      testAuthToken: server.test.token,
      sender: server.numbers[0],
      messageSids: [],
      numberSids: [],
      subaccountSids: [],
    },
    { seed, requests: 2000, lanes: 8 },
  )
  expect(result.failures).toEqual([])
  expect({ errors: serverErrors(result), dropped: result.dropped, silent: result.silent }).toEqual({
    errors: 0,
    dropped: 0,
    silent: 0,
  })
  expect(result.requests).toBe(2000)
  // Not all may be turned away at the door.
  expect(result.inHandler / result.requests).toBeGreaterThan(0.3)
})
