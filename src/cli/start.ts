import type { SettingSources } from '../config.ts'
import { type ClockState, timeOf } from '../domain/clock.ts'
import { magicNumber } from '../domain/magic-numbers.ts'
import type { RunningServer } from '../server.ts'
import type { OutputOptions } from './declare-command.ts'
import { runServer } from './run-server.ts'

/** How a program that starts the server may have it. */
export interface StartWishes extends OutputOptions {
  /** Ends the server with its standard input: it does not outlive who holds the other end, however that one ends. */
  stopWithInput?: boolean
}

/** Starts the development server and prints how to use it: lines to copy, or one line of JSON for the program that started it. */
export async function start(
  flags: SettingSources['flags'],
  version: string,
  { output, stopWithInput = false }: StartWishes,
): Promise<void> {
  await runServer('development', flags, ({ url, port, welcome, clock }, { database }) => {
    if (stopWithInput) process.stdin.once('close', () => process.emit('SIGTERM')).resume()
    if (output === 'json')
      return console.log(JSON.stringify({ version, url, port, ...(welcome && credentialsOf(welcome)) }))
    const ready = Math.round(process.uptime() * 1000)
    console.log(`trunkline ${version}  ready in ${ready} ms  ${url}  ${withoutPassword(database)}`)
    const told = clockText(clock(), Date.now())
    if (told) console.log(`\n  ${told}`)
    if (welcome) console.log(welcomeText(url, welcome))
  })
}

type Welcome = NonNullable<RunningServer['welcome']>

const credentialsOf = ({ account, testAccount, numbers }: Welcome) => ({
  accountSid: account.sid,
  authToken: account.authToken,
  testAccountSid: testAccount.sid,
  testAuthToken: testAccount.authToken,
  phoneNumbers: numbers,
})

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
export function welcomeText(url: string, welcome: Welcome): string {
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
