import { delimiter } from 'node:path'
import type { ChildFiles } from './child-files.ts'
import { trustStorePassword } from './java-trust-store.ts'
import { withoutTwilio } from './no-proxy.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ChildNeeds {
  /** The environment in which the user runs the program. */
  given: Environment
  proxyPort: number
  files: Pick<ChildFiles, 'authority' | 'bundle' | 'trustStore' | 'nodeExtra' | 'php'>
  /** What comes with us: a script that Node loads first, and a folder of which Python does the same. */
  shipped: { preload: string; python: string }
  /** The address of the local server. */
  server: string
  /** Whether the program is to reach nothing beyond this machine. */
  offline: boolean
  /** The variables by which programs find the account and the server. */
  account: Readonly<Record<string, string>>
}

export interface ChildEnvironment {
  /** What is set beside, or in place of, what the user has. */
  variables: Readonly<Record<string, string>>
  /** What of the user's own is changed by it. */
  notices: readonly string[]
}

/** The variables with which a program of any language talks to the local server, and needs no change. */
export function childEnvironment(needs: ChildNeeds): ChildEnvironment {
  const { given, proxyPort, files, server, offline } = needs
  const proxy = `http://127.0.0.1:${proxyPort}`
  const noProxy = noProxyFor(given, server)
  const java = javaOptions(needs, noProxy.entries)
  return {
    variables: {
      ...inBothCases({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: noProxy.entries.join(',') }),
      SSL_CERT_FILE: files.bundle,
      REQUESTS_CA_BUNDLE: files.bundle,
      CURL_CA_BUNDLE: files.bundle,
      ...nodeVariables(needs),
      PYTHONPATH: joined([needs.shipped.python, given['PYTHONPATH']], delimiter),
      PHP_INI_SCAN_DIR:
        given['PHP_INI_SCAN_DIR'] === '' ? files.php : `${given['PHP_INI_SCAN_DIR'] ?? ''}${delimiter}${files.php}`,
      JAVA_TOOL_OPTIONS: java.options,
      ...needs.account,
      TRUNKLINE_PROXY: proxy,
      TRUNKLINE_CA: files.authority,
      ...(offline && { TRUNKLINE_OFFLINE: '1' }),
    },
    notices: [...noProxy.notices, ...java.notices],
  }
}

/** Programs differ in which they read, and some in which they believe. */
const inBothCases = (variables: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  )

function noProxyFor(given: Environment, server: string): { entries: readonly string[]; notices: readonly string[] } {
  const { kept, dropped } = withoutTwilio(joined([given['no_proxy'], given['NO_PROXY']], ','))
  const host = new URL(server).hostname.replace(/^\[|\]$/g, '')
  return {
    entries: [...new Set(['localhost', '127.0.0.1', '::1', host, ...kept])],
    notices: dropped.map((entry) => `NO_PROXY without "${entry}", which exempts hosts of twilio.com`),
  }
}

function nodeVariables({ given, files, shipped }: ChildNeeds) {
  return {
    NODE_EXTRA_CA_CERTS: files.nodeExtra,
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: joined([given['NODE_OPTIONS'], `--require ${quoted(shipped.preload)}`], ' '),
  }
}

/** What comes last holds. */
function javaOptions({ given, proxyPort, files }: ChildNeeds, noProxy: readonly string[]) {
  const before = given['JAVA_TOOL_OPTIONS']
  const options = [
    ...['http', 'https'].flatMap((scheme) => [`-D${scheme}.proxyHost=127.0.0.1`, `-D${scheme}.proxyPort=${proxyPort}`]),
    `-Dhttp.nonProxyHosts=${[...new Set(noProxy.flatMap(javaPatterns))].join('|')}`,
    `-Djavax.net.ssl.trustStore=${quoted(files.trustStore)}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
    `-Djavax.net.ssl.trustStorePassword=${trustStorePassword}`,
  ]
  return {
    options: joined([before, ...options], ' '),
    notices: ['javax.net.ssl.trustStore=', 'https.proxyHost=']
      .filter((name) => before?.includes(`-D${name}`))
      .map((name) => `JAVA_TOOL_OPTIONS with another ${name.slice(0, -1)} than the user's`),
  }
}

/** Java knows names and patterns, and no networks or ports. */
function javaPatterns(entry: string): string[] {
  if (entry === '127.0.0.1') return ['127.*']
  if (entry.includes(':')) return /^[\da-f:]+$/.test(entry) ? [`[${entry}]`] : []
  if (entry.includes('/')) return []
  const name = entry.replace(/^\*?\./, '')
  return /^[\d.*]+$/.test(name) || name === 'localhost' ? [name] : [name, `*.${name}`]
}

const joined = (parts: readonly (string | undefined)[], between: string) =>
  parts.filter((part) => part !== undefined && part !== '').join(between)

/** NODE_OPTIONS and JAVA_TOOL_OPTIONS are parted at blanks outside of quotes. */
const quoted = (path: string) => (/[\s"\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path)
