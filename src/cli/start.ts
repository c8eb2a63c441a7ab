import type { SettingSources } from '../config.ts'
import { type ClockState, timeOf } from '../domain/clock.ts'
import { magicNumber } from '../domain/magic-numbers.ts'
import type { RunningServer } from '../server.ts'
import { firstLoginText } from './first-login-text.ts'
import { runServer } from './run-server.ts'

/** Starts the development server and prints how to use it. */
export async function start(flags: SettingSources['flags'], version: string): Promise<void> {
  await runServer('development', flags, ({ url, welcome, login, clock }, { database }) => {
    const ready = Math.round(process.uptime() * 1000)
    console.log(`trunkline ${version}  ready in ${ready} ms  ${url}  ${withoutPassword(database)}`)
    const told = clockText(clock(), Date.now())
    if (told) console.log(`\n  ${told}`)
    if (login) console.log(`\n${firstLoginText(login)}`)
    if (welcome) console.log(welcomeText(url, welcome))
  })
}

/** What is to be known of a clock that was moved before the server was started; null of one that tells real time. */
export function clockText(state: ClockState | null, real: number): string | null {
  if (state === null) return null
  const now = new Date(timeOf(state, real)).toISOString()
  if (state.frozenAt !== null) return `The clock stands at ${now}. To let it run on: trunkline clock resume`
  const ahead = Math.round(state.offset / 1000)
  if (ahead === 0) return null
  return `The clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} real time: ${now}`
}

/** Lines to copy: in full at the first start, in short at later ones. */
export function welcomeText(url: string, welcome: NonNullable<RunningServer['welcome']>): string {
  const { account, testAccount, numbers, firstStart } = welcome
  const short = [
    '',
    `  TWILIO_ACCOUNT_SID=${account.sid}`,
    `  TWILIO_AUTH_TOKEN=${account.authToken}`,
    ...numbers.slice(0, 1).map((number) => `  TWILIO_PHONE_NUMBER=${number}`),
    ...(numbers.length > 1 ? [`  and also ${numbers.slice(1).join(', ')}`] : []),
    '',
    `  Test credentials, which only rehearse. Send, call and buy with ${magicNumber}:`,
    `  TWILIO_TEST_ACCOUNT_SID=${testAccount.sid}`,
    `  TWILIO_TEST_AUTH_TOKEN=${testAccount.authToken}`,
    '',
    `  The whole API, with examples: ${url}/docs`,
    '',
  ]
  if (!firstStart) return short.join('\n')
  return [
    ...short,
    '  A first message (to +15005530003 it is not delivered, with error 30003, and so on for every code 3NNNN):',
    `  curl -u ${account.sid}:${account.authToken} \\`,
    `    ${url}/2010-04-01/Accounts/${account.sid}/Messages.json \\`,
    `    --data-urlencode 'To=+15558675310' --data-urlencode 'From=${numbers[0] ?? ''}' -d Body=Hello`,
    '',
  ].join('\n')
}

function withoutPassword(database: string): string {
  return database.replace(/\/\/[^/]*@/, '//')
}
