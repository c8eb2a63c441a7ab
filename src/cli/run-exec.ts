import { fileURLToPath } from 'node:url'
import { makeAuthority, openAuthority } from '../intercept/authority.ts'
import { childEnvironment } from '../intercept/child-environment.ts'
import { writeChildFiles } from '../intercept/child-files.ts'
import { startProxy } from '../intercept/proxy.ts'
import { openTally } from '../intercept/tally.ts'
import { upstreamsOf } from '../intercept/upstream.ts'
import { type Credentials, variablesOf } from './credentials.ts'
import { dotenv } from './environment-format.ts'
import { type Said, execServer } from './exec-server.ts'
import { interrupted } from './interrupted.ts'
import { runChild } from './run-child.ts'

export interface ExecOptions {
  server: string
  token?: string
  output: 'text' | 'json'
  offline?: true
  expectCalls?: true
  printEnv?: true
}

/** An authority lasts no longer than a program is likely to run. */
const authorityDays = 30

const shipped = (name: string) => fileURLToPath(new URL(`../../bin/exec/${name}`, import.meta.url))

/** Runs a program, or shows its environment until it is interrupted; answers with the exit code. */
export async function runExec(words: readonly string[], options: ExecOptions, said: Said): Promise<number> {
  const { env } = process
  const tell = (text: string) => console.error(`trunkline: ${text}`)
  await using server = await execServer(options, said)
  const tally = openTally()
  const pair = await makeAuthority(Date.now(), authorityDays)
  const upstreams = upstreamsOf({
    http: env.http_proxy ?? env.HTTP_PROXY ?? env.all_proxy ?? env.ALL_PROXY,
    https: env.https_proxy ?? env.HTTPS_PROXY ?? env.all_proxy ?? env.ALL_PROXY,
    noProxy: [env.no_proxy, env.NO_PROXY].filter(Boolean).join(','),
  })
  await using proxy = await startProxy({
    authority: await openAuthority(pair),
    upstreams,
    offline: options.offline === true,
    clockNow: Date.now,
    server: server.url,
    tally,
    refused: once((user: string) => tell(refusalOf(user, server.account))),
  })
  using files = writeChildFiles({
    authority: pair.certificate,
    bundles: [env.SSL_CERT_FILE, env.REQUESTS_CA_BUNDLE, env.CURL_CA_BUNDLE].flatMap((path) => (path ? [path] : [])),
    nodeExtra: env.NODE_EXTRA_CA_CERTS,
    prepend: shipped('prepend.php'),
    now: Date.now(),
  })
  const { variables, notices } = childEnvironment({
    given: env,
    proxyPort: proxy.port,
    files,
    shipped: { preload: shipped('preload.cjs'), python: shipped('python') },
    server: server.url,
    offline: options.offline === true,
    account: variablesOf(server.url, server.account),
  })
  if (server.own) tell(`no Trunkline answers at ${options.server}: one runs at ${server.url} for this program`)
  for (const notice of [...upstreams.notices, ...files.notices, ...notices]) tell(notice)

  if (options.printEnv) {
    console.log(options.output === 'json' ? JSON.stringify(variables) : dotenv(variables).trimEnd())
    await interrupted()
  }
  const code =
    words.length > 0
      ? await runChild(words, {
          ...env,
          ...variables,
          ...(options.token !== undefined && { TRUNKLINE_CONTROL_TOKEN: options.token }),
        })
      : 0
  tell(tally.summary())
  if (tally.total > 0 || !options.expectCalls || code !== 0) return code
  tell(`no call came, and one was expected. ${whyNone}`)
  return 1
}

const whyNone =
  'Does the program call twilio.com at all, in a process that was given this environment? Some cannot be told where to go: those that trust a list of certificates of their own, ' +
  'read no proxy settings, or know addresses by heart. See docs/guide/unchanged.md, and `trunkline tls` for another way.'

function refusalOf(user: string, { accountSid, testAccountSid }: Credentials): string {
  if (user === accountSid || user === testAccountSid)
    return `the program uses account ${user} with another auth token than the server's: use TWILIO_AUTH_TOKEN from the environment`
  if (user.startsWith('AC'))
    return `the program uses account ${user}, which this server does not know, or not with that auth token: use TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the environment, or start the server with TRUNKLINE_ACCOUNT_SID=${user} and TRUNKLINE_AUTH_TOKEN`
  return `the program uses ${user}, which this server does not know: use TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the environment, or make a key at the server`
}

/** Tells the first time only. */
function once<T>(tell: (value: T) => void): (value: T) => void {
  let told = false
  return (value) => {
    if (!told) tell(value)
    told = true
  }
}
