import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandsOf, pathOf } from '../scripts/cli-reference.ts'
import { program } from '../src/cli/main.ts'
import { readYaml } from './yaml.ts'

const guide = readFileSync(new URL('../docs/guide/ci.md', import.meta.url), 'utf8')
const blocks = [...guide.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ kind, text }))
const textsOf = (wanted: string) => blocks.flatMap(({ kind, text }) => (kind === wanted ? [text] : []))

describe('the guide to CI', () => {
  test('shows YAML and JSON that can be read', async () => {
    for (const text of textsOf('yaml')) expect(await readYaml(text)).toBeTypeOf('object')
    for (const text of textsOf('json')) expect(JSON.parse(text)).toBeTypeOf('object')
    expect(textsOf('yaml')).toHaveLength(3)
    expect(textsOf('json')).toHaveLength(1)
  })

  test('asks for commands and options that there are', () => {
    const commands = new Map(commandsOf(program()).map((command) => [pathOf(command), command]))
    const asked = blocks.flatMap(({ text }) => [
      ...text.matchAll(/\bnpx (trunkline(?: [a-z]+)+)((?: --[a-z]+(?: [\w:]+)?)*)/g),
    ])
    expect(asked.length).toBeGreaterThan(8)
    for (const [, path = '', options = ''] of asked) {
      expect([...commands.keys()]).toContain(path)
      const known = commands.get(path)!.options.map(({ long }) => long)
      for (const [option] of options.matchAll(/--[a-z]+/g)) expect(known).toContain(option)
    }
  })
})
