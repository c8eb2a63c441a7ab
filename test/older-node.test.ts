import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program } from './program.ts'
import { runtime } from './runtimes.ts'

let folder: string
/** Says that it is another Node than it is: for machines that have no older one. */
let older: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-older-'))
  older = join(folder, 'older.cjs')
  writeFileSync(older, `Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: readonly string[], env: Record<string, string> = {}, node = process.execPath) {
  const child = spawn(node, words, { cwd: folder, env: { PATH: process.env.PATH, ...env } })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, ...said }
}

const version = expect.stringMatching(/^\d+\.\d+\.\d+\n$/)

describe('an older Node finds a newer one to run the program on:', () => {
  test('the one that is named', async () => {
    const ran = await run(['--require', older, program, '--version'], { TRUNKLINE_NODE: process.execPath })
    expect(ran).toMatchObject({ code: 0, out: version, err: '' })
  })

  test('the package `node` near the program, whose exit code is its own', async () => {
    expect(await run(['--require', older, program, '--version'])).toMatchObject({ code: 0, out: version })
    expect(await run(['--require', older, program, 'accounts', 'create'])).toMatchObject({ code: 2 })
  })

  const node20 = runtime('node20')
  test.skipIf(node20 === null)('for real', async () => {
    expect(await run([program, '--version'], {}, node20 ?? '')).toMatchObject({ code: 0, out: version })
  })
})

describe('it says in one line which one is needed, and ends with 1:', () => {
  test('where there is none', async () => {
    const alone = join(folder, 'alone/bin')
    cpSync(dirname(program), alone, { recursive: true })
    expect(await run(['--require', older, join(alone, 'trunkline.cjs'), 'start'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^Trunkline needs Node 24 .*20\.20\.2\. Try: npm install -D node@24.*\n$/),
    })
  })

  test('where the one that is named does not do', async () => {
    const ran = await run(['--require', older, program, 'start'], { TRUNKLINE_NODE: '/nowhere/node' })
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining('TRUNKLINE_NODE=/nowhere/node cannot') })
  })
})
