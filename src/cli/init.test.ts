import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runtime } from '../../test/runtimes.ts'
import { readYaml } from '../../test/yaml.ts'
import { addInitCommand } from './init.ts'
import { runners } from './project/detect-project.ts'
import { type Begun, initProject } from './project/init-project.ts'

const [python, ruby] = [runtime('python'), runtime('ruby')]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-init-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(files: Readonly<Record<string, string | object>>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof text === 'string' ? text : JSON.stringify(text))
  }
}

async function run(...words: string[]): Promise<string> {
  const printed: string[] = []
  const program = new Command('trunkline').exitOverride().configureOutput({ writeErr: () => {} })
  addInitCommand(program, (text) => printed.push(text))
  await program.parseAsync(['init', folder, ...words], { from: 'user' })
  return printed.join('\n')
}

const packageWith = (packages: readonly string[], more: object = {}) => ({
  'package.json': { devDependencies: Object.fromEntries(packages.map((name) => [name, '1'])), ...more },
})

describe('a project is found out', () => {
  test.each([
    [
      { ...packageWith(['vitest', 'twilio']), 'package-lock.json': '{}' },
      'javascript npm vitest sdk',
      'test/trunkline.test.js',
    ],
    [
      { ...packageWith(['vitest', 'typescript'], { type: 'module' }), 'pnpm-lock.yaml': '' },
      'typescript pnpm vitest',
      'test/trunkline.test.ts',
    ],
    [{ ...packageWith(['jest', 'twilio']), 'yarn.lock': '' }, 'javascript yarn jest sdk', 'test/trunkline.test.js'],
    [packageWith(['jest'], { type: 'module' }), 'javascript npm jest', 'test/trunkline.test.cjs'],
    [{ ...packageWith(['ts-jest']), 'tsconfig.json': '{}' }, 'typescript npm jest', 'test/trunkline.test.ts'],
    [
      { ...packageWith([], { scripts: { test: 'node --test' } }), 'bun.lock': '' },
      'javascript bun node',
      'test/trunkline.test.mjs',
    ],
    [packageWith([], { type: 'module' }), 'javascript npm node', 'test/trunkline.test.js'],
    [packageWith(['@playwright/test', 'typescript']), 'typescript npm playwright', 'tests/trunkline.spec.ts'],
    [
      packageWith(['@playwright/test', 'vitest', 'jest'], {
        scripts: { test: 'playwright test' },
        packageManager: 'yarn@4.1.0',
      }),
      'javascript yarn playwright',
      'tests/trunkline.spec.js',
    ],
    [{ 'requirements.txt': 'flask==3\ntwilio>=7\n' }, 'python pip pytest sdk', 'tests/test_trunkline.py'],
    [{ 'requirements.txt': 'twilio-stubs==1\n' }, 'python pip pytest', 'tests/test_trunkline.py'],
    [
      { 'pyproject.toml': '[project]\ndependencies = ["flask", "twilio~=9.0"]\n', 'uv.lock': '' },
      'python uv pytest sdk',
      'tests/test_trunkline.py',
    ],
    [
      { 'pyproject.toml': '[tool.poetry.dependencies]\ntwilio = "^9"\n', 'poetry.lock': '' },
      'python poetry pytest sdk',
      'tests/test_trunkline.py',
    ],
    [{ Pipfile: '[packages]\ntwilio = "*"\n' }, 'python pipenv pytest sdk', 'tests/test_trunkline.py'],
    [
      { Gemfile: `source 'https://rubygems.org'\ngem 'twilio-ruby'\n` },
      'ruby bundler rspec sdk',
      'spec/trunkline_spec.rb',
    ],
    [{}, 'javascript npm node', 'test/trunkline.test.js'],
    [{ 'package.json': '{ broken', Gemfile: '' }, 'ruby bundler rspec', 'spec/trunkline_spec.rb'],
  ])('%j: %s', async (files, found, path) => {
    put(files)
    const { project, runner, files: made } = JSON.parse(await run('--output', 'json', '--dry-run')) as Begun
    const { language, packageManager, sdk } = project
    expect([language, packageManager, runner, ...(sdk ? ['sdk'] : [])].join(' ')).toBe(found)
    expect(made.map((file) => file.path)).toEqual(['.env.test', path])
  })
})

