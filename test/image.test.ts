import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { commandsOf, pathOf } from '../scripts/cli-reference.ts'
import { program } from '../src/cli/main.ts'
import { settingNames } from '../src/config.ts'
import { importsOf } from './floors.ts'
import { compileCache } from './program.ts'
import { commandGroup, freePort } from './start-command.ts'

// The image of the Dockerfile, as far as it can be seen without an engine: what goes into it, and what runs in it.

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

/** Its instructions, a line each. */
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [, name = '', words = ''] = /^(\w+) (.*)$/.exec(line) ?? []
    return { name, words }
  })
const starts = instructions.flatMap(({ name }, at) => (name === 'FROM' ? [at] : []))
const [build, image] = [instructions.slice(0, starts[1]), instructions.slice(starts[1])]
const valuesOf = (name: string, stage = image) => stage.flatMap((one) => (one.name === name ? [one.words] : []))

const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
/** Whether a file is left out of what the image is built from. */
const isIgnored = (path: string) =>
  ignored.some((entry) => path === entry || path.startsWith(`${entry}/`) || matchesGlob(path, entry))

describe('what goes into the image', () => {
  test('is there, and is not left out', () => {
    expect(starts).toHaveLength(2)
    const sources = valuesOf('COPY', build).flatMap((words) => words.split(' ').slice(0, -1))
    expect(sources).toContain('package-lock.json')
    for (const source of sources) {
      expect([source, existsSync(new URL(source, root))]).toEqual([source, true])
      expect([source, isIgnored(source)]).toEqual([source, false])
    }
  })

  test('is all that the build reads: no script or source of it is left out', () => {
    const manifest = JSON.parse(read('package.json')) as { files: string[]; scripts: Record<string, string> }
    const entries = ['scripts/build.mjs', 'scripts/bundle.mjs']
    expect(manifest.scripts.build).toContain(entries[0])
    const seen = new Set<string>()
    const visit = (path: string) => {
      if (seen.has(path)) return
      seen.add(path)
      for (const target of importsOf(read(path)))
        if (target.startsWith('.')) visit(posix.join(posix.dirname(path), target))
    }
    const sources = globSync('src/**/*.ts', { cwd: root }).filter((path) => !/\.(test|testing)\.ts$/.test(path))
    for (const path of [...entries, ...sources]) visit(path.replaceAll('\\', '/'))
    const needed = [...seen, 'package.json', '.npmrc', 'tsconfig.json', 'tsconfig.build.json', 'bin/trunkline.cjs']
    expect(needed.filter(isIgnored)).toEqual([])
    expect(isIgnored('node_modules/pino/package.json')).toBe(true)
    expect(isIgnored('src/config.test.ts')).toBe(true)
  })

  test('is what the package has, and what it needs to run', () => {
    const copied = valuesOf('COPY').flatMap((words) => {
      expect(words).toMatch(/^--from=build /)
      return words.split(' ').slice(1, -1)
    })
    const { files } = JSON.parse(read('package.json')) as { files: string[] }
    const made = ['node_modules', 'dist']
    expect(copied).toEqual(expect.arrayContaining(['package.json', ...made, ...files].map((path) => `/build/${path}`)))
    for (const path of copied.map((one) => one.replace('/build/', '')))
      expect([path, made.includes(path) || existsSync(new URL(path, root))]).toEqual([path, true])
  })

  test('is built with scripts of the package', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const asked = valuesOf('RUN', build).flatMap((words) =>
      [...words.matchAll(/npm run (\S+)/g)].map(([, name]) => name),
    )
    expect(asked).toEqual(['build'])
    expect(scripts).toHaveProperty('build')
    expect(valuesOf('RUN', build).join()).toMatch(/npm ci.*npm prune --omit=dev/)
  })
})

describe('what runs in the image', () => {
  test('is no root, listens on the usual port and keeps everything in the volume', () => {
    expect(valuesOf('USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)])
    const port = settingNames.find(({ name }) => name === 'port')?.default.development
    expect(valuesOf('EXPOSE')).toEqual([port])
    const set = valuesOf('ENV').flatMap((words) => words.split(/\s+/))
    expect(set).toContain('TRUNKLINE_DATABASE=sqlite:/data/trunkline.db')
    expect(valuesOf('VOLUME')).toEqual(['/data'])
    const variables = settingNames.flatMap((setting) => setting.variables)
    for (const name of set.map((one) => one.split('=')[0]).filter((one) => one?.startsWith('TRUNKLINE_')))
      expect(variables).toContain(name)
  })

  test('starts, is found healthy, and stops when it is told to', async () => {
    expect(valuesOf('ENTRYPOINT')).toEqual(['["trunkline"]'])
    const [command] = JSON.parse(valuesOf('CMD')[0] ?? '') as string[]
    expect(commandsOf(program()).map(pathOf)).toContain(`trunkline ${command}`)
    const port = String(await freePort())
    const env = {
      ...compileCache,
      PATH: `${folder}:${process.env.PATH}`,
      TRUNKLINE_DATABASE: `sqlite:${folder}/data/trunkline.db`,
      TRUNKLINE_HOST: '0.0.0.0',
      TRUNKLINE_PORT: port,
    }
    await using group = commandGroup(folder)
    const check = valuesOf('HEALTHCHECK')[0]?.replace(/^.*? CMD /, '') ?? ''
    const before = await group.run('sh', ['-c', check], env)
    expect(before).toMatchObject({ code: 3, err: expect.stringContaining('nothing listens there') })

    const server = spawn(`${folder}/trunkline`, [String(command)], { cwd: folder, env, stdio: 'ignore' })
    const ended = once(server, 'exit')
    try {
      expect(await group.run('sh', ['-c', `${check} --wait 10s`], env)).toMatchObject({ code: 0 })
      expect(await group.run('sh', ['-c', check], env)).toMatchObject({ code: 0 })
      expect(existsSync(join(folder, 'data/trunkline.db'))).toBe(true)
    } finally {
      server.kill(valuesOf('STOPSIGNAL')[0] as NodeJS.Signals)
    }
    expect(await ended).toEqual([0, null])
  })
})

let folder: string
beforeAll(() => {
  // What the last stage copies, and its link to the program.
  folder = mkdtempSync(join(tmpdir(), 'trunkline-image-'))
  for (const part of ['package.json', 'bin', 'dist'])
    cpSync(join(inject('program'), part), join(folder, 'app', part), { recursive: true })
  symlinkSync(join(inject('program'), '..'), join(folder, 'app/node_modules'))
  symlinkSync(join(folder, 'app/bin/trunkline.cjs'), join(folder, 'trunkline'))
  symlinkSync(process.execPath, join(folder, 'node'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
