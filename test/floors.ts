import { posix } from 'node:path'

/**
 * The house, from the ground up. Imports only point down, and rooms on one floor never meet. A room is a folder of `src`
 * or a file that stands alone there.
 */
const floors = [
  ['domain', 'log'],
  ['store', 'carriers', 'webhooks', 'twiml', 'intercept'],
  ['jobs', 'faults'],
  ['messaging', 'accounts'],
  ['voice'],
  ['api', 'control', 'console'],
  ['config'],
  ['server'],
  ['cli', 'testing'],
] as const

/** What the ground floor may use that is not ours: what messaging is does not depend on the outside world. */
const domainMayUse = /^(node:(crypto|module)$|libphonenumber-js(\/|$))/

const mostLines = 500

/** Says what is wrong with these files, given as text by their path from the project's root. */
export function brokenRules(files: ReadonlyMap<string, string>): string[] {
  return [...[...files].flatMap(([path, text]) => brokenBy(path, text)), ...circles(files)]
}

function brokenBy(path: string, text: string): string[] {
  const broken: string[] = []
  const lines = text.split('\n').length - 1
  if (lines > mostLines) broken.push(`${path} has ${lines} lines, more than ${mostLines}`)
  if (!path.startsWith('src/')) return broken

  if (/^export default\b|^export \{[^}]*\bas default\b/m.test(text)) broken.push(`${path} has a default export`)
  const room = roomOf(path)
  const floor = floorOf(room)
  if (floor === undefined) return [...broken, `${path} stands in a room that no floor knows: ${room}`]

  // Tests use real things, so they may reach into any room: a simulator's test keeps its timers in a real store.
  if (path.endsWith('.test.ts')) return broken
  if (!mayReadEnvironment(path, room) && /\bprocess\.env\b|\benv\b[^'\n]*'node:process'/.test(text)) {
    broken.push(`${path} reads the environment; only config.ts, cli/ and the kit's environment.ts may`)
  }
  for (const target of [...importsOf(text), ...workersOf(text)]) {
    if (!target.startsWith('.')) {
      if (room === 'domain' && !domainMayUse.test(target)) broken.push(`${path} uses ${target}; domain uses nothing`)
      continue
    }
    const imported = posix.join(posix.dirname(path), target)
    const other = roomOf(imported)
    if (!imported.startsWith('src/') || imported.endsWith('.test.ts')) {
      broken.push(`${path} imports ${imported}, which is no part of the product`)
    } else if (other !== room) {
      const below = floorOf(other)
      if (below === undefined || below > floor) broken.push(`${path} imports up: ${imported}`)
      else if (below === floor) broken.push(`${path} imports sideways: ${imported}`)
    }
  }
  return broken
}

/** The kit has one file for it: where a server runs, and what an application under test reads. */
const mayReadEnvironment = (path: string, room: string): boolean =>
  room === 'config' || room === 'cli' || path === 'src/testing/environment.ts'

function roomOf(path: string): string {
  return path.split('/')[1]?.replace(/(\.test)?\.ts$/, '') ?? ''
}

function floorOf(room: string): number | undefined {
  const floor = floors.findIndex((rooms) => (rooms as readonly string[]).includes(room))
  return floor === -1 ? undefined : floor
}

/** Every module that a file imports, re-exports or imports later. */
export function importsOf(text: string): string[] {
  const forms = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
  ]
  return forms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1]!))
}

/** The files that a file starts as workers: floors bind them, but a worker may import from the file that started it. */
function workersOf(text: string): string[] {
  return [...text.matchAll(/\bnew URL\(\s*['"](\.[^'"]+\.ts)['"],\s*import\.meta\.url/g)].map((match) => match[1]!)
}

/** Files that import each other in a ring. An import of types alone counts: such files cannot be understood apart either. */
function circles(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (path: string) => {
    const at = trail.indexOf(path)
    if (at !== -1) found.push(`a circle of imports: ${[...trail.slice(at), path].join(' -> ')}`)
    if (at !== -1 || done.has(path)) return
    trail.push(path)
    for (const target of importsOf(files.get(path) ?? '')) {
      if (target.startsWith('.')) visit(posix.join(posix.dirname(path), target))
    }
    trail.pop()
    done.add(path)
  }
  for (const path of files.keys()) visit(path)
  return found
}