describe('what is written', () => {
  const projects = runners.flatMap((runner) =>
    [true, false].flatMap((sdk) => [true, false].map((typed) => ({ runner, sdk, typed }))),
  )

  test.each(projects)(
    'is a program that can be read: $runner, with the SDK $sdk, typed $typed',
    async ({ runner, sdk, typed }) => {
      put(packageWith([...(sdk ? ['twilio'] : []), ...(typed ? ['typescript'] : [])]))
      const { files } = await initProject(folder, { runner, dryRun: false, ask: null })
      const { path, text } = files[1]!
      expect(readFileSync(join(folder, path), 'utf8')).toBe(text)
      if (path.endsWith('.py')) {
        if (python) execFileSync(python, ['-c', `compile(open("${path}").read(), "a", "exec")`], { cwd: folder })
      } else if (path.endsWith('.rb')) {
        if (ruby) execFileSync(ruby, ['-c', path], { cwd: folder })
      } else {
        const module = text.startsWith('import')
        const file = join(folder, module ? 'read.mjs' : 'read.cjs')
        writeFileSync(file, path.endsWith('.ts') ? stripTypeScriptTypes(text) : text)
        execFileSync(process.execPath, ['--check', file])
        expect(module).toBe(!(runner === 'jest' && !typed))
        expect(text.includes(`'twilio'`)).toBe(sdk)
      }
    },
  )

  test('are credentials that nobody else has, the same for the server', async () => {
    put(packageWith(['vitest']))
    await run('--yes')
    const variables = parseEnv(readFileSync(join(folder, '.env.test'), 'utf8'))
    expect(variables.TWILIO_ACCOUNT_SID).toMatch(/^AC[\da-f]{32}$/)
    expect(variables).toMatchObject({
      TRUNKLINE_ACCOUNT_SID: variables.TWILIO_ACCOUNT_SID,
      TRUNKLINE_AUTH_TOKEN: variables.TWILIO_AUTH_TOKEN,
    })
  })

  test('overwrites nothing, and is shown instead', async () => {
    put({ ...packageWith(['vitest']), '.env.test': 'MINE=1\n' })
    const printed = await run()
    expect(readFileSync(join(folder, '.env.test'), 'utf8')).toBe('MINE=1\n')
    expect(printed).toMatch(
      /\.env\.test {2}left as it is\n {4}# Credentials for tests[^]*test\/trunkline\.test\.js {2}written\n/,
    )
    expect(await run()).toMatch(/trunkline\.test\.js {2}left as it is/)
  })

  test('is nothing with --dry-run', async () => {
    put(packageWith(['vitest']))
    expect(await run('--dry-run')).toMatch(/\.env\.test {2}not written\n {4}# Cred/)
    expect(existsSync(join(folder, '.env.test'))).toBe(false)
    expect(existsSync(join(folder, 'test'))).toBe(false)
  })

  test.each([
    ['.github/workflows/a.yml', 'Step for GitHub Actions:\n    - uses: actions/setup-node'],
    ['.gitlab-ci.yml', 'Step for GitLab:\n    test:'],
    ['.circleci/config.yml', 'Step for CircleCI:\n    - run:'],
  ])('comes with a step for CI: %s', async (path, says) => {
    put({ ...packageWith(['vitest']), [path]: '' })
    const printed = await run('--dry-run')
    expect(printed).toContain(says)
    expect(printed).toContain('Install:\n    npm install -D trunkline')
    expect(printed).toContain('Run:\n    npx vitest run test/trunkline.test.js')
  })

  test('comes with a job for GitLab that has the language, and a Node for the server', async () => {
    put({ 'requirements.txt': 'twilio\n', '.gitlab-ci.yml': '' })
    const { suggestions } = JSON.parse(await run('--dry-run', '--output', 'json')) as Begun
    expect(await readYaml(suggestions[2]!.text)).toEqual({
      test: {
        image: 'python:3',
        before_script: ['curl -fsSL https://deb.nodesource.com/setup_24.x | bash -', 'apt-get install -y nodejs'],
        script: ['pip install -r requirements.txt pytest trunkline', 'pytest'],
      },
    })
  })

  test('cannot be where no folder is, or no folder can be', async () => {
    await expect(initProject(join(folder, 'none'), { dryRun: true, ask: null })).rejects.toThrow('is no folder')
    put({ ...packageWith(['vitest']), test: 'a file' })
    await expect(run('--yes')).rejects.toThrow('cannot be written')
    await expect(run('--runner', 'mocha')).rejects.toThrow('Allowed choices are vitest, jest')
  })
})

describe('who sits at a terminal is asked', () => {
  const asking = async (answers: string[]) => {
    const asked: string[] = []
    const begun = await initProject(folder, {
      dryRun: false,
      ask: (question) => {
        asked.push(question)
        return Promise.resolve(answers.shift() ?? '')
      },
    })
    return { asked, begun }
  }

  test('before anything is written', async () => {
    put(packageWith(['vitest']))
    const { asked, begun } = await asking(['n'])
    expect(asked).toEqual(['Write .env.test and test/trunkline.test.js? [Y/n] '])
    expect(begun.files.map(({ state }) => state)).toEqual(['not written', 'not written'])
    expect(existsSync(join(folder, '.env.test'))).toBe(false)
    expect((await asking([''])).begun.files.map(({ state }) => state)).toEqual(['written', 'written'])
    expect((await asking([])).asked).toEqual([])
  })

  test('what runs the tests, where that is not plain', async () => {
    put(packageWith(['vitest', 'jest']))
    const { asked, begun } = await asking(['jest', 'yes'])
    expect(asked[0]).toBe('What runs the tests: vitest, jest, node, playwright, pytest, rspec? [vitest] ')
    expect(begun.runner).toBe('jest')
    await expect(asking(['mocha'])).rejects.toThrow('"mocha" is none of them. Try: --runner vitest')
  })
})
