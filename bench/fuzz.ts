import type { Arguments } from './arguments.ts'
import { findDatabases } from './databases.ts'
import { runFuzz, serverErrors } from './fuzz-run.ts'
import { type Report, atLeast, exactly, seen } from './report.ts'
import { account, getJson, senderOf, startTrunkline } from './trunkline.ts'

/*
 * Claim: no request, however bent (path, query, form, encoding, method, credentials, headers, framing), makes the server answer 5xx, fall silent,
 * drop a well-formed request, or end; and the requests are not all turned away at the door: at least 30 in 100 are answered by a resource's handler.
 * Counted as such are successes under `/2010-04-01/Accounts` and errors whose codes only handlers give; a 404 is not counted, though many are from one.
 *
 * --requests 100000  --seed (printed; today's day unless said)  --lanes 16
 */
export async function fuzz(args: Arguments): Promise<Report> {
  const seed = args.number('seed', Math.floor(Date.now() / 86_400_000))
  const requests = args.number('requests', 100_000)
  console.log(`  fuzz: --seed ${seed}`)
  const [kind] = (await findDatabases()).kinds
  await using database = await kind!.open()
  await using server = await startTrunkline({ database: database.url, settings: { TRUNKLINE_LOG: 'error' } })
  const target = {
    accountSid: account.sid,
    authToken: account.token,
    testAccountSid: account.testSid,
    testAuthToken: account.testToken,
    sender: await senderOf(server),
    messageSids: [],
    numberSids: [],
    subaccountSids: [],
  }
  const began = performance.now()
  const result = await runFuzz(server.port, target, { seed, requests, lanes: args.number('lanes', 16) })
  const seconds = (performance.now() - began) / 1000
  for (const { index, what, request, before } of result.failures) {
    console.log(`  request ${index}: ${what}
${JSON.stringify(request)}
  after ${JSON.stringify(before)}`)
  }
  const ended = await Promise.race([server.ended, Promise.resolve(null)])
  if (ended === null) await getJson(server.port, `/2010-04-01/Accounts/${account.sid}.json`)
  return {
    bench: `fuzz: --seed ${seed}`,
    rows: [
      atLeast('requests', result.requests, requests),
      seen('took', seconds, 's'),
      exactly('5xx', serverErrors(result), 0),
      exactly('well-formed requests dropped', result.dropped, 0),
      exactly('requests left without an answer', result.silent, 0),
      exactly(`server ended${ended === null ? '' : `: ${ended}`}`, ended === null ? 0 : 1, 0),
      atLeast('answered by a handler, of 100', (result.inHandler * 100) / result.requests, 30),
      seen(
        'answers',
        Object.entries(result.byStatus)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', '),
      ),
    ],
    detail: result,
  }
}
