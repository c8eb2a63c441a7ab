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
      text: stepFor(ci ?? 'github', run),
    },
  ]
}

// The kit starts the server that a suite needs: CI only has to have a Node that can run it.
function stepFor(ci: 'github' | 'gitlab' | 'circleci', run: string): string {
  switch (ci) {
    case 'github':
      return `- uses: actions/setup-node@v5\n  with:\n    node-version: 24\n- run: ${run}`
    case 'gitlab':
      return `test:\n  image: node:24\n  script:\n    - ${run}`
    case 'circleci':
      return `- run:\n    command: ${run}`
  }
}
