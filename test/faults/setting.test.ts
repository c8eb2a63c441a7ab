import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { faultsReference } from '../../scripts/faults-reference.ts'
import { runCli, type Running, startCli } from '../cli.ts'
import { askControl } from '../control-client.ts'

let folder: string
const running: Running[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-faults-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end('SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

const drop = { on: 'webhook', effect: { do: 'drop' } }
const write = (content: unknown) =>
  writeFileSync(join(folder, 'faults.json'), typeof content === 'string' ? content : JSON.stringify(content))
const words = ['start', '--port', '0', '--database', 'sqlite::memory:']

describe('faults of a file', { timeout: 30_000 }, () => {
  test('are set at the start', async () => {
    write({ seed: 7, faults: [drop, { ...drop, count: 3, name: 'three' }] })
    const one = await startCli(folder, words, { TRUNKLINE_FAULTS: 'faults.json' })
    running.push(one)
    expect((await askControl(one, 'GET', '/faults')).json).toMatchObject({
      seed: 7,
      faults: [
        { on: 'webhook', count: null },
        { name: 'three', count: 3 },
      ],
    })
  })

  test.each([
    [
      { faults: [drop, { ...drop, effect: { do: 'delay', ms: -1 } }] },
      'faults.json: faults[1].effect.ms is a whole number from 1 to 60000.',
    ],
    [{ seed: 'x', faults: [] }, 'faults.json: seed is a whole number from 0 to 2147483647.'],
    ['{"faults": [', 'The faults in faults.json cannot be read: '],
    [null, 'faults.json: this is an object: it has seed, faults.'],
  ])('that are wrong are one line that names the place: %j', async (content, told) => {
    write(content)
    const { code, error } = await runCli(folder, [...words, '--faults', 'faults.json'])
    expect(error).toContain(`trunkline: ${told}`)
    expect(error).toMatch(/^trunkline: .* Try: .*$/)
    expect(code).toBe(1)
  })

  test('that are not there are one line', async () => {
    const { code, error } = await runCli(folder, [...words, '--faults', 'nowhere.json'])
    expect([code, error]).toEqual([
      1,
      expect.stringMatching(/^trunkline: .*nowhere\.json cannot be read: ENOENT.*Try: .*$/),
    ])
  })

  test('are refused in production', async () => {
    write({ faults: [drop] })
    const { code, error } = await runCli(folder, ['serve', '--port', '0', '--faults', 'faults.json'])
    expect([code, error]).toEqual([
      1,
      'trunkline: Nothing goes wrong on purpose in production. Try: no TRUNKLINE_FAULTS and no --faults',
    ])
  })
})

test('the guide has what there is', () => {
  const guide = readFileSync(new URL('../../docs/guide/faults.md', import.meta.url), 'utf8')
  expect(guide).toBe(faultsReference(guide))
})
