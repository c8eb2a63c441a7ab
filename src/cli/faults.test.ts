import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { askControl } from '../../test/control-client.ts'
import { type TestServer, startTestServer } from '../../test/server.ts'
import { presets } from '../faults/presets.ts'
import { addFaultCommands } from './faults.ts'

let server: TestServer
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-faults-'))
  server = await startTestServer()
})
afterEach(() => askControl(server, 'DELETE', '/faults'))
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a command within this process; answers with the lines that it printed. */
async function run(...words: string[]): Promise<string[]> {
  const lines: string[] = []
  const program = new Command().exitOverride()
  addFaultCommands(program, (line) => void lines.push(line))
  await program.parseAsync(['faults', ...words, '--server', server.url], { from: 'user' })
  return lines
}
const json = async (...words: string[]) => JSON.parse((await run(...words, '--output', 'json'))[0] ?? '') as unknown
const written = (content: unknown): string => {
  const path = join(folder, 'faults.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const drop = { on: 'webhook', effect: { do: 'drop' } }

describe('trunkline faults', () => {
  test('add takes flags, list shows them, and remove ends one', async () => {
    const words = ['--on', 'webhook', '--match', 'url=*status*', '--match', 'kind=status', '--do', 'duplicate']
    const more = ['--copies', '3', '--probability', '0.5', '--count', '10', '--name', 'twice as nice']
    const [line = ''] = await run('add', ...words, ...more)
    const [id = ''] = line.split('  ')
    expect(line).toBe(
      `${id}  webhook  duplicate copies=3  url=*status* kind=status  probability 0.5  0 of 10 done, 0 seen  twice as nice`,
    )
    expect(await run('list')).toEqual(['seed 1', line])
    expect(await run('remove', id)).toEqual([])
    expect(await run('list')).toEqual(['Nothing is set.'])
    await expect(run('remove', id)).rejects.toThrow(`there is no fault ${id}`)
  })

  test.each([
    [
      ['--on', 'api', '--do', 'answer', '--status', '429', '--message', 'Slow down'],
      { do: 'answer', status: 429, message: 'Slow down' },
    ],
    [['--on', 'api', '--do', 'drop', '--when', 'after'], { do: 'drop', when: 'after' }],
    [
      ['--on', 'carrier', '--do', 'fail', '--code', '30003', '--status', 'undelivered'],
      { do: 'fail', code: 30_003, status: 'undelivered' },
    ],
    [['--on', 'carrier', '--do', 'defer', '--ms', '500'], { do: 'defer', ms: 500 }],
    [
      ['--on', 'webhook', '--do', 'answer', '--status', '200', '--body', '<Response/>'],
      { do: 'answer', status: 200, body: '<Response/>' },
    ],
  ])('flags say every effect: %j', async (words, effect) => {
    expect(await json('add', ...words, '--account', server.account.sid)).toMatchObject([
      { effect, accountSid: server.account.sid },
    ])
  })

  test.each([
    [['add', '--on', 'webhook'], 'A fault needs --on and --do'],
    [['add', '--on', 'api', '--do', 'delay', '--ms', 'long'], 'effect.ms is a whole number from 1 to 60000'],
    [['add', '--on', 'api', '--do', 'drop', '--match', 'path'], '"path" is no match.'],
    [['add', '--replace', '--on', 'api', '--do', 'drop'], 'Only the faults of a file can replace all others.'],
    [['add', '--file', '/nowhere/faults.json'], '/nowhere/faults.json cannot be read: ENOENT'],
    [['preset', 'chaos'], 'name is one of carrier-outage'],
    [['preset', 'undelivered', '--probability', 'often'], 'probability is a number from 0 to 1'],
    [['seed', 'x'], 'seed is a whole number from 0 to 2147483647'],
  ])('what cannot be is told: %j', async (words, told) => {
    await expect(run(...words)).rejects.toThrow(told)
    expect(await run('list')).toEqual(['Nothing is set.'])
  })

  test('add takes a file: a set, a list, or one; and what list printed', async () => {
    await run('add', '--file', written({ faults: [drop, drop] }))
    await run('add', '--file', written([drop]))
    await run('add', '--file', written(drop))
    const all = (await json('list')) as { seed: number; faults: object[] }
    expect(all.faults).toHaveLength(4)
    expect(await run('add', '--file', written(all))).toHaveLength(4)
    expect(await run('add', '--replace', '--file', written({ ...all, seed: 5 }))).toHaveLength(4)
    expect(await json('list')).toMatchObject({ seed: 5, faults: [{}, {}, {}, {}] })
    await expect(run('add', '--file', written('{"faults":'))).rejects.toThrow('cannot be read')
    await expect(run('add', '--file', written('3'))).rejects.toThrow('holds no faults')
    await expect(run('add', '--file', written({ faults: [3] }))).rejects.toThrow('is no list of objects')
  })

  test('a seed is set, and counts begin again', async () => {
    await run('add', '--on', 'webhook', '--do', 'drop', '--count', '2')
    expect(await run('seed', '42')).toEqual(['seed 42'])
    expect(await json('list')).toMatchObject({ seed: 42, faults: [{ count: 2, seen: 0 }] })
  })

  test('presets are shown with what they teach, and set', async () => {
    const lines = await run('presets')
    for (const { name, words } of presets) expect(lines).toEqual(expect.arrayContaining([name, `  ${words}`]))
    const { sid } = server.account
    expect(
      await json('preset', 'flaky-webhook', '--account', sid, '--probability', '0.1', '--count', '4'),
    ).toMatchObject(Array.from({ length: 3 }, () => ({ accountSid: sid, probability: 0.1, count: 4 })))
    await run('add', '--on', 'webhook', '--do', 'drop')
    await run('clear', '--account', sid)
    expect(await json('list')).toMatchObject({ faults: [{ accountSid: null }] })
    await run('clear')
    expect(await run('list')).toEqual(['Nothing is set.'])
  })
})
