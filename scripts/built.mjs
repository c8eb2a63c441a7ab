import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { modules, projectNode, root, run } from './installed.mjs'

const stamp = `${root}dist/.built`

/** Compiles src to dist, and bundles the program in dist/program, when what is there was built from other sources. */
export async function ensureBuilt() {
  const state = sources()
  if (readStamp() === state) return
  console.error('Building (only when the sources changed) ...')
  rmSync(stamp, { force: true })
  const code = await run(projectNode(), [`${modules}/typescript/bin/tsc`, '-p', 'tsconfig.build.json'])
  if (code !== 0) process.exit(code)
  dropOrphans()
  const bundled = await run(projectNode(), [`${root}scripts/bundle.mjs`])
  if (bundled !== 0) process.exit(bundled)
  writeFileSync(stamp, state)
}

/** One value that changes when any file that is compiled, or how it is compiled, changes. */
function sources() {
  const files = [
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/bundle.mjs',
    'scripts/bundle-program.ts',
    'scripts/bundle-kit.ts',
    'scripts/real-timers.mjs',
    'node_modules/typescript/package.json',
    ...filesIn('src').filter((file) => !file.includes('.test.')),
  ]
  const hash = createHash('sha256')
  for (const file of files) {
    const { mtimeMs, size } = statSync(root + file)
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

/** Removes what was compiled from files that are gone: a migration or command that no longer exists must not run. */
function dropOrphans() {
  for (const file of filesIn('dist').filter((file) => !/^dist\/(program|kit)\//.test(file))) {
    const source = file.replace(/^dist/, 'src').replace(/(\.d)?\.(js|ts)$/, '')
    if (!['.ts', '.js', ''].some((ending) => existsSync(root + source + ending))) rmSync(root + file)
  }
}

function filesIn(folder) {
  return readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(root.length).replaceAll('\\', '/'))
    .sort()
}

function readStamp() {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return null
  }
}
