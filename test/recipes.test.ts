import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { commandsOf, pathOf } from '../scripts/cli-reference.ts'
import { program as commandLine } from '../src/cli/main.ts'
import { settingNames } from '../src/config.ts'
import { runtime } from './runtimes.ts'
import { compileCache } from './program.ts'
import { startTestServer } from './server.ts'
import { commandGroup, freePort } from './start-command.ts'
import { readYaml } from './yaml.ts'

// What others copy to run the server beside their own programs: a step of GitHub Actions, a feature of dev containers, a Compose file.

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const shellcheck = runtime('shellcheck')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-recipes-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A PATH on which npm installs this build of the package, and `node` is of this version. */
function pathWith(version: number): string {
  const programs = join(folder, 'programs')
  mkdirSync(programs)
  const script = (name: string, text: string) => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  script(
    'npm',
    `echo "$@" > "${folder}/asked"
     mkdir -p "$3/node_modules/.bin"
     ln -s "${inject('program')}" "$3/node_modules/trunkline"
     case "$*" in *node@24*) ln -s "${process.execPath}" "$3/node_modules/.bin/node" ;; esac`,
  )
  if (version < 24) script('node', `if [ "$1" = -p ]; then echo ${version}; else exit 9; fi`)
  else symlinkSync(process.execPath, join(programs, 'node'))
  return `${programs}:/usr/bin:/bin`
}

interface Action {
  inputs: Record<string, { default: string; description: string }>
  outputs: Record<string, { value: string }>
  runs: { using: string; steps: { shell: string; id?: string; env: Record<string, string>; run: string }[] }
}

describe('the action', async () => {
  const action = (await readYaml(read('action.yml'))) as Action

  /** Runs its steps one after the other as a runner does, with what was given as inputs. */
  async function steps(path: string, given: Record<string, string>) {
    const files = { GITHUB_ENV: '', GITHUB_PATH: '', GITHUB_OUTPUT: '' }
    const group = commandGroup(folder)
    for (const name of ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT'] as const) {
      files[name] = join(folder, name)
      writeFileSync(files[name], '')
    }
    let [out, err] = ['', '']
    let code: number | null = 0
    for (const step of action.runs.steps) {
      const env = Object.entries(step.env).map(([name, value]) => {
        const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value) ?? []
        expect(action.inputs).toHaveProperty(input)
        return [name, given[input] ?? action.inputs[input]!.default]
      })
      const ran = await group.run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
        ...compileCache,
        ...files,
        ...(Object.fromEntries(env) as Record<string, string>),
        PATH: path,
        RUNNER_TEMP: folder,
      })
      out += ran.out
      err += ran.err
      code = ran.code
      if (code !== 0) break
    }
    const told = (name: keyof typeof files) => readFileSync(files[name], 'utf8')
    return { code, out, err, told, [Symbol.asyncDispose]: () => group[Symbol.asyncDispose]() }
  }

  test('declares what it takes and gives', () => {
    expect(Object.keys(action.inputs)).toEqual(['version', 'port', 'database', 'wait'])
    const ids = action.runs.steps.flatMap(({ id }) => id ?? [])
    for (const { value } of Object.values(action.outputs)) expect(ids).toContain(/steps\.(\w+)\./.exec(value)?.[1])
    expect(action.runs.using).toBe('composite')
    for (const { shell } of action.runs.steps) expect(shell).toBe('bash')
  })

  test.skipIf(!shellcheck)('has steps that shellcheck finds nothing in', () => {
    for (const { run } of action.runs.steps) execFileSync(shellcheck!, ['-s', 'bash', '-'], { input: run })
  })

  test.each([20, 24])(
    'installs on Node %i, starts, waits, and gives its credentials to later steps',
    async (version) => {
      const port = String(await freePort())
      await using ran = await steps(pathWith(version), { port, version: '1.2.3' })
      expect(ran.code).toBe(0)
      expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(
        version < 24 ? /trunkline@1\.2\.3 node@24$/m : /trunkline@1\.2\.3$/m,
      )
      const [, token = ''] = /TWILIO_AUTH_TOKEN<<(?:\S+)\n(\S+)\n/.exec(ran.told('GITHUB_ENV')) ?? []
      const [, sid = ''] = /TWILIO_ACCOUNT_SID<<(?:\S+)\n(\S+)\n/.exec(ran.told('GITHUB_ENV')) ?? []
      expect(ran.out).toContain(`::add-mask::${token}\n`)
      expect(ran.told('GITHUB_OUTPUT')).toContain(`url=http://127.0.0.1:${port}\n`)
      expect(ran.told('GITHUB_PATH')).toBe(`${folder}/trunkline/bin\n`)
      // The server goes on behind the step.
      const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` }
      const answer = await fetch(`http://127.0.0.1:${port}/2010-04-01/Accounts/${sid}.json`, { headers })
      expect(answer.status).toBe(200)
      // Its log, which a later step may show, has no token.
      expect(readFileSync(join(folder, 'trunkline/server.log'), 'utf8')).not.toContain(token)
    },
  )

  test('fails with the log of a server that does not start', async () => {
    const port = String(await freePort())
    await using ran = await steps(pathWith(24), { port, database: 'nonsense' })
    expect(ran.code).toBe(1)
    expect(ran.out).toContain('--database: "nonsense" is not sqlite:PATH')
    expect(ran.told('GITHUB_ENV')).toBe('')
  })

  test('fails when another server has the port already', async () => {
    await using other = await startTestServer()
    await using ran = await steps(pathWith(24), { port: new URL(other.url).port })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain(`A server answers at ${other.url} already.`)
  })
})

