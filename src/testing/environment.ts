/** The only file of the kit that reads or changes the environment of the process. */

/** Where a server is that runs already, what lets one in, and the Node to start one on. */
export function serverInEnvironment(): { url?: string; token?: string; node?: string } {
  const { TRUNKLINE_URL: url, TRUNKLINE_CONTROL_TOKEN: token, TRUNKLINE_NODE: node } = process.env
  return { ...(url && { url }), ...(token && { token }), ...(node && { node }) }
}

/** What a process that is started inherits, without what could make its server another one. */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(TRUNKLINE_|NODE_OPTIONS$|NODE_CHANNEL_FD$|NODE_V8_COVERAGE$|VITEST|JEST_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
}

/**
 * What keeps clients from asking a proxy for the service: its SDK asks that of `HTTP_PROXY`, whatever else is said, and others look for
 * exceptions. Nothing where no proxy is named.
 */
export function withoutProxy(): Record<string, string | undefined> {
  const named = /^(https?|all)_proxy$/i
  if (!Object.entries(process.env).some(([name, value]) => named.test(name) && value)) return {}
  const except = [process.env.NO_PROXY ?? process.env.no_proxy, '.twilio.com'].filter(Boolean).join(',')
  return { HTTP_PROXY: undefined, NO_PROXY: except, no_proxy: except }
}

/** Sets variables, or takes them away; answers with what sets them back to what they were. */
export function setVariables(values: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const)
  for (const [name, value] of Object.entries(values)) setVariable(name, value)
  return () => {
    for (const [name, value] of before) setVariable(name, value)
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

/** What Node is told by its environment, and to load a file before everything else. */
export const nodeOptionsWith = (file: string): string =>
  `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(file)}`.trim()
