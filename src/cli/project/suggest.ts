import type { Project, Runner } from './detect-project.ts'

/** What to do after the files are written: a line each, with its words. */
export interface Suggestion {
  words: string
  text: string
}

type PackageManager = Project['packageManager']

const adding: Record<PackageManager, string> = {
  npm: 'npm install -D trunkline',
  pnpm: 'pnpm add -D trunkline',
  yarn: 'yarn add -D trunkline',
  bun: 'bun add -d trunkline',
  pip: 'pip install trunkline',
  poetry: 'poetry add --group dev trunkline',
  uv: 'uv add --dev trunkline',
  pipenv: 'pipenv install --dev trunkline',
  bundler: 'bundle add trunkline --group test',
}

const before: Record<PackageManager, string> = {
  npm: 'npx ',
  pnpm: 'pnpm exec ',
  yarn: 'yarn ',
  bun: 'bunx ',
  pip: '',
  poetry: 'poetry run ',
  uv: 'uv run ',
  pipenv: 'pipenv run ',
  bundler: 'bundle exec ',
}

const running: Record<Runner, string> = {
  vitest: 'vitest run',
  jest: 'jest',
  node: 'node --test',
  playwright: 'playwright test',
  pytest: 'pytest',
  rspec: 'rspec',
}

/** How the packages are installed, how the first test is run, and what CI does. */
export function suggestionsFor(runner: Runner, project: Project, path: string): Suggestion[] {
  const { packageManager, ci } = project
  const run = `${runner === 'node' ? '' : before[packageManager]}${running[runner]}`
  return [
    { words: 'Install', text: adding[packageManager] },
    { words: 'Run', text: `${run} ${path}` },
    {
      words: `Step for ${{ github: 'GitHub Actions', gitlab: 'GitLab', circleci: 'CircleCI' }[ci ?? 'github']}`,
      text: stepFor(ci ?? 'github', run, packageManager),
    },
  ]
}

// The kit starts the server that a suite needs: CI only has to have a Node that can run it.
function stepFor(ci: 'github' | 'gitlab' | 'circleci', run: string, packageManager: PackageManager): string {
  switch (ci) {
    case 'github':
      return `- uses: actions/setup-node@v5\n  with:\n    node-version: 24\n- run: ${run}`
    case 'gitlab':
      return [
        'test:',
        ...imageFor(packageManager),
        '  script:',
        `    - ${installing[packageManager]}`,
        `    - ${run}`,
      ].join('\n')
    case 'circleci':
      return `- run:\n    command: ${run}`
  }
}

const installing: Record<PackageManager, string> = {
  npm: 'npm ci',
  pnpm: 'corepack enable && pnpm install --frozen-lockfile',
  yarn: 'corepack enable && yarn install',
  bun: 'npm install -g bun && bun install --frozen-lockfile',
  pip: 'pip install -r requirements.txt pytest trunkline',
  poetry: 'pip install poetry && poetry install',
  uv: 'pip install uv && uv sync',
  pipenv: 'pip install pipenv && pipenv install --dev',
  bundler: 'bundle install',
}

/** Programs in other languages start the server with the Node beside them. */
function imageFor(packageManager: PackageManager): string[] {
  const other = { pip: 'python:3', poetry: 'python:3', uv: 'python:3', pipenv: 'python:3', bundler: 'ruby:3' }
  const image = (other as Partial<Record<PackageManager, string>>)[packageManager]
  if (image === undefined) return ['  image: node:24']
  return [
    `  image: ${image}`,
    '  before_script:',
    '    - curl -fsSL https://deb.nodesource.com/setup_24.x | bash -',
    '    - apt-get install -y nodejs',
  ]
}
