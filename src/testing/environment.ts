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

/** Sets variables; answers with what sets them back to what they were. */
export function setVariables(values: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, values)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** What Node is told by its environment, and to load a file before everything else. */
export const nodeOptionsWith = (file: string): string =>
  `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(file)}`.trim()