describe('the feature of dev containers', () => {
  const feature = 'devcontainer/feature/trunkline'
  const described = JSON.parse(read(`${feature}/devcontainer-feature.json`)) as {
    id: string
    version: string
    options: Record<string, { type: string; default: string; description: string }>
    postStartCommand: string
  }

  test('is described as one, in a folder of its name', () => {
    expect(feature.endsWith(`/${described.id}`)).toBe(true)
    expect(described.version).toMatch(/^\d+\.\d+\.\d+$/)
    for (const [name, { type, default: value }] of Object.entries(described.options)) {
      expect([name, type]).toEqual([name, 'string'])
      // Options come to the script as variables in capitals.
      expect(read(`${feature}/install.sh`)).toContain(`${name.toUpperCase()}="\${${name.toUpperCase()}:-${value}}"`)
    }
    expect(described.postStartCommand).toBe('/usr/local/share/trunkline/start.sh')
  })

  test.skipIf(!shellcheck)('has a script that shellcheck finds nothing in', () => {
    execFileSync(shellcheck!, [join(root, feature, 'install.sh')])
  })

  test.each([20, 24])('installs with Node %i, and starts the server once with its container', async (version) => {
    const port = String(await freePort())
    const share = join(folder, 'share')
    const env = { ...compileCache, PATH: pathWith(version), PORT: port, TRUNKLINE_SHARE: share, TMPDIR: folder }
    await using group = commandGroup(folder)
    expect(await group.run('sh', [join(root, feature, 'install.sh')], env)).toMatchObject({ code: 0, err: '' })
    const start = join(share, 'start.sh')
    for (const name of ['start.sh', 'bin/trunkline']) execFileSync('sh', ['-n', join(share, name)])
    expect(await group.run(start, [], env)).toMatchObject({ code: 0, out: `http://127.0.0.1:${port} is ready\n` })
    expect(await group.run(start, [], env)).toEqual({ code: 0, out: '', err: '' })
  })

  test('says what it needs where there is no npm', async () => {
    mkdirSync(join(folder, 'programs'))
    await using group = commandGroup(folder)
    const ran = await group.run('/bin/sh', [join(root, feature, 'install.sh')], { PATH: join(folder, 'programs') })
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('Try: "features"') })
  })
})

interface Service {
  build?: string
  image?: string
  command?: string[]
  environment: Record<string, string>
  ports?: string[]
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  networks?: { default: { aliases: string[] } }
}

