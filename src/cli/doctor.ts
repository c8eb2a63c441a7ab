import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Finding } from './checks/finding.ts'
import { CommandProblem } from './command-problem.ts'
import { type ControlClient, Unreachable } from './control-client.ts'
import { type Credentials, askCredentials } from './credentials.ts'
import { type Print, type TalkOptions, serverCommand, talk } from './server-command.ts'

/** `trunkline doctor`: what is in order around a server, and what stands in its way. */
export function addDoctorCommand(program: Command, print: Print): void {
  serverCommand(
    program,
    'doctor',
    'Look for what stands in the way: port, database, clock, webhooks, proxies, certificates, credentials. Nothing is changed, and no application is asked anything.',
    'doctor',
  ).action(async (options: TalkOptions) => {
    const { client, tell } = talk(options, print)
    const findings = await examine(options.server, client)
    tell({ findings }, findings.flatMap(linesOf))
    const problems = findings.filter(({ level }) => level === 'problem')
    if (problems.length > 0)
      throw new CommandProblem(
        problems.length === 1 ? 'One problem was found.' : `${problems.length} problems were found.`,
        problems[0]?.attempt ?? '',
      )
  })
}

async function examine(server: string, client: ControlClient): Promise<Finding[]> {
  const [{ checkNodeVersion }, { checkProxies }, { checkAuthority }, { checkCredentials }] = await Promise.all([
    import('./checks/node-version.ts'),
    import('./checks/proxies.ts'),
    import('./checks/authority.ts'),
    import('./checks/account.ts'),
  ])
  const { credentials, finding } = await runningServer(server, client)
  return [
    checkNodeVersion(process.versions.node, neededNode()),
    ...(await checkSettings()),
    finding,
    ...(credentials === null ? [] : await checkRunning(server, client, credentials)),
    ...checkProxies(process.env),
    ...(await checkAuthority(resolve('.trunkline/tls'), Date.now())),
    ...(await checkCredentials(process.env, credentials && { client, credentials })),
  ]
}

/** What the next start would meet. */
async function checkSettings(): Promise<Finding[]> {
  const { StartProblem, readSettings, unknownVariables } = await import('../config.ts')
  const [{ checkPort }, { checkDatabase }] = await Promise.all([
    import('./checks/listening.ts'),
    import('./checks/database.ts'),
  ])
  const unknown = unknownVariables(process.env).map((words): Finding => ({
    check: 'settings',
    level: 'warning',
    words,
    attempt: 'docs/reference/settings.md',
  }))
  try {
    const settings = readSettings({ mode: 'development', flags: {}, env: process.env, cwd: process.cwd() })
    return [
      ...unknown,
      await checkPort(settings.host, settings.port),
      await checkDatabase(settings.database, process.cwd()),
    ]
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    const [words = '', attempt = ''] = error.message.split(' Try: ')
    return [...unknown, { check: 'settings', level: 'problem', words, attempt }]
  }
}

async function runningServer(
  server: string,
  client: ControlClient,
): Promise<{ credentials: Credentials | null; finding: Finding }> {
  const check = 'server'
  try {
    const credentials = await askCredentials(client)
    return { credentials, finding: { check, level: 'ok', words: `A development server answers at ${server}.` } }
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error
    const [words = '', attempt = ''] = error.message.split(' Try: ')
    // That none runs yet is no fault.
    const level = error instanceof Unreachable ? 'warning' : 'problem'
    return { credentials: null, finding: { check, level, words, attempt } }
  }
}

async function checkRunning(server: string, client: ControlClient, credentials: Credentials): Promise<Finding[]> {
  const [{ checkClock }, { checkWebhooks }] = await Promise.all([
    import('./checks/clock.ts'),
    import('./checks/webhooks.ts'),
  ])
  return [await checkClock(client, Date.now), ...(await checkWebhooks(server, credentials))]
}

const linesOf = ({ level, check, words, attempt }: Finding): string[] => [
  `${level.padEnd(8)} ${check.padEnd(12)} ${words}`,
  ...(attempt === undefined ? [] : [`${' '.repeat(22)}Try: ${attempt}`]),
]

function neededNode(): string {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string }
  }
  return engines.node
}
