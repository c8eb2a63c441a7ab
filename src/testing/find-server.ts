import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { serverInEnvironment } from './environment.ts'
import { kitError } from './kit-error.ts'
import type { ServerSettings } from './serve-here.ts'
import { startProcess } from './start-process.ts'
import type { Trunkline } from './trunkline.ts'

/** Where the server of the tests comes from. */
export interface ServerWish {
  /** A server that runs already (`TRUNKLINE_URL` unless said), and what lets one in (`TRUNKLINE_CONTROL_TOKEN`). */
  url?: string
  token?: string
  /** Starts one even where `TRUNKLINE_URL` says that one runs: for who moves its clock, or takes its settings. */
  alone?: boolean
  /** Starts it in a process of its own, also where this one could run it. */
  separate?: boolean
  /** The Node for that process, 24 or newer (`TRUNKLINE_NODE` unless said). */
  node?: string
  /** Settings of the server that is started, by their names: `{ errorEra: 'current' }`. */
  settings?: ServerSettings
}

/** A server that was found or started. */
export interface FoundServer {
  url: string
  token?: string
  runs: Trunkline['runs']
  stop(): Promise<void>
}

interface NodeFinder {
  wanted: number
  findNode(options: { named?: string; near: readonly string[] }): { path?: string; problem?: string }
}

/** Finds the server that is named; starts one where none is: in this process where its Node can run it, else in one of its own. */
export async function findServer(wish: ServerWish): Promise<FoundServer> {
  const known = serverInEnvironment()
  const url = wish.url ?? (wish.alone || wish.settings ? undefined : known.url)
  if (url !== undefined) {
    const token = wish.token ?? known.token
    return { url, ...(token !== undefined && { token }), runs: 'before', stop: async () => {} }
  }
  const named = wish.node ?? known.node
  const settings = wish.settings ?? {}
  const { findNode, wanted } = nodeFinder()
  const found = findNode({ ...(named !== undefined && { named }), near: [process.cwd(), here] })
  if (!found.path)
    throw kitError(
      `The server needs Node ${wanted} or newer, and ${found.problem ?? `this is Node ${process.versions.node}`}.`,
      `npm install -D node@${wanted}, or TRUNKLINE_NODE with the path of one`,
    )
  if (found.path === process.execPath && !wish.separate)
    return { ...(await loadServer().serveHere(settings)), runs: 'here' }
  return { ...(await startProcess(found.path, program('server-process'), settings)), runs: 'separate' }
}

/**
 * Loads the server where one will be started in this process, as it seems. Runners give tests and hooks some seconds, and take any time to
 * load files: on a busy machine that makes the difference.
 */
export function loadAhead(): void {
  const { url, node } = serverInEnvironment()
  if (url !== undefined || node !== undefined || nodeFinder().findNode({ near: [] }).path !== process.execPath) return
  try {
    loadServer()
  } catch {
    // Whoever starts it is told.
  }
}

const nodeFinder = (): NodeFinder => createRequire(import.meta.url)('../../bin/find-node.cjs') as NodeFinder

const here = fileURLToPath(new URL('.', import.meta.url))

/** A part of the program: from sources it stands beside this file, and is bundled where the kit is. */
const program = (name: string): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `./${name}.ts` : `../program/${name}.js`, import.meta.url))

/**
 * Loads the server with Node's own loader, so that all test files of a worker share it: Jest puts another in its place, and other globals,
 * which hold for what is run in its context, and not in the first one.
 */
function loadServer(): typeof import('./serve-here.ts') {
  const real = runInThisContext('process') as typeof process
  const load = real.getBuiltinModule('node:module').createRequire(import.meta.url)
  return load(program('serve-here')) as typeof import('./serve-here.ts')
}