describe('the Compose file', async () => {
  const { services, volumes } = (await readYaml(read('examples/compose/compose.yaml'))) as {
    services: Record<'trunkline' | 'app', Service>
    volumes: Record<string, unknown>
  }

  test('starts the server of this image, for others of the machine only, with a token', () => {
    const { build, environment, ports, volumes: mounts } = services.trunkline
    expect(read(join('examples/compose', build!, 'Dockerfile'))).toContain('HEALTHCHECK')
    expect(ports).toEqual(['127.0.0.1:4010:4010'])
    expect(mounts?.map((mount) => mount.split(':'))).toEqual([[Object.keys(volumes)[0], '/data']])
    const known = settingNames.flatMap(({ variables }) => variables)
    for (const name of Object.keys(environment)) expect(known).toContain(name)
    expect(environment.TRUNKLINE_CONTROL_TOKEN).toMatch(/^\$\{TRUNKLINE_CONTROL_TOKEN:\?/)
    expect(environment.TRUNKLINE_CONTROL_HOSTS?.split(',')).toContain('trunkline')
  })

  test('starts the application when the server is healthy, with the same account', () => {
    const { environment, depends_on: waits, volumes: mounts } = services.app
    expect(waits).toEqual({ trunkline: { condition: 'service_healthy' } })
    expect([environment.TWILIO_ACCOUNT_SID, environment.TWILIO_AUTH_TOKEN]).toEqual([
      services.trunkline.environment.TRUNKLINE_ACCOUNT_SID,
      services.trunkline.environment.TRUNKLINE_AUTH_TOKEN,
    ])
    for (const mount of mounts ?? []) expect(read(join('examples/compose', mount.split(':')[0]!))).not.toBe('')
  })

  test('has an application that answers texts', async () => {
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = services.app.environment
    await using server = await startTestServer({
      env: { TRUNKLINE_ACCOUNT_SID: TWILIO_ACCOUNT_SID!, TRUNKLINE_AUTH_TOKEN: TWILIO_AUTH_TOKEN! },
    })
    const app = spawn(process.execPath, services.app.command!.slice(1), {
      cwd: join(root, 'examples/compose'),
      env: { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API: server.url, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(createInterface(app.stdout), 'line', { signal: AbortSignal.timeout(10_000) })
      const phone = `${server.url}/_trunkline/v1/phones/+15558675310/messages`
      const body = JSON.stringify({ to: server.numbers[0], body: 'one & <two>' })
      await fetch(phone, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
      const answer = (await (await fetch(`${phone}?wait=10`)).json()) as { messages: { body: string }[] }
      expect(answer.messages.map((message) => message.body)).toEqual(['You said one & <two>'])
    } finally {
      app.kill()
    }
  })

  test('leads the names of the service to `trunkline tls` for an application that knows no other', async () => {
    const over = (await readYaml(read('examples/compose/unchanged.yaml'))) as {
      services: Record<'tls' | 'app', Service>
    }
    const { tls, app } = over.services
    const [name, ...words] = tls.command!
    const command = commandsOf(commandLine()).find((one) => pathOf(one) === `trunkline ${name}`)
    const options = words.filter((word) => word.startsWith('--'))
    expect(command?.options.map(({ long }) => long)).toEqual(expect.arrayContaining(options))
    expect(tls.networks?.default.aliases).toContain(new URL(app.environment.TWILIO_API!).hostname)
    // Where the one keeps its certificate, the other finds it.
    const [folder] = tls.volumes!.map((mount) => mount.split(':')[1]!)
    const [mounted] = app.volumes!.map((mount) => mount.split(':')[1]!)
    const kept = words[words.indexOf('--folder') + 1]!
    expect(app.environment.NODE_EXTRA_CA_CERTS).toBe(`${kept.replace(folder!, mounted!)}/ca.pem`)
  })

  test('looks after the application with a command that tells health', async () => {
    const [kind, node, ...words] = services.app.healthcheck!.test
    expect([kind, node]).toEqual(['CMD', 'node'])
    const check = words.map((word) => word.replace(':3000', ':1'))
    await using group = commandGroup(folder)
    expect(await group.run(process.execPath, check, {})).toMatchObject({ code: 1 })
  })
})
