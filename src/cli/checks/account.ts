import type { ControlClient } from '../control-client.ts'
import { CommandProblem } from '../command-problem.ts'
import type { Credentials } from '../credentials.ts'
import { type Environment, type Finding, findingsOf } from './finding.ts'

const { ok, warning } = findingsOf('credentials')

/** Whether the credentials in the environment are the server's: others may be of a real account, and are not shown or sent anywhere. */
export async function checkCredentials(
  env: Environment,
  running: { client: ControlClient; credentials: Credentials } | null,
): Promise<Finding[]> {
  const sid = env.TWILIO_ACCOUNT_SID
  const keys = ['TWILIO_API_KEY', 'TWILIO_API_KEY_SID'].filter((name) => env[name]?.startsWith('SK'))
  const attempt = 'eval "$(trunkline env --format shell)", or credentials of their own for tests'
  const found: Finding[] = keys.map((name) =>
    warning(`${name} is set: a program that prefers API keys may reach the real service with it.`, `unset ${name}`),
  )
  if (!sid) return found.length > 0 ? found : [ok('None are set.')]
  const shown = `TWILIO_ACCOUNT_SID (${sid.slice(0, 6)}…)`
  const whose = await ownerOf(sid, env, running)
  if (whose === 'unknown')
    return [
      ...found,
      warning(`${shown} is none of ${running ? 'the server' : 'the settings'}: it looks like a real account.`, attempt),
    ]
  const token = whose === 'live' ? running?.credentials.authToken : running?.credentials.testAuthToken
  if (whose !== 'other' && running && env.TWILIO_AUTH_TOKEN !== undefined && env.TWILIO_AUTH_TOKEN !== token)
    return [...found, warning(`TWILIO_AUTH_TOKEN is not the token of ${shown}.`, attempt)]
  return [...found, ok(`${shown} is an account of ${running ? 'the server' : 'the settings'}.`)]
}

async function ownerOf(
  sid: string,
  env: Environment,
  running: { client: ControlClient; credentials: Credentials } | null,
): Promise<'live' | 'test' | 'other' | 'unknown'> {
  if (!running) return sid === env.TRUNKLINE_ACCOUNT_SID || sid === env.TRUNKLINE_TEST_ACCOUNT_SID ? 'other' : 'unknown'
  if (sid === running.credentials.accountSid) return 'live'
  if (sid === running.credentials.testAccountSid) return 'test'
  try {
    await running.client.ask('GET', `/accounts/${encodeURIComponent(sid)}`)
    return 'other'
  } catch (error) {
    if (error instanceof CommandProblem) return 'unknown'
    throw error
  }
}
