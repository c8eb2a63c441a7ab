import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const runners = ['vitest', 'jest', 'node', 'playwright', 'pytest', 'rspec'] as const
export type Runner = (typeof runners)[number]

/** What a folder tells of the project in it. */
export interface Project {
  language: 'typescript' | 'javascript' | 'python' | 'ruby'
  /** Whether its JavaScript files are modules: `"type": "module"`. */
  modules: boolean
  packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun' | 'pip' | 'poetry' | 'uv' | 'pipenv' | 'bundler'
  /** Every runner that it has, the likeliest first; empty where none was found. */
  runners: readonly Runner[]
  /** Whether the official SDK is among its dependencies. */
  sdk: boolean
  ci: 'github' | 'gitlab' | 'circleci' | null
}

interface Manifest {
  type?: string
  packageManager?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** Reads what kind of project is in a folder. One with a package.json is of JavaScript, whatever else is there. */
export function detectProject(folder: string): Project {
  const has = (name: string) => existsSync(join(folder, name))
  const read = (name: string) => (has(name) ? readFileSync(join(folder, name), 'utf8') : '')
  const ci = has('.gitlab-ci.yml') ? 'gitlab' : has('.circleci') ? 'circleci' : has('.github') ? 'github' : null
  const manifest = manifestIn(read('package.json'))
  if (manifest) return { ...javascript(manifest, has), ci }
  if (has('Gemfile')) {
    const gems = read('Gemfile')
    const sdk = /^\s*gem\s+['"]twilio-ruby['"]/m.test(gems)
    return { language: 'ruby', modules: false, packageManager: 'bundler', runners: ['rspec'], sdk, ci }
  }
  const requirements = ['requirements.txt', 'requirements-dev.txt', 'pyproject.toml', 'Pipfile'].filter(has)
  if (requirements.length > 0) {
    const sdk = requirements.some((name) => /^[\s"'[]*twilio\b(?!-)/m.test(read(name).replaceAll(',', '\n')))
    return { language: 'python', modules: false, packageManager: pythonManager(has), runners: ['pytest'], sdk, ci }
  }
  return { ...javascript({ type: 'module' }, has), runners: [], ci }
}

function manifestIn(text: string): Manifest | null {
  try {
    const found = JSON.parse(text) as unknown
    return typeof found === 'object' && found !== null ? found : null
  } catch {
    return null
  }
}

function javascript(manifest: Manifest, has: (name: string) => boolean): Omit<Project, 'ci'> {
  const packages = { ...manifest.dependencies, ...manifest.devDependencies }
  const script = manifest.scripts?.test ?? ''
  const found: Runner[] = [
    ...(packages.vitest ? (['vitest'] as const) : []),
    ...(packages.jest || packages['ts-jest'] ? (['jest'] as const) : []),
    ...(/\bnode\b.*--test\b/.test(script) ? (['node'] as const) : []),
    ...(packages['@playwright/test'] ? (['playwright'] as const) : []),
  ]
  return {
    language: packages.typescript || has('tsconfig.json') ? 'typescript' : 'javascript',
    modules: manifest.type === 'module',
    packageManager: nodeManager(manifest, has),
    // The runner that `npm test` starts is the one that is meant.
    runners: found.sort((a, b) => Number(script.includes(b)) - Number(script.includes(a))),
    sdk: packages.twilio !== undefined,
  }
}

function nodeManager({ packageManager }: Manifest, has: (name: string) => boolean): Project['packageManager'] {
  const named = (['pnpm', 'yarn', 'bun', 'npm'] as const).find((name) => packageManager?.startsWith(`${name}@`))
  if (named) return named
  if (has('pnpm-lock.yaml')) return 'pnpm'
  if (has('yarn.lock')) return 'yarn'
  return has('bun.lock') || has('bun.lockb') ? 'bun' : 'npm'
}

function pythonManager(has: (name: string) => boolean): Project['packageManager'] {
  if (has('uv.lock')) return 'uv'
  if (has('poetry.lock')) return 'poetry'
  return has('Pipfile') ? 'pipenv' : 'pip'
}
